/**
 * How the elements of a tensor move from the file to where an operator reads them: rearrangements
 * that change no number.
 */
import { type Shape, sizeOf } from "../../graph/tensor.js";

/** One rearrangement. */
export type Step =
  /** Axis i of the result is axis `order[i]`. */
  | { readonly kind: "transpose"; readonly order: readonly number[] }
  /** The same elements in row-major order under another shape. */
  | { readonly kind: "reshape"; readonly shape: Shape }
  /** `size` places of an axis, from `start` on. */
  | { readonly kind: "slice"; readonly axis: number; readonly start: number; readonly size: number };

/** The shape after some steps. */
export function shapeAfter(shape: Shape, steps: readonly Step[]): Shape {
  return steps.reduce((now, step) => shapeAfterOne(now, step), shape);
}

function shapeAfterOne(shape: Shape, step: Step): Shape {
  switch (step.kind) {
    case "transpose":
      return step.order.map((axis) => shape[axis]!);
    case "reshape":
      return step.shape;
    case "slice":
      return shape.map((n, axis) => (axis === step.axis ? step.size : n));
  }
}

/** For each element after the steps, its index in the tensor before them. */
export function indicesAfter(shape: Shape, steps: readonly Step[]): Int32Array {
  let indices = Int32Array.from({ length: sizeOf(shape) }, (_, i) => i);
  let now = shape;
  for (const step of steps) {
    const next = shapeAfterOne(now, step);
    if (step.kind === "transpose") {
      const strides = stridesOf(now);
      indices = pick(
        indices,
        next,
        step.order.map((axis) => strides[axis]!),
        0,
      );
    } else if (step.kind === "slice") {
      const strides = stridesOf(now);
      indices = pick(indices, next, strides, step.start * strides[step.axis]!);
    }
    now = next;
  }
  return indices;
}

/** Whether some steps leave out no element. */
export const keepsAll = (steps: readonly Step[]): boolean => steps.every(({ kind }) => kind !== "slice");

function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = strides[i + 1]! * shape[i + 1]!;
  return strides;
}

function pick(data: Int32Array, shape: Shape, strides: readonly number[], offset: number): Int32Array<ArrayBuffer> {
  const result = new Int32Array(sizeOf(shape));
  const index = new Array<number>(shape.length).fill(0);
  let at = offset;
  for (let i = 0; i < result.length; i++) {
    result[i] = data[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
