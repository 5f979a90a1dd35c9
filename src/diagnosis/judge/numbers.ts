/** Numbers of a diagnosis, in words and as logarithms. */
import type { LayerReadings } from "../measure/readings.js";

/** Two digits: 0.17, 1200, 4e-24. */
export function short(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(2))) : value.toExponential(0).replace("e+", "e");
}

/** The middle of the numbers; NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The least-squares slope of values over their indices; 0 for fewer than two. */
export function slopeOf(values: readonly number[]): number {
  const n = values.length;
  if (n < 2) return 0;
  const middle = (n - 1) / 2;
  const sum = values.reduce((total, y, i) => total + (i - middle) * y, 0);
  return sum / ((n * (n * n - 1)) / 12);
}

/**
 * "conv1"; of a kernel of gates its recurrent layer; PyTorch's nn.Sequential numbers its layers:
 * "layer 4".
 */
export const layerInWords = ({ name, recurrent }: Pick<LayerReadings, "name" | "recurrent">): string =>
  recurrent ?? (/^\d/.test(name) ? `layer ${name}` : name);

/** "a", "a and b", "a, b and c", "a, b … and z (9 layers)". */
export function listed(names: readonly string[], what = "layers"): string {
  if (names.length <= 1) return names[0] ?? "";
  if (names.length <= 3) return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return `${names[0]}, ${names[1]} … ${names.at(-1)} (${names.length} ${what})`;
}
