/**
 * Random numbers by name: the same bits in every JavaScript engine, whatever the order of the draws.
 *
 * @module stepzero/random
 */
export {
  at,
  bytes,
  fillNormals,
  fillUniforms,
  keepMask,
  normalCdf,
  normalDensity,
  normalQuantile,
  normals,
  permutation,
  type Stream,
  signs,
  stream,
  truncatedNormals,
  uint32s,
  uniforms,
} from "../random/index.js";
