/** A user's own .onnx models: what their weights are for, and how to give them new ones. */

export { inFileLayout } from "./in-file-layout.js";
export { inferRoles, type ModelRoles, type ModelState, type ModelWeight } from "./infer-roles.js";
