import { jaxMethods } from "./jax.js";
import { kerasMethods } from "./keras.js";
import { pytorchMethods } from "./pytorch.js";
export { kerasDefault, pytorchDefault } from "./defaults.js";
/** The methods whose names begin with that of a framework: "keras/he_normal". */
export const frameworkMethods = [...pytorchMethods, ...kerasMethods, ...jaxMethods];
