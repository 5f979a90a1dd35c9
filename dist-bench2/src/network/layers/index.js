/** Layers, and the graph of a network that is written with them. */
export { activationAfter, activationRole, activations, findActivation, } from "../activations/index.js";
export { activation } from "./activation.js";
export { selfAttention } from "./attention.js";
export { buildNetwork } from "./build-network.js";
export { conv } from "./conv.js";
export { dense, flatten } from "./dense.js";
export { dropout } from "./dropout.js";
export { batchNorm, groupNorm, layerNorm } from "./normalization.js";
export { averagePool, globalAveragePool, maxPool } from "./pooling.js";
export { padShortcut, residual } from "./residual.js";
export { block, sequential } from "./sequential.js";
export { classToken, firstToken, patchEmbedding, positionEmbedding } from "./tokens.js";
