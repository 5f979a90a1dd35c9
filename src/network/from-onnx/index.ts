/** A user's own .onnx models: what their weights are for, and giving them new ones. */
export { inFileLayout, replaceInitializers } from "./replace.js";
export { inferRoles, type ModelRoles, type ModelState, type ModelWeight } from "./roles.js";
