/**
 * What the axes of a tensor count: samples, units, or places (pixels, tokens). Reshapes and
 * transpositions move factors of axes about; a product then sees what it sums over.
 */
import type { Shape } from "../../graph/tensor.js";

/** A part of an axis: `size` steps over samples, units or places. */
export interface Factor {
  readonly kind: "rows" | "units" | "places";
  readonly size: number;
}

/** The factors of each axis, outermost first; an axis of size 1 has none. */
export type Layout = readonly (readonly Factor[])[];

/** A layout with one factor per axis. */
export function plainLayout(kinds: readonly Factor["kind"][], shape: Shape): Layout {
  return shape.map((size, axis) => axisOf(kinds[axis]!, size));
}

/** An axis that counts one thing. */
export const axisOf = (kind: Factor["kind"], size: number): readonly Factor[] => (size === 1 ? [] : [{ kind, size }]);

/** The layout of a network's input of one sample's shape: channels first, or features last. */
export function inputLayout(shape: Shape): Layout {
  const rank = shape.length - 1;
  if (rank === 2) return plainLayout(["rows", "places", "units"], shape);
  return plainLayout(["rows", "units", ...new Array<"places">(Math.max(0, rank - 1)).fill("places")], shape);
}

/** The layout after a reshape; undefined where it cuts an axis where no factor ends. */
export function reshaped(layout: Layout, shape: Shape): Layout | undefined {
  const pending = layout.flat();
  const axes: Factor[][] = [];
  for (const size of shape) {
    const axis: Factor[] = [];
    let left = size;
    while (left > 1) {
      const factor = pending.shift();
      if (factor === undefined) return undefined;
      if (left % factor.size === 0) {
        axis.push(factor);
        left /= factor.size;
        continue;
      }
      if (factor.size % left !== 0) return undefined;
      axis.push({ ...factor, size: left });
      pending.unshift({ ...factor, size: factor.size / left });
      left = 1;
    }
    axes.push(axis);
  }
  return pending.length === 0 ? axes : undefined;
}

/** Axis i of the result is axis `permutation[i]`. */
export const transposed = (layout: Layout, permutation: readonly number[]): Layout =>
  permutation.map((axis) => layout[axis]!);

/** How many of a kind some factors count. */
export const count = (factors: readonly Factor[], kind: Factor["kind"]): number =>
  factors.reduce((product, factor) => (factor.kind === kind ? product * factor.size : product), 1);

/** Whether every factor of an axis is of this kind. */
export const isOnly = (axis: readonly Factor[], kind: Factor["kind"]): boolean =>
  axis.every((factor) => factor.kind === kind);
