/** The roles of a model's tensors where the user keeps some of their numbers. */
import type { Outline } from "../graph/file/outline.js";
import { sizeOf } from "../graph/tensor.js";
import { inferRoles, type ModelRoles, modelEdit } from "../network/from-onnx/index.js";
import { chosenTensors, type TensorChoice, type TensorNames } from "./chosen-tensors.js";
import type { ExportedModule } from "./pytorch/exported-module.js";
import { stateDictionary } from "./pytorch/state-dictionary.js";

/**
 * The roles of a model, without the tensors that keep their numbers by wish. Names are those of the
 * file or of the module's state dictionary. Tied tensors keep or lose their numbers together.
 *
 * @throws InputError for a pattern that no name fits
 */
export function chosenRoles(outline: Outline, module: ExportedModule | undefined, choice: TensorChoice): ModelRoles {
  const all = inferRoles(outline);
  if (choice.keep === undefined && choice.only === undefined) return all;
  return inferRoles(outline, { keeps: chosenTensors(namesIn(outline, all, module), choice) });
}

/**
 * The names of the places of weights: the file's, the module's entries, and those of tied twins.
 * Several weights may share a stored tensor, as exporters merge equal ones; each has its own names.
 */
function namesIn(outline: Outline, roles: ModelRoles, module: ExportedModule | undefined): TensorNames {
  const names = new Map(outline.stored.map(({ name }) => [name, [name]]));
  const zeros = roles.weights.map(({ tensor: { name, shape } }) => [name, new Float32Array(sizeOf(shape))] as const);
  const edit = modelEdit(outline, roles, Object.fromEntries(zeros));
  const entries = module === undefined ? [] : stateDictionary(module, roles, edit).entries;
  const places = [...roles.weights.flatMap((weight) => weight.places), ...roles.states.map(({ place }) => place)];
  for (const { name } of places) if (!names.has(name)) names.set(name, [name]);
  const inNewFile = new Map(places.map((place) => [edit.nameOf(place), place.name]));
  for (const { name, from = "" } of entries) {
    const aliases = names.get(inNewFile.get(from) ?? from);
    if (aliases?.includes(name) === false) aliases.push(name);
  }
  for (const { places } of roles.weights) {
    const twins = places.map((place) => names.get(place.name) ?? []);
    if (twins.length > 1) for (const place of places) names.set(place.name, twins.flat());
  }
  return names;
}
