/**
 * Axes, and the small integer tensors (axes, shapes, pads) that shape rules read from constants.
 */
import type { Value } from "../graph.js";
import type { ShapeContext } from "../operator.js";
import { type Shape, toNumbers } from "../tensor.js";

/**
 * An axis counted from the front; negative ones count from the end. Fails outside [-rank, rank -
 * 1].
 */
export function normalizeAxis(context: ShapeContext, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    context.fail(`axis ${axis} is outside the ${rank} axes of the input (legal: ${-rank} to ${rank - 1})`);
  }
  return axis < 0 ? axis + rank : axis;
}

/** Several axes counted from the front, ascending; fails where one occurs twice. */
export function normalizeAxes(context: ShapeContext, axes: readonly number[], rank: number): number[] {
  const normal = axes.map((axis) => normalizeAxis(context, axis, rank)).sort((a, b) => a - b);
  if (new Set(normal).size !== normal.length) context.fail(`an axis is named twice in [${axes.join(", ")}]`);
  return normal;
}

/** The integers of an input that must be a constant, since it decides the shape. */
export function constantIntegers(context: ShapeContext, input: Value | undefined, what: string): number[] {
  if (input !== undefined && input.type !== "int64" && input.type !== "int32") {
    context.fail(`${what} must be int64 or int32, not ${input.type}`);
  }
  const data = context.constant(input);
  if (data === undefined) context.fail(`${what} must be a constant: all shapes are static`);
  return toNumbers(data!);
}

/** As `constantIntegers`, or undefined where the input is left out. */
export function optionalIntegers(context: ShapeContext, input: Value | undefined, what: string): number[] | undefined {
  return input === undefined ? undefined : constantIntegers(context, input, what);
}

/** The numbers of indices' type: int32 or int64. */
export function checkIndices(context: ShapeContext, indices: Value): void {
  if (indices.type !== "int32" && indices.type !== "int64") {
    context.fail(`the indices must be int32 or int64, not ${indices.type}`);
  }
}

/** `shape` with the sizes of `axes` replaced by 1, or left out without `keepdims`. */
export function reducedShape(shape: Shape, axes: readonly number[], keepdims: boolean): number[] {
  return keepdims ? shape.map((n, i) => (axes.includes(i) ? 1 : n)) : shape.filter((_, i) => !axes.includes(i));
}
