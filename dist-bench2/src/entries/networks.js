/**
 * Networks: layers, named models, how to define a network, and the roles of parameters in a
 * user's .onnx file.
 *
 * @module stepzero/networks
 */
export { activationAfter, activations, findActivation, } from "../network/activations/index.js";
export { inferRoles, onnxModel, } from "../network/from-onnx/index.js";
export { activation, averagePool, batchNorm, block, buildNetwork, classToken, conv, dense, dropout, firstToken, flatten, globalAveragePool, groupNorm, layerNorm, maxPool, padShortcut, patchEmbedding, positionEmbedding, residual, selfAttention, sequential, } from "../network/layers/index.js";
export { buildModel, cifar10Cnn, defineModel, defineNetwork, evaluationNetwork, findModel, formatModel, lenet5, mlp, mnistCnn, models, parametersOf, parseModel, plainCnn, resnet20, vggSmall, vitTiny, withActivation, } from "../network/models/index.js";
