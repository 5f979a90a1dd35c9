export { activations } from "./activations.js";
export { activationAfter, activationRole, findActivation } from "./find-activation.js";
