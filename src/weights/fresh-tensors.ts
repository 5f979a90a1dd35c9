/** The tensors of a model with new numbers, as its nodes read them. */
import type { Outline, OutlineNode, OutlineValue } from "../graph/file/outline.js";
import { type Shape, sizeOf, toNumbers } from "../graph/tensor.js";
import {
  indicesAfter,
  type ModelEdit,
  type ModelPlace,
  type Step,
  type StoredValue,
  storedSources,
} from "../network/from-onnx/index.js";

/** A tensor of the changed file. */
export interface FreshTensor {
  /** Its name in the changed file. */
  readonly name: string;
  readonly shape: Shape;
  /** Row-major. */
  readonly data: Float32Array;
}

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
  const added = new Map(add.map(({ name, shape, data }) => [name, { name, shape, data: Float32Array.from(data) }]));
  const renamed = new Map(rename.map(({ node, input, to }) => [siteOf(node, input), added.get(to)]));
  const read = new Map<OutlineValue, FreshTensor>();
  const stored = (value: StoredValue): FreshTensor => {
    const { name, tensor } = value;
    const known = read.get(value);
    if (known !== undefined) return known;
    const data = Float32Array.from(numbers.get(name) ?? toNumbers(tensor.read()));
    const fresh = renamedReading(value, renamed) ?? { name, shape: tensor.shape, data };
    read.set(value, fresh);
    return fresh;
  };
  const operand = (node: OutlineNode, input: number): Operand | undefined => {
    const source = find(node.inputs[input]);
    if (source === undefined || source.scale !== 1 || source.offset !== 0 || source.magnitude) return undefined;
    const { steps, shape, alias } = source;
    const own = renamed.get(siteOf(node.path, input));
    const whole = own ?? stored(source.stored);
    const data = own?.data ?? moved(whole, steps);
    const before = () =>
      own === undefined ? whole : { ...own, ...movedBack(own.data, source.stored.tensor.shape, steps) };
    return { name: whole.name, shape, data, stored: source.stored, alias, before };
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

function moved({ shape, data }: FreshTensor, steps: readonly Step[]): Float32Array {
  return steps.length === 0 ? data : Float32Array.from(indicesAfter(shape, steps), (index) => data[index]!);
}

function movedBack(data: Float32Array, shape: Shape, steps: readonly Step[]): Pick<FreshTensor, "shape" | "data"> {
  const before = new Float32Array(sizeOf(shape));
  indicesAfter(shape, steps).forEach((index, i) => {
    before[index] = data[i]!;
  });
  return { shape, data: before };
}

/** The name, in the changed file, of the tensor that a place is. */
export function nameAfter({ rename }: ModelEdit, { name, added }: ModelPlace): string {
  const [site] = added ?? [];
  if (site === undefined) return name;
  return rename.find(({ node, input }) => input === site.input && node.join() === site.node.join())?.to ?? name;
}
