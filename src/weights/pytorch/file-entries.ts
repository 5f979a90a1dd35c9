/** What the tensors of a file are called in the module that it was exported from. */
import type { Outline } from "../../graph/file/outline.js";
import type { ModelEdit, ModelRoles } from "../../network/from-onnx/index.js";
import { exportedModule } from "./exported-module.js";
import { stateDictionary } from "./state-dictionary.js";

/**
 * A function from a tensor of the changed file to the entries of the module's state dictionary that
 * are made from it; none for a file that PyTorch did not export, or that does not tell.
 */
export function fileEntries(
  outline: Outline,
  roles: ModelRoles,
  edit: ModelEdit,
): (tensor: string) => readonly string[] {
  const module = exportedModule(outline);
  const names = new Map<string, string[]>();
  if (module === undefined) return () => [];
  for (const { name, from } of stateDictionary(module, roles, edit).entries) {
    if (from === undefined) continue;
    const others = names.get(from);
    if (others === undefined) names.set(from, [name]);
    else others.push(name);
  }
  return (tensor) => names.get(tensor) ?? [];
}
