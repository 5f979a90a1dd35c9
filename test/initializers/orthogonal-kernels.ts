/** Kernels for the tests of orthogonal methods, and how far their blocks are from orthogonal. */

import { type Shape, sizeOf } from "../../src/graph/tensor.js";
import { initialWeights } from "../../src/initializers/initial-weights.js";
import type { Initializer } from "../../src/initializers/initializer.js";
import type { TensorRole, TensorSpecification } from "../../src/network/parameter.js";
import type { OptionValues } from "../../src/options.js";

/** A dense kernel `[out, in]` or a convolution's kernel `[out, in, …k]`. */
export const kernel = (shape: Shape, role: Partial<TensorRole> = {}, name = "k"): TensorSpecification => ({
  name,
  shape,
  role: { kind: "kernel", operation: shape.length === 2 ? "dense" : "convolution", ...role },
});
/** What a method draws for one tensor. */
export const draw = (one: Initializer, tensor: TensorSpecification, seed = 0, options: OptionValues = {}) =>
  initialWeights(one, [tensor], seed, options)[tensor.name]!;

/** The kernel's blocks `[rows, columns, places]`: one for each group or projection. */
export function blocksOf(values: Float32Array, { shape, role }: TensorSpecification) {
  const count = (role.groups ?? 1) * (role.fused ?? 1);
  const [rows, columns] = [shape[0]! / count, shape[1]!];
  const places = sizeOf(shape.slice(2));
  return Array.from({ length: count }, (_, i) => ({
    rows,
    columns,
    places,
    at: (row: number, column: number, place: number) => values[((i * rows + row) * columns + column) * places + place]!,
  }));
}

/**
 * Largest deviation of M Mᵀ or Mᵀ M, whichever is smaller, from the identity; M is rows × columns.
 */
export function gramError(rows: number, columns: number, at: (row: number, column: number) => number): number {
  const [n, m, entry] = rows <= columns ? [rows, columns, at] : [columns, rows, (i: number, j: number) => at(j, i)];
  let worst = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < m; k++) sum += entry(i, k) * entry(j, k);
      worst = Math.max(worst, Math.abs(sum - (i === j ? 1 : 0)));
    }
  }
  return worst;
}
