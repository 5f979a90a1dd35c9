/** The named networks, and how to define others. */

export { plainCnn, vggSmall } from "./cnn.js";
export { defineNetwork, type NetworkDefinition, plainRecipe } from "./define.js";
export { type EvaluationNetwork, evaluationNetwork } from "./evaluation.js";
export { cifar10Cnn, mnistCnn } from "./keras.js";
export { lenet5 } from "./lenet.js";
export { mlp } from "./mlp.js";
export { buildModel, defineModel, type Model, type ProblemShape } from "./model.js";
export { type ChosenModel, findModel, formatModel, models, parseModel } from "./models.js";
export { type ParameterTable, parametersOf } from "./parameter-table.js";
export { resnet20 } from "./resnet.js";
export { vitTiny } from "./vit.js";
export { withActivation } from "./with-activation.js";
