/**
 * What most programs need. The other entry points have the rest: "stepzero/initializers",
 * "stepzero/networks", "stepzero/training", "stepzero/study" and so on; "stepzero/node" has what
 * needs Node, "stepzero/browser" the runtime of a page.
 *
 * @module stepzero
 */
export { datasetFromArrays, glyphs } from "../data/index.js";
export { InputError, ShapeError } from "../errors.js";
export { sizeOf } from "../graph/tensor.js";
export { allInitializers, defineInitializer, draw, findInitializer, glorotNormal, glorotUniform, he, heUniform, initialWeights, lecunNormal, orthogonal, parseInitializer, random, xavierFanIn, zero, } from "../initializers/index.js";
export { batchNorm, conv, dense, dropout, flatten, maxPool, sequential } from "../network/layers/index.js";
export { defineNetwork, findModel, mlp, mnistCnn, parametersOf, parseModel, } from "../network/models/index.js";
export { choice, integer, real } from "../options.js";
export { normals, uniforms } from "../random/index.js";
export { gain } from "../signal/index.js";
export { compare } from "../study/compare.js";
export { train } from "../training/index.js";
