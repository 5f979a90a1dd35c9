/** A user's own .onnx models: what their weights are for, new ones for them, and training. */

export { unnamed } from "./activations/known-functions.js";
export { inferRoles, type RoleOptions } from "./infer-roles.js";
export { ASKED } from "./kept-tensors.js";
export { floatType, type ModelEdit, modelEdit } from "./model-edit.js";
export {
  type ModelNumbers,
  type ModelNumbersOptions,
  modelNumbers,
  type StateNumbers,
  type WeightNumbers,
  weightsOfModel,
} from "./model-numbers.js";
export type {
  InputSite,
  KeptTensor,
  MissedKernel,
  ModelPlace,
  ModelRoles,
  ModelState,
  ModelWeight,
} from "./model-roles.js";
export { indicesAfter, type Step } from "./steps.js";
export { isStoredFloat, type StoredValue, storedSources } from "./stored-source.js";
export { addGraph, type ModelSource } from "./training/add-graph.js";
export { AS_WHOLE_NUMBERS } from "./training/model-input.js";
export type { OutputForm } from "./training/model-output.js";
export { type OnnxModel, type OnnxModelOptions, onnxModel } from "./training/onnx-model.js";
export { shapesOfInputs } from "./training/other-inputs.js";
export type { BatchChange } from "./training/rebatch.js";
export { reservedNames, tensorName } from "./training/tensor-name.js";
export { type TrainableModel, trainableModel } from "./training/trainable-model.js";
