/** What an evaluator of constants is, and how elements are picked from a tensor. */
import type { Node } from "../../../graph.js";
import {
  type ArrayOf,
  type ElementType,
  emptyData,
  type Shape,
  sizeOf,
  type Tensor,
  type TensorType,
} from "../../../tensor.js";

/** The node's only output, or undefined where the runtime has to decide. */
export type Evaluator = (inputs: readonly Tensor[], node: Node, out: TensorType) => Tensor | undefined;

/** Evaluators by operator. */
export type Evaluators = Readonly<Record<string, Evaluator>>;

/** How far apart neighbours along each axis are. */
export function rowMajorStrides(shape: Shape): number[] {
  const strides: number[] = new Array(shape.length).fill(1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = strides[i + 1]! * shape[i + 1]!;
  return strides;
}

/** Element `offset + Σ indexᵢ · stridesᵢ` of `t` for every index of `shape`. */
export function pick(t: Tensor, shape: Shape, strides: readonly number[], offset = 0): Tensor {
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

/** A tensor repeated to a larger shape. */
export function broadcastTo(t: Tensor, shape: Shape): Tensor {
  const strides = rowMajorStrides(t.shape);
  const offset = shape.length - t.shape.length;
  return pick(
    t,
    shape,
    shape.map((_, i) => (i < offset || t.shape[i - offset] === 1 ? 0 : strides[i - offset]!)),
  );
}
