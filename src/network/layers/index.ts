/** Layers, and the graph of a network that is written with them. */
export {
  type Activation,
  activationAfter,
  activationRole,
  activations,
  type BuiltInActivation,
  findActivation,
} from "../activations/index.js";
export { activation } from "./activation.js";
export { type AttentionOptions, selfAttention } from "./attention.js";
export { buildNetwork, type NetworkOptions } from "./build-network.js";
export type { Pair } from "./check-arguments.js";
export { type ConvOptions, conv, type Padding } from "./conv.js";
export { type DenseOptions, dense, flatten } from "./dense.js";
export { dropout } from "./dropout.js";
export type {
  CompleteRole,
  DeclaredRole,
  Layer,
  MaskSpecification,
  NetworkGraph,
  Scope,
  StateSpecification,
} from "./layer.js";
export { type BatchNormOptions, batchNorm, groupNorm, layerNorm } from "./normalization.js";
export { averagePool, globalAveragePool, maxPool, type PoolOptions } from "./pooling.js";
export { padShortcut, type ResidualOptions, residual } from "./residual.js";
export { block, sequential } from "./sequential.js";
export { classToken, firstToken, patchEmbedding, positionEmbedding } from "./tokens.js";
