/**
 * Small helpers for kernels: row-major indexing, broadcasting, filling an output element by
 * element.
 */
import type { Value } from "../../src/graph/graph.js";
import { type ElementType, type Shape, sizeOf } from "../../src/graph/tensor.js";
import type { Kernel, Numbers } from "./kernel.js";

export function numbers(type: ElementType, shape: Shape, values: ArrayLike<number>): Numbers {
  if (values.length !== sizeOf(shape)) throw new RangeError(`${values.length} values for shape [${shape.join(", ")}]`);
  return { type, shape, data: Float64Array.from(values) };
}

/** How far apart in memory neighbours along each axis are. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = strides[i + 1]! * shape[i + 1]!;
  return strides;
}

/** Position in memory of an index (one number per axis). */
export function offset(shape: Shape, index: readonly number[]): number {
  return index.reduce((at, i, axis) => at * shape[axis]! + i, 0);
}

/** Every index of a shape in row-major order. The array is reused: copy it to keep it. */
export function* indices(shape: Shape): Generator<number[]> {
  const index = new Array<number>(shape.length).fill(0);
  const size = sizeOf(shape);
  for (let n = 0; n < size; n++) {
    yield index;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
}

/** The output with `element(index)` at every index. */
export function fill(output: Value, element: (index: readonly number[]) => number): Numbers {
  const data = new Float64Array(sizeOf(output.shape));
  let n = 0;
  for (const index of indices(output.shape)) data[n++] = element(index);
  return { type: output.type, shape: output.shape, data };
}

/** The element that stands at `index` of a larger shape after broadcasting. */
export function broadcastAt(x: Numbers, index: readonly number[]): number {
  const lead = index.length - x.shape.length;
  return x.data[
    offset(
      x.shape,
      x.shape.map((n, axis) => (n === 1 ? 0 : index[axis + lead]!)),
    )
  ]!;
}

export const normalAxis = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** A kernel of one function of one number. */
export function mapping(f: (x: number, attributes: Record<string, never>) => number): Kernel {
  return ([x], attributes, [y]) => [
    { type: y!.type, shape: y!.shape, data: x!.data.map((v) => f(v, attributes as Record<string, never>)) },
  ];
}

/** A kernel of one function of two broadcast numbers, folded over all inputs. */
export function folding(f: (a: number, b: number) => number): Kernel {
  return (inputs, _, [y]) => [
    fill(y!, (index) => (inputs as Numbers[]).map((x) => broadcastAt(x, index)).reduce((a, b) => f(a, b))),
  ];
}
