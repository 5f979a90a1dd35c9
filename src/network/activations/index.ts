/** Activation functions: built in, and of the user's own. */
export type { Activation, BuiltInActivation } from "./activation.js";
export { activations } from "./activations.js";
export { activationAfter, activationRole, findActivation } from "./find-activation.js";
