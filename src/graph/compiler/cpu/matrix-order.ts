/**
 * Matrices in blocks of rows, as `blocked-products.ts` reads weights, and back:
 * [R, C] ↔ [R/b, C, b], shaped [1, R, 1, C].
 */
import type { TensorOrder } from "../../../runtime/compiled-session.js";
import type { Shape, Tensor } from "../../tensor.js";

/**
 * The shape that an [R, C] has in blocks of rows: an image of one row, whose channels are the
 * matrix's rows.
 */
export const inRowsShape = ([rows, columns]: Shape): Shape => [1, rows!, 1, columns!];

/** The order of a matrix [R, C] in blocks of rows; R is a multiple of `block`. */
export const blocksOfRows = (block: number): TensorOrder => ({
  name: `blocks of ${block} rows`,
  arranged: ({ type, shape, data }) => {
    const [rows, columns] = shape as readonly [number, number];
    return { type, shape: inRowsShape(shape), data: swapped(data as Float32Array, rows / block, block, columns) };
  },
  usualShape: ([, rows, , columns]) => [rows!, columns!],
  restored: ({ type, shape, data }: Tensor) => {
    const [, rows, , columns] = shape as readonly [number, number, number, number];
    return { type, shape: [rows, columns], data: swapped(data as Float32Array, rows / block, columns, block) };
  },
});

/** [groups, a, b] → [groups, b, a]. */
function swapped(from: Float32Array, groups: number, a: number, b: number): Float32Array {
  const to = new Float32Array(from.length);
  for (let group = 0; group < groups; group++) {
    const start = group * a * b;
    for (let i = 0; i < a; i++) {
      for (let j = 0; j < b; j++) to[start + j * a + i] = from[start + i * b + j]!;
    }
  }
  return to;
}
