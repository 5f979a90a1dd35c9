/**
 * What most programs need. The other entry points have the rest: "stepzero/initializers",
 * "stepzero/networks", "stepzero/training", "stepzero/study" and so on; "stepzero/node" has what
 * needs Node, "stepzero/browser" the runtime of a page.
 *
 * @module stepzero
 */
export { type Dataset, datasetFromArrays, glyphs } from "../data/index.js";
export { InputError, ShapeError } from "../errors.js";
export { type Shape, sizeOf } from "../graph/tensor.js";
export {
  type AnyInitializer,
  allInitializers,
  defineInitializer,
  draw,
  findInitializer,
  glorotNormal,
  glorotUniform,
  he,
  heUniform,
  type Initializer,
  initialWeights,
  lecunNormal,
  orthogonal,
  parseInitializer,
  random,
  xavierFanIn,
  zero,
} from "../initializers/index.js";
export type { Activation } from "../network/activations/index.js";
export { batchNorm, conv, dense, dropout, flatten, type Layer, maxPool, sequential } from "../network/layers/index.js";
export {
  defineNetwork,
  findModel,
  type Model,
  mlp,
  mnistCnn,
  parametersOf,
  parseModel,
} from "../network/models/index.js";
export { choice, integer, real } from "../options.js";
export { normals, type Stream, uniforms } from "../random/index.js";
export type { Recipe } from "../recipe.js";
export type { Runtime } from "../runtime/runtime.js";
export { gain } from "../signal/index.js";
export { type CompareOptions, compare } from "../study/compare.js";
export type { StudyOptions } from "../study/plan/options.js";
export type { Outcome } from "../study/results/outcome.js";
export { type Training, type TrainOptions, train } from "../training/index.js";
