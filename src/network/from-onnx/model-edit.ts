/** New numbers for a model's weights as a change of its file. */
import type { Outline } from "../../graph/file/outline.js";
import type { AddedTensor, RenamedInput } from "../../graph/file/patch.js";
import { sizeOf, toNumbers } from "../../graph/tensor.js";
import type { ModelPlace, ModelRoles } from "./model-roles.js";
import { indicesAfter, keepsAll } from "./steps.js";
import { uniqueName } from "./unique-name.js";

/** What `patchTensors` must do to a file. */
export interface ModelEdit {
  /** By the names of stored tensors, in the order of the file's axes. */
  readonly numbers: ReadonlyMap<string, Float64Array>;
  readonly add: readonly AddedTensor[];
  readonly rename: readonly RenamedInput[];
  /** Where the numbers of a place are in the new file. */
  readonly nameOf: (place: ModelPlace) => string;
}

/**
 * The change that gives weights their numbers and running statistics their initial values. Elements
 * of a stored tensor that no weight has keep their numbers.
 *
 * @param weights by the names of `ModelRoles.weights`, in our layout
 */
export function modelEdit(
  outline: Outline,
  roles: ModelRoles,
  weights: Readonly<Record<string, Float32Array>>,
): ModelEdit {
  const stored = new Map(outline.stored.map((value) => [value.name, value]));
  const numbers = new Map<string, Float64Array>();
  const add: AddedTensor[] = [];
  const rename: RenamedInput[] = [];
  const taken = namesIn(outline);
  const names = new Map<ModelPlace, string>();
  const write = (place: ModelPlace, data: ArrayLike<number>) => {
    if (place.added === undefined) {
      const before = numbers.get(place.name) ?? startOf(place, () => toNumbers(stored.get(place.name)!.tensor.read()));
      numbers.set(place.name, filled(before, place, data));
      return;
    }
    const name = uniqueName(place.name, taken);
    names.set(place, name);
    const type = floatType(place.type);
    add.push({ name, shape: place.shape, type, data: filled(new Float64Array(sizeOf(place.shape)), place, data) });
    for (const { node, input } of place.added) rename.push({ node, input, to: name });
  };
  for (const { tensor, places } of roles.weights) for (const place of places) write(place, weights[tensor.name]!);
  for (const { shape, initial, place } of roles.states) write(place, new Float64Array(sizeOf(shape)).fill(initial));
  return { numbers, add, rename, nameOf: (place) => names.get(place) ?? place.name };
}

/** What a tensor holds before weights are written into it. */
function startOf({ shape, steps }: ModelPlace, read: () => readonly number[]): Float64Array {
  return keepsAll(steps) ? new Float64Array(sizeOf(shape)) : Float64Array.from(read());
}

/** A tensor of the file with the numbers of one weight. */
function filled(file: Float64Array, { shape, steps, offset }: ModelPlace, data: ArrayLike<number>): Float64Array {
  const indices = steps.length === 0 ? undefined : indicesAfter(shape, steps);
  for (let i = 0; i < data.length; i++) file[indices?.[i] ?? i] = data[i]! - offset;
  return file;
}

/** The type of an element that ONNX calls so. */
export const floatType = (type: string): AddedTensor["type"] =>
  type === "double" ? "float64" : type === "float16" || type === "bfloat16" ? type : "float32";

function namesIn({ nodes, stored, inputs }: Outline): Set<string> {
  const computed = nodes.flatMap(({ outputs }) => outputs.flatMap((output) => output?.name ?? []));
  return new Set([...computed, ...stored.map(({ name }) => name), ...inputs.map(({ name }) => name)]);
}
