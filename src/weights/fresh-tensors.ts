/** The tensors of a model with new numbers, as its nodes read them. */
import type { NamedTensor } from "../data/formats/array.js";
import type { Outline, OutlineNode, OutlineValue } from "../graph/file/outline.js";
import type { FloatType } from "../graph/float-types.js";
import { type Shape, sizeOf, toNumbers } from "../graph/tensor.js";
import {
  floatType,
  indicesAfter,
  type ModelEdit,
  type Step,
  type StoredValue,
  storedSources,
} from "../network/from-onnx/index.js";

/** A tensor of the changed file, under its name there or that of an entry. */
export type FreshTensor = NamedTensor;

/** A stored tensor as a node reads it. `shape` and `data` are those that the node sees. */
export interface Operand extends FreshTensor {
  /** The tensor of the file as it was. */
  readonly stored: StoredValue;
  /** The name of an Identity of it on the way, which PyTorch gives to merged parameters. */
  readonly alias?: string | undefined;
  /** The operand before what rearranges it on the way: as the module has it. */
  readonly before: () => FreshTensor;
}

/** A model with new numbers. */
export interface FreshTensors {
  /** A stored tensor. */
  readonly stored: (value: StoredValue) => FreshTensor;
  /** An added tensor, by its name. */
  readonly added: (name: string) => FreshTensor | undefined;
  /**
   * An input of a node; `undefined` where no stored tensor stands behind it, or only after
   * arithmetic.
   */
  readonly operand: (node: OutlineNode, input: number) => Operand | undefined;
}

/** The tensors of a model after a change. */
export function freshTensors(outline: Outline, { numbers, add, rename }: ModelEdit): FreshTensors {
  const find = storedSources(outline);
  const added = new Map(add.map(({ name, shape, type, data }) => [name, { name, shape, ...numbersAs(type, data) }]));
  const renamed = new Map(rename.map(({ node, input, to }) => [siteOf(node, input), added.get(to)]));
  const read = new Map<OutlineValue, FreshTensor>();
  const stored = (value: StoredValue): FreshTensor => {
    const { name, tensor } = value;
    const before = read.get(value);
    if (before !== undefined) return before;
    const data = numbers.get(name) ?? toNumbers(tensor.read());
    const plain = { name, shape: tensor.shape, ...numbersAs(floatType(tensor.type), data) };
    const fresh = renamedReading(value, renamed) ?? plain;
    read.set(value, fresh);
    return fresh;
  };
  const operand = (node: OutlineNode, input: number): Operand | undefined => {
    const source = find(node.inputs[input]);
    if (source === undefined || source.scale !== 1 || source.offset !== 0 || source.magnitude) return undefined;
    const { steps, shape, alias } = source;
    const single = renamed.get(siteOf(node.path, input));
    const whole = single ?? stored(source.stored);
    const data = single?.data ?? moved(whole, steps);
    const before = () =>
      single === undefined ? whole : { ...single, ...movedBack(single.data, source.stored.tensor.shape, steps) };
    return { ...whole, shape, data, stored: source.stored, alias, before };
  };
  return { stored, added: (name) => added.get(name), operand };
}

const siteOf = (path: readonly (number | string)[], input: number) => `${path.join("/")} ${input}`;

/** What stands in the place of a tensor that a node makes, for all of its readers. */
function renamedReading(
  { tensor, readers }: StoredValue,
  renamed: ReadonlyMap<string, FreshTensor | undefined>,
): FreshTensor | undefined {
  const [first] = readers;
  return tensor.place === "generated" && first ? renamed.get(siteOf(first.node.path, first.input)) : undefined;
}

/** Numbers in the type that a file stores; float32 needs no mention. */
function numbersAs(type: FloatType, data: ArrayLike<number>): Pick<FreshTensor, "data" | "type"> {
  if (type === "float64") return { data: Float64Array.from(data), type };
  return { data: Float32Array.from(data), ...(type === "float32" ? {} : { type }) };
}

/** An array of the same kind. */
const arrayLike = (data: FreshTensor["data"], length: number): FreshTensor["data"] =>
  data instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);

function moved({ shape, data }: FreshTensor, steps: readonly Step[]): FreshTensor["data"] {
  if (steps.length === 0) return data;
  const indices = indicesAfter(shape, steps);
  const after = arrayLike(data, indices.length);
  indices.forEach((index, i) => {
    after[i] = data[index]!;
  });
  return after;
}

function movedBack(
  data: FreshTensor["data"],
  shape: Shape,
  steps: readonly Step[],
): Pick<FreshTensor, "shape" | "data"> {
  const before = arrayLike(data, sizeOf(shape));
  indicesAfter(shape, steps).forEach((index, i) => {
    before[index] = data[i]!;
  });
  return { shape, data: before };
}
