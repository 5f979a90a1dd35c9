/**
 * Which elements a `Slice` takes: shared by its shape rule, its gradient and the reference
 * evaluator.
 */
import type { Shape } from "../tensor.js";

/** Elements start, start + step, … (`count` of them) of one axis. */
export interface SliceRange {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/**
 * ONNX's Slice on one axis of size n: negative bounds count from the end, and bounds outside the
 * axis are clamped to it (so "to the end" is any large number, and "to the very first, backwards"
 * any very negative one).
 */
export function sliceRange(n: number, start: number, end: number, step: number): SliceRange {
  const clamp = (x: number, low: number, high: number) => Math.min(Math.max(x < 0 ? x + n : x, low), high);
  const [first, last] =
    step > 0 ? [clamp(start, 0, n), clamp(end, 0, n)] : [clamp(start, 0, n - 1), clamp(end, -1, n - 1)];
  return { start: first, step, count: Math.max(0, Math.ceil((last - first) / step)) };
}

/**
 * The range of every axis of `shape`, whole where the slice does not name it. Axes count from the
 * end when negative.
 */
export function sliceRanges(
  shape: Shape,
  starts: readonly number[],
  ends: readonly number[],
  axes: readonly number[] = starts.map((_, i) => i),
  steps: readonly number[] = starts.map(() => 1),
): SliceRange[] {
  const ranges = shape.map((n): SliceRange => ({ start: 0, step: 1, count: n }));
  axes.forEach((axis, i) => {
    const at = axis < 0 ? axis + shape.length : axis;
    ranges[at] = sliceRange(shape[at]!, starts[i]!, ends[i]!, steps[i]!);
  });
  return ranges;
}
