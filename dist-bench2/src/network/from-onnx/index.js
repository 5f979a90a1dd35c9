/** A user's own .onnx models: what their weights are for, new ones for them, and training. */
export { unnamed } from "./activations/known-functions.js";
export { inferRoles } from "./infer-roles.js";
export { ASKED } from "./kept-tensors.js";
export { floatType, modelEdit } from "./model-edit.js";
export { modelNumbers, weightsOfModel, } from "./model-numbers.js";
export { indicesAfter } from "./steps.js";
export { isStoredFloat, storedSources } from "./stored-source.js";
export { addGraph } from "./training/add-graph.js";
export { onnxModel } from "./training/onnx-model.js";
export { shapesOfInputs } from "./training/other-inputs.js";
export { reservedNames, tensorName } from "./training/tensor-name.js";
export { trainableModel } from "./training/trainable-model.js";
