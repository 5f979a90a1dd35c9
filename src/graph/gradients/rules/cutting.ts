/** Cutting and turning along axes, for the adjoints of slices, concatenations and padding. */
import type { GraphBuilder } from "../../builder.js";
import { slice } from "../../expressions.js";
import type { Value } from "../../graph.js";

/** x in the opposite order along some axes. */
export function reverse(g: GraphBuilder, x: Value, axes: readonly number[]): Value {
  const fill = (n: number) => axes.map(() => n);
  return slice(
    g,
    x,
    axes,
    fill(-1),
    axes.map((axis) => -x.shape[axis]! - 1),
    fill(-1),
  );
}

/** Elements `start` to `start + count` of one axis; x itself when that is all of it. */
export function cut(g: GraphBuilder, x: Value, axis: number, start: number, count: number): Value {
  return start === 0 && count === x.shape[axis] ? x : slice(g, x, [axis], [start], [start + count]);
}
