/** The layers a network is written with, and how it becomes a graph. */
export { type Activation, activation, activations, findActivation } from "../activations/activations.js";
export type { Pair } from "./arguments.js";
export { type AttentionOptions, selfAttention } from "./attention.js";
export { type ConvOptions, conv, type Padding } from "./conv.js";
export { type DenseOptions, dense, flatten } from "./dense.js";
export { dropout } from "./dropout.js";
export type { Layer, MaskSpecification, NetworkGraph, Scope, StateSpecification } from "./layer.js";
export { buildNetwork, type NetworkOptions } from "./network.js";
export { type BatchNormOptions, batchNorm, groupNorm, layerNorm } from "./normalization.js";
export { averagePool, globalAveragePool, maxPool, type PoolOptions } from "./pooling.js";
export { padShortcut, type ResidualOptions, residual } from "./residual.js";
export { block, sequential } from "./sequential.js";
export { classToken, firstToken, patchEmbedding, positionEmbedding } from "./tokens.js";
