/** What a file of weights of a user's model holds in each layout, and what is shown of it. */
import type { NamedTensor } from "../data/formats/array.js";
import type { Outline } from "../graph/file/outline.js";
import { sizeOf, toNumbers } from "../graph/tensor.js";
import { floatType, type ModelEdit, type ModelRoles, type ModelWeight } from "../network/from-onnx/index.js";
import { flattenedChannels } from "./flattened-channels.js";
import { type FreshTensors, freshTensors } from "./fresh-tensors.js";
import { summarizeTensor, type TensorSummary } from "./initialized-model.js";
import { axesIn, type Layout, type PlacedTensor, place } from "./layout.js";
import type { StateDictionary } from "./pytorch/state-dictionary.js";

/** The tensors of a file, and what is shown of each weight. */
export interface FileTensors {
  readonly tensors: readonly NamedTensor[];
  readonly summaries: readonly TensorSummary[];
}

/** A model with new numbers, before it is written. */
export interface FreshModel {
  readonly outline: Outline;
  readonly roles: ModelRoles;
  /** By the names of the roles' weights, in our layout. */
  readonly numbers: Readonly<Record<string, Float32Array>>;
  readonly edit: ModelEdit;
}

/**
 * The tensors of a file in a layout.
 *
 * @param dictionary of a module of PyTorch, for a file in its layout
 */
export function fileTensors(model: FreshModel, layout: Layout, dictionary?: StateDictionary): FileTensors {
  if (dictionary !== undefined) return inStateDictionary(model, dictionary);
  return layout === "onnx" ? inFile(model) : inLayout(model, layout);
}

/** A state dictionary; kernels show their fans. */
function inStateDictionary({ roles, edit }: FreshModel, { entries }: StateDictionary): FileTensors {
  const kernels = new Map(
    roles.weights.flatMap(({ tensor, places }) =>
      tensor.role.kind === "kernel" ? places.map((one) => [edit.nameOf(one), tensor] as const) : [],
    ),
  );
  return {
    tensors: entries.map(({ from: _, ...tensor }) => tensor),
    summaries: entries.map((entry) => summarizeTensor(entry, kernels.get(entry.from ?? ""))),
  };
}

/** Tensors as the file has them, under its names: each stored tensor as a whole. */
function inFile(model: FreshModel): FileTensors {
  const { outline, roles, edit } = model;
  const fresh = freshTensors(outline, edit);
  const places = [...roles.weights.flatMap((weight) => weight.places), ...roles.states.map((state) => state.place)];
  const names = [...new Set([...places.map(edit.nameOf), ...keptNames(model)])];
  return {
    tensors: names.map((name) => tensorNamed(outline, fresh, name)),
    summaries: [
      ...roles.weights.map((weight) => {
        const { name, shape } = weight.tensor;
        const [first] = weight.places;
        const whole = tensorNamed(outline, fresh, edit.nameOf(first!));
        const isAll = sizeOf(whole.shape) === sizeOf(shape);
        const part = { name, shape, data: model.numbers[name]!, ...storedAs(first!.type) };
        return summarizeTensor(isAll ? { ...whole, name } : part, weight.tensor);
      }),
      ...roles.states.map((state) => summarizeTensor(initialState(state))),
      ...keptTensors(model).map((tensor) => summarizeTensor(tensor)),
    ],
  };
}

function tensorNamed({ stored }: Outline, fresh: FreshTensors, name: string): NamedTensor {
  return fresh.added(name) ?? fresh.stored(stored.find((value) => value.name === name)!);
}

/**
 * Weights in the axes of a framework. Names are the file's, but for a file of stepzero, whose names
 * every layout has its own form of.
 */
function inLayout(model: FreshModel, layout: Layout): FileTensors {
  const { outline, roles, numbers } = model;
  const isOurs = outline.producer === "stepzero";
  const nameIn = (tensor: PlacedTensor) => (isOurs ? place(tensor, layout).name : tensor.name);
  const weights = roles.weights.map((weight) => {
    const placed = placedTensor(outline, weight, numbers);
    const tensor = { name: nameIn(placed), ...axesIn(placed, layout), ...storedAs(weight.places[0]!.type) };
    return { tensor, specification: weight.tensor };
  });
  const states = roles.states.map((state): NamedTensor => {
    const statistic = state.initial === 0 ? "mean" : "variance";
    const role = { kind: state.initial === 0 ? "norm-shift" : "norm-scale" } as const;
    const tensor = initialState(state);
    return { ...tensor, name: nameIn({ ...tensor, role, statistic }) };
  });
  const others = [...states, ...keptTensors(model)];
  return {
    tensors: [...weights.map(({ tensor }) => tensor), ...others],
    summaries: [
      ...weights.map(({ tensor, specification }) => summarizeTensor(tensor, specification)),
      ...others.map((tensor) => summarizeTensor(tensor)),
    ],
  };
}

function placedTensor(
  outline: Outline,
  weight: ModelWeight,
  numbers: Readonly<Record<string, Float32Array>>,
): PlacedTensor {
  const channels = flattenedChannels(outline, weight);
  const { tensor } = weight;
  return { ...tensor, data: numbers[tensor.name]!, ...(channels === undefined ? {} : { flattenedChannels: channels }) };
}

const initialState = ({ name, shape, initial, place: { type } }: ModelRoles["states"][number]) => ({
  ...{ name, shape, data: new Float32Array(sizeOf(shape)).fill(initial) },
  ...storedAs(type),
});

/** The type that the file has, unless it is float32. */
function storedAs(type: string): Pick<NamedTensor, "type"> {
  return floatType(type) === "float32" ? {} : { type: floatType(type) };
}

/** Initializers that keep their numbers. */
function keptNames({ outline, roles }: FreshModel): string[] {
  const initializers = new Set(
    outline.stored.flatMap(({ name, tensor }) => (tensor.place === "initializer" ? name : [])),
  );
  return roles.kept.map(({ name }) => name).filter((name) => initializers.has(name));
}

function keptTensors(model: FreshModel): NamedTensor[] {
  const stored = new Map(model.outline.stored.map((value) => [value.name, value.tensor]));
  return keptNames(model).map((name) => {
    const tensor = stored.get(name)!;
    return {
      name,
      shape: tensor.shape,
      ...{ data: Float64Array.from(toNumbers(tensor.read())), type: floatType(tensor.type) },
    };
  });
}
