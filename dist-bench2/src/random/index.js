/** Named, counter-based random streams and the samplers that draw from them. */
export { bytes, keepMask } from "./masks.js";
export { normalCdf, normalDensity, normalQuantile } from "./normal.js";
export { fillNormals, fillUniforms, normals, permutation, signs, truncatedNormals, uint32s, uniforms, } from "./samplers.js";
export { at, LARGEST_SEED, stream } from "./stream.js";
