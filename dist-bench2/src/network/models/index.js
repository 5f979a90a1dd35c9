/** The named networks, and how to define others. */
export { plainCnn, vggSmall } from "./cnn.js";
export { defineNetwork, plainRecipe } from "./define.js";
export { evaluationNetwork } from "./evaluation.js";
export { cifar10Cnn, mnistCnn } from "./keras.js";
export { lenet5 } from "./lenet.js";
export { mlp } from "./mlp.js";
export { buildModel, defineModel } from "./model.js";
export { findModel, formatModel, models, parseModel } from "./models.js";
export { parametersOf } from "./parameter-table.js";
export { resnet20 } from "./resnet.js";
export { vitTiny } from "./vit.js";
export { withActivation } from "./with-activation.js";
