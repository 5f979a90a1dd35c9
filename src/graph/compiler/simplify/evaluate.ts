/**
 * Operators on numbers, for folding constants: only those whose result is the same bits everywhere
 * (integer arithmetic, moving elements, and the IEEE operations + − × ÷ √, which are correctly
 * rounded in float32 when rounded from float64).
 */
import type { Node, Value } from "../../graph.js";
import { sliceRanges } from "../../operators/slicing.js";
import {
  type ArrayOf,
  type ElementType,
  emptyData,
  type Shape,
  sizeOf,
  type Tensor,
  type TensorType,
  tensor,
  toNumbers,
} from "../../tensor.js";

type Evaluator = (inputs: readonly Tensor[], node: Node, out: TensorType) => Tensor | undefined;

/**
 * The node's only output, from the numbers of its inputs; undefined for operators without an
 * evaluator.
 */
export function evaluate(node: Node, inputs: readonly Tensor[]): Tensor | undefined {
  const evaluator = evaluators.get(node.operator);
  return evaluator?.(inputs, node, node.outputs[0]!);
}

/**
 * What a node with one output of at most `largest` elements comes to, where that follows from
 * constants and shapes alone.
 */
export function fold(node: Node, constant: (value: Value) => Tensor | undefined, largest: number): Tensor | undefined {
  const out = node.outputs[0]!;
  if (node.outputs.length > 1 || sizeOf(out.shape) > largest) return undefined;
  if (node.operator === "Shape") {
    const { start, end } = node.attributes as { start: number; end?: number };
    return tensor("int64", out.shape, node.inputs[0]!.shape.slice(start, end));
  }
  if (!evaluators.has(node.operator)) return undefined;
  // Inputs that are left out only occur where all after them may be too (the axes and steps of
  // Slice).
  for (const v of node.inputs) if (v !== undefined && constant(v) === undefined) return undefined;
  return evaluate(node, node.inputs.map((v) => v && constant(v)) as readonly Tensor[]);
}

