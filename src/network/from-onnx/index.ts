/** A user's own .onnx models: what their weights are for, new ones for them, and training. */
export { addGraph, type ModelSource } from "./add-graph.js";
export { inferRoles, type ModelRoles, type ModelState, type ModelWeight } from "./infer-roles.js";
export { type OnnxModel, type OnnxModelOptions, onnxModel } from "./onnx-model.js";
export type { BatchChange } from "./rebatch.js";
export { inFileLayout, replaceInitializers } from "./replace-initializers.js";
export { reservedNames } from "./tensor-name.js";
export { type TrainableModel, trainableModel } from "./trainable-model.js";
