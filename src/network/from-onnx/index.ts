/** A user's own .onnx models: what their weights are for, new ones for them, and training. */
export { addGraph, type ModelSource } from "./add-graph.js";
export { inferRoles, type RoleOptions } from "./infer-roles.js";
export { ASKED } from "./kept-tensors.js";
export { floatType, inFileOrder, type ModelEdit, modelEdit } from "./model-edit.js";
export type {
  InputSite,
  KeptTensor,
  MissedKernel,
  ModelPlace,
  ModelRoles,
  ModelState,
  ModelWeight,
} from "./model-roles.js";
export { type OnnxModel, type OnnxModelOptions, onnxModel } from "./onnx-model.js";
export type { BatchChange } from "./rebatch.js";
export { indicesAfter, type Step } from "./steps.js";
export { isStoredFloat, type StoredValue, storedSources } from "./stored-source.js";
export { reservedNames } from "./tensor-name.js";
export { type TrainableModel, trainableModel } from "./trainable-model.js";
