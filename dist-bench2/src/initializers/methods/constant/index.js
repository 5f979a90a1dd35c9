/** The family "constant and identity": methods without random numbers. */
export { constant, ones, zero } from "./constants.js";
export { identity } from "./identity.js";
export { idInit } from "./idinit.js";
export { zeroHadamard } from "./zero-hadamard.js";
