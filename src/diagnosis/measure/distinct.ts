/** Units that are copies of each other: equal answers to the batch, and equal gradients. */
import type { GraphBuilder } from "../../graph/builder.js";
import { cast, div, matMul, reshape, transpose } from "../../graph/expressions.js";
import type { Value } from "../../graph/graph.js";
import { sizeOf, tensor } from "../../graph/tensor.js";
import { normals, stream } from "../../random/index.js";
import { firstRows, largest, type Placed } from "./moments.js";

/** Samples to which the answers of units are compared. */
const ANSWER_ROWS = 32;

/** Relative differences below this are rounding. */
const ROUNDING = 1e-5;

/** Constants that several readings of one graph share, by their length. */
export type Projections = Map<number, Value>;

/** Two random projections of what belongs to each unit, relative to the largest number. */
export type Fingerprints = Placed<Float32Array>;

/** Fingerprints of the units' answers to the batch `[N, …]`. */
export function answersOf(g: GraphBuilder, value: Value, unitAxis: number, projections: Projections): Fingerprints {
  return fingerprints(g, firstRows(g, value, ANSWER_ROWS), unitAxis, projections);
}

/** Fingerprints of the rows of a value along an axis: `[rows, 2]`. */
export function fingerprints(g: GraphBuilder, value: Value, axis: number, projections: Projections): Fingerprints {
  const x = cast(g, value, "float32");
  const scaled = div(g, x, largest(g, x));
  const others = x.shape.flatMap((_, i) => (i === axis ? [] : [i]));
  const rows = x.shape[axis]!;
  const count = sizeOf(x.shape) / rows;
  const matrix = reshape(g, transpose(g, scaled, [axis, ...others]), [rows, count]);
  const before = projections.get(count);
  const projection =
    before ??
    g.constant(tensor("float32", [count, 2], normals(stream(0, "diagnosis", "projection"), 2 * count)), "projection");
  projections.set(count, projection);
  return { outputs: [matMul(g, matrix, projection)], read: ([numbers]) => numbers! };
}

/** Number of units whose fingerprints differ in one of the arrays, `[units, 2]` each. */
export function distinctUnits(arrays: readonly Float32Array[], units: number): number {
  const scales = arrays.map((values) => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0));
  const points = Array.from({ length: units }, (_, unit) =>
    arrays.flatMap((values, i) =>
      [values[2 * unit]!, values[2 * unit + 1]!].map((x) => (scales[i]! > 0 ? x / scales[i]! : 0)),
    ),
  );
  const sorted = points.sort(([a = 0], [b = 0]) => a - b);
  const seen: (readonly number[])[] = [];
  for (const point of sorted) {
    let isSeen = false;
    for (let i = seen.length - 1; i >= 0 && point[0]! - seen[i]![0]! <= ROUNDING; i--) {
      if (point.every((x, k) => Math.abs(x - seen[i]![k]!) <= ROUNDING)) isSeen = true;
    }
    if (!isSeen) seen.push(point);
  }
  return seen.length;
}
