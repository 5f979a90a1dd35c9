/** A user's own .onnx models: what their weights are for, and how to give them new ones. */
export { inferRoles, type RoleOptions } from "./infer-roles.js";
export { inFileOrder, type ModelEdit, modelEdit } from "./model-edit.js";
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