function rowMajorStrides(shape: Shape): number[] {
  const strides: number[] = new Array(shape.length).fill(1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = strides[i + 1]! * shape[i + 1]!;
  return strides;
}

/** Element `offset + Σ indexᵢ · stridesᵢ` of `t` for every index of `shape`. */
function pick(t: Tensor, shape: Shape, strides: readonly number[], offset = 0): Tensor {
  const data = emptyData(t.type, sizeOf(shape)) as Float32Array;
  const source = t.data as Float32Array;
  const index: number[] = new Array(shape.length).fill(0);
  let at = offset;
  for (let i = 0; i < data.length; i++) {
    data[i] = source[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return { type: t.type, shape, data: data as ArrayOf[ElementType] };
}

function broadcastTo(t: Tensor, shape: Shape): Tensor {
  const strides = rowMajorStrides(t.shape);
  const offset = shape.length - t.shape.length;
  return pick(
    t,
    shape,
    shape.map((_, i) => (i < offset || t.shape[i - offset] === 1 ? 0 : strides[i - offset]!)),
  );
}

const reshaped: Evaluator = ([x], _node, out) => ({ type: out.type, shape: out.shape, data: x!.data });

interface Binary {
  readonly numbers: (a: number, b: number) => number;
  readonly bigints: (a: bigint, b: bigint) => bigint;
}

function binary({ numbers, bigints }: Binary): Evaluator {
  return (inputs, _node, out) => {
    const [a, b] = inputs.map((t) => broadcastTo(t, out.shape).data);
    const data = emptyData(out.type, sizeOf(out.shape));
    for (let i = 0; i < data.length; i++) {
      data[i] =
        inputs[0]!.type === "int64"
          ? stored(out.type, bigints(a![i] as bigint, b![i] as bigint))
          : numbers(a![i] as number, b![i] as number);
    }
    return { type: out.type, shape: out.shape, data };
  };
}

const stored = (type: ElementType, x: bigint): bigint | number => (type === "int64" ? x : Number(x));

function comparison(test: (a: number | bigint, b: number | bigint) => boolean): Evaluator {
  return binary({ numbers: (a, b) => Number(test(a, b)), bigints: (a, b) => (test(a, b) ? 1n : 0n) });
}

const isFloat = (type: ElementType): boolean => type === "float32" || type === "float64";

const divide: Evaluator = (inputs, node, out) => {
  if (isFloat(out.type)) return binary({ numbers: (a, b) => a / b, bigints: (a) => a })(inputs, node, out);
  if (toNumbers(inputs[1]!).includes(0)) return undefined; // the runtime decides
  return binary({ numbers: (a, b) => Math.trunc(a / b), bigints: (a, b) => a / b })(inputs, node, out);
};

function unary(f: (x: number) => number): Evaluator {
  return ([x], _node, out) =>
    x!.type === "int64" ? undefined : { ...out, data: (x!.data as Float32Array).map(f) as ArrayOf[ElementType] };
}

const cast: Evaluator = ([x], _node, out) => {
  const numbers = toNumbers(x!);
  if (out.type === "bool")
    return tensor(
      "bool",
      out.shape,
      numbers.map((n) => (n === 0 ? 0 : 1)),
    );
  if (isFloat(out.type)) return tensor(out.type, out.shape, numbers);
  const limits = { int32: 2 ** 31, int64: 2 ** 53, uint8: 256 }[out.type as "int32" | "int64" | "uint8"];
  const lowest = out.type === "uint8" ? 0 : -limits;
  const whole = numbers.map(Math.trunc);
  // Out of range is undefined behaviour: the runtime decides.
  return whole.every((n) => n >= lowest && n < limits) ? tensor(out.type, out.shape, whole) : undefined;
};

const transpose: Evaluator = ([x], node, out) => {
  const perm =
    (node.attributes.perm as readonly number[] | undefined) ?? x!.shape.map((_, i) => x!.shape.length - 1 - i);
  const strides = rowMajorStrides(x!.shape);
  return pick(
    x!,
    out.shape,
    perm.map((axis) => strides[axis]!),
  );
};

const slice: Evaluator = ([x, starts, ends, axes, steps], _node, out) => {
  const [from, to, along, by] = [starts, ends, axes, steps].map((t) => (t === undefined ? undefined : toNumbers(t)));
  const ranges = sliceRanges(x!.shape, from!, to!, along, by);
  const strides = rowMajorStrides(x!.shape);
  return pick(
    x!,
    out.shape,
    ranges.map((range, i) => range.step * strides[i]!),
    ranges.reduce((offset, range, i) => offset + range.start * strides[i]!, 0),
  );
};

const gather: Evaluator = ([x, indices], node, out) => {
  const axis = ((node.attributes.axis as number) + x!.shape.length) % x!.shape.length;
  const n = x!.shape[axis]!;
  const at = toNumbers(indices!).map((i) => (i < 0 ? i + n : i));
  if (at.some((i) => i < 0 || i >= n)) return undefined; // the runtime's error
  const inner = sizeOf(x!.shape.slice(axis + 1));
  const outer = sizeOf(x!.shape.slice(0, axis));
  const data = emptyData(out.type, sizeOf(out.shape));
  let next = 0;
  for (let o = 0; o < outer; o++) {
    for (const i of at) {
      for (let k = 0; k < inner; k++) data[next++] = x!.data[(o * n + i) * inner + k]!;
    }
  }
  return { type: out.type, shape: out.shape, data };
};

const concat: Evaluator = (inputs, node, out) => {
  const axis = ((node.attributes.axis as number) + out.shape.length) % out.shape.length;
  const outer = sizeOf(out.shape.slice(0, axis));
  const data = emptyData(out.type, sizeOf(out.shape));
  let next = 0;
  for (let o = 0; o < outer; o++) {
    for (const t of inputs) {
      const block = t.data.length / outer;
      for (let k = 0; k < block; k++) data[next++] = t.data[o * block + k]!;
    }
  }
  return { type: out.type, shape: out.shape, data };
};

const where: Evaluator = (inputs, _node, out) => {
  const [condition, a, b] = inputs.map((t) => broadcastTo(t, out.shape).data);
  const data = emptyData(out.type, sizeOf(out.shape));
  for (let i = 0; i < data.length; i++) data[i] = (condition![i] ? a : b)![i]!;
  return { type: out.type, shape: out.shape, data };
};

const constantOfShape: Evaluator = (_inputs, node, out) => {
  const value = node.attributes.value as Tensor | undefined;
  return value === undefined
    ? { ...out, data: emptyData(out.type, sizeOf(out.shape)) }
    : broadcastTo(scalarOf(value), out.shape);
};

const scalarOf = (t: Tensor): Tensor => ({ ...t, shape: [] });

const range: Evaluator = ([start, , delta], _node, out) => {
  if (isFloat(out.type)) return undefined; // accumulated or multiplied: runtimes differ
  const [from, by] = [toNumbers(start!)[0]!, toNumbers(delta!)[0]!];
  return tensor(
    out.type,
    out.shape,
    Array.from({ length: sizeOf(out.shape) }, (_, i) => from + i * by),
  );
};

const evaluators: ReadonlyMap<string, Evaluator> = new Map<string, Evaluator>([
  ["Add", binary({ numbers: (a, b) => a + b, bigints: (a, b) => a + b })],
  ["Sub", binary({ numbers: (a, b) => a - b, bigints: (a, b) => a - b })],
  // int32 products need all their low bits; of floats, Math.imul would make integers.
  [
    "Mul",
    (inputs, node, out) =>
      binary({ numbers: out.type === "int32" ? Math.imul : (a, b) => a * b, bigints: (a, b) => a * b })(
        inputs,
        node,
        out,
      ),
  ],
  ["Div", divide],
  ["Equal", comparison((a, b) => a === b)],
  ["Greater", comparison((a, b) => a > b)],
  ["GreaterOrEqual", comparison((a, b) => a >= b)],
  ["Less", comparison((a, b) => a < b)],
  ["LessOrEqual", comparison((a, b) => a <= b)],
  ["And", comparison((a, b) => Boolean(a) && Boolean(b))],
  ["Or", comparison((a, b) => Boolean(a) || Boolean(b))],
  ["Xor", comparison((a, b) => Boolean(a) !== Boolean(b))],
  ["Not", unary((x) => (x === 0 ? 1 : 0))],
  ["Neg", unary((x) => -x)],
  ["Abs", unary(Math.abs)],
  ["Floor", unary(Math.floor)],
  ["Ceil", unary(Math.ceil)],
  ["Sqrt", unary(Math.sqrt)],
  ["Reciprocal", unary((x) => 1 / x)],
  ["Where", where],
  ["Cast", cast],
  ["Identity", reshaped],
  ["Reshape", reshaped],
  ["Flatten", reshaped],
  ["Squeeze", reshaped],
  ["Unsqueeze", reshaped],
  ["Expand", ([x], _node, out) => broadcastTo(x!, out.shape)],
  ["Transpose", transpose],
  ["Slice", slice],
  ["Gather", gather],
  ["Concat", concat],
  ["ConstantOfShape", constantOfShape],
  ["Range", range],
]);
