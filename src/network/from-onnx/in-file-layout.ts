/** Weights in the order in which a user's file stores them. */
import type { ModelWeight } from "./infer-roles.js";

/** A weight's numbers from our layout to the file's. */
export function inFileLayout({ tensor, transposed }: ModelWeight, data: Float32Array): Float32Array {
  if (!transposed) return data;
  const [rows, columns] = tensor.shape as readonly [number, number];
  return Float32Array.from(data, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!);
}
