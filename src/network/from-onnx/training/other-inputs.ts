/**
 * The inputs of an .onnx model besides the one that receives the samples: which sizes they have,
 * and which numbers stand in for data that nobody has.
 */
import { InputError } from "../../../errors.js";
import type { GraphBuilder } from "../../../graph/builder.js";
import type { FileInput } from "../../../graph/file/signature.js";
import type { Graph, Node, Value } from "../../../graph/graph.js";
import { type Shape, sizeOf, tensor } from "../../../graph/tensor.js";
import { normals, stream, uniforms } from "../../../random/index.js";
import { axesInWords } from "./model-input.js";

/** An input, and its sizes. */
export interface SizedInput {
  readonly input: FileInput;
  /** With the batch axis. */
  readonly shape: Shape;
}

/**
 * The sizes of all inputs for some sizes of one of them: an open axis is as large as the one of the
 * same name; one without such a name is the batch, once for each input.
 *
 * @throws InputError for an input with another open axis
 */
export function shapesOfInputs(inputs: readonly FileInput[], { input, shape }: SizedInput): Record<string, Shape> {
  const sizes = new Map<string, number>();
  for (const [i, axis] of (input.axes ?? []).entries()) {
    if (typeof axis === "string" && axis !== "") sizes.set(axis, shape[i]!);
  }
  const rows = shape[0]!;
  const fixedRows = typeof input.axes?.[0] === "number" ? input.axes[0] : undefined;
  const sizesOf = (one: FileInput): Shape => {
    const { axes } = one;
    if (one === input) return shape;
    const isBatch = axes?.findIndex((axis) => typeof axis === "string" && !sizes.has(axis)) ?? -1;
    const hasBatch = axes?.some((axis) => axis !== "" && axis === input.axes?.[0]) ?? false;
    const sized = axes?.map((axis, i) => {
      if (typeof axis === "number") return i === 0 && axis === fixedRows ? rows : axis;
      return sizes.get(axis) ?? (i === isBatch && !hasBatch ? rows : undefined);
    });
    if (sized?.every((n): n is number => n !== undefined)) return sized;
    throw new InputError(
      `its input "${one.name}" ${axesInWords(one)} has an axis whose size nothing tells, since "${input.name}" ${axesInWords(input)} has none of that name. ` +
        "Export the model with that size fixed.",
    );
  };
  return Object.fromEntries(inputs.map((one) => [one.name, sizesOf(one)]));
}

/**
 * Numbers for an input that nobody has data for, as a constant: whole numbers that name the rows of
 * a table are drawn uniformly, other whole numbers and truth values are 1, as in a mask that hides
 * nothing, first states of recurrent layers are 0, and other floats are drawn from N(0, 1). The
 * rows of a smaller batch are the first ones of a larger one.
 *
 * @param note receives what the input is fed with, in words
 * @throws InputError for a single whole number, which may be anything: a rate, a length, a mode
 */
export function standIn(
  g: GraphBuilder,
  graph: Graph,
  { input, shape }: SizedInput,
  note: (note: string) => void,
): Value {
  const { name } = input;
  const entry = graph.inputs.find((one) => one.name === name)!;
  const { type } = entry;
  const rows = tableRows(graph, entry);
  const numbers = stream(0, "diagnosis", `input ${name}`);
  const count = sizeOf(shape);
  const isWhole = type.startsWith("int") || type.startsWith("uint");
  if (isWhole && rows === undefined && shape.length === 0) {
    throw new InputError(
      `its input "${name}" is one whole number, and nothing tells which: a rate, a length, a mode. ` +
        "Give it an initializer in the file, or export the model with its value fixed.",
    );
  }
  const fed = (what: string, values: ArrayLike<number>): Value => {
    note(`nobody gives numbers for the input "${name}" ${axesInWords(input)}: it is fed with ${what}`);
    return g.constant(tensor(type, shape, Array.from(values)));
  };
  if (isWhole && rows !== undefined) {
    const places = Array.from(uniforms(numbers, count), (u) => Math.min(rows - 1, Math.floor(u * rows)));
    return fed(`whole numbers from 0 to ${rows - 1}, drawn, since it names rows of a table`, places);
  }
  if (isFirstState(graph, entry))
    return fed("0 everywhere, as the first state of a recurrent layer", new Float32Array(count));
  if (isWhole || type === "bool") return fed("1 everywhere, as a mask that hides nothing", new Array(count).fill(1));
  return fed("numbers drawn from N(0, 1)", normals(numbers, count));
}

/** Operators that leave each number as it is. */
const passing: ReadonlySet<string> = new Set([
  ...["Identity", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice", "Expand"],
]);

/** The nodes that read the numbers of an input as they are, each with the place of its operand. */
function readersOf({ nodes }: Graph, entry: Value): readonly { readonly node: Node; readonly place: number }[] {
  const numbers = new Set<Value | undefined>([entry]);
  return nodes.flatMap((node) => {
    const isPassed = numbers.has(node.inputs[0]) && (passing.has(node.operator) || takesRow(node));
    if (isPassed) for (const output of node.outputs) numbers.add(output);
    return isPassed ? [] : node.inputs.flatMap((v, place) => (numbers.has(v) ? [{ node, place }] : []));
  });
}

/** Whether a node takes a part of its first operand at a fixed place. */
const takesRow = ({ operator, inputs }: Node): boolean =>
  operator === "Split" || (operator === "Gather" && inputs[1]!.shape.length === 0);

/** The rows of the smallest table whose rows an input names; undefined where it names none. */
export function tableRows(graph: Graph, entry: Value): number | undefined {
  const lookups = readersOf(graph, entry).filter(({ node, place }) => node.operator === "Gather" && place === 1);
  return lookups.length === 0 ? undefined : Math.min(...lookups.map(({ node }) => tableSize(node)));
}

const recurrent: ReadonlySet<string> = new Set(["LSTM", "GRU", "RNN"]);

/** Whether an input is read as the state before the first step, and as nothing else. */
function isFirstState(graph: Graph, entry: Value): boolean {
  const readers = readersOf(graph, entry);
  return readers.length > 0 && readers.every(({ node, place }) => recurrent.has(node.operator) && place >= 5);
}

function tableSize({ inputs, attributes }: Node): number {
  const { shape } = inputs[0]!;
  const axis = Number(attributes.axis ?? 0);
  return shape[axis < 0 ? axis + shape.length : axis]!;
}
