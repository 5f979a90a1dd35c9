/** Activation functions: built-in ones and those of users. */
export type { Activation, BuiltInActivation } from "./activation.js";
export { activations } from "./activations.js";
export { activationAfter, activationRole, findActivation } from "./find-activation.js";
