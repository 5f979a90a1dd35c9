/** The runs of simulated races: what a method's figures look like. */
import { at, normals, type Stream, uniforms } from "../../src/random/index.js";

/** Figures of runs; null for one that failed. The spread of a difference is about 1. */
export type Shape = (from: Stream, count: number, shift: number) => readonly (number | null)[];

const scaled = (draw: (from: Stream, count: number) => Float64Array, spread: number): Shape => {
  return (from, count, shift) => Array.from(draw(from, count), (x) => x / spread + shift);
};
/** t with three degrees of freedom: variance 3. */
const heavy = (from: Stream, count: number) => {
  const z = normals(from, 4 * count);
  return Float64Array.from({ length: count }, (_, i) => {
    const [x, a, b, c] = z.subarray(4 * i, 4 * i + 4) as unknown as readonly [number, number, number, number];
    return x / Math.sqrt((a * a + b * b + c * c) / 3);
  });
};
const lognormal = (from: Stream, count: number) => normals(from, count).map(Math.exp);

/** Accuracies on 2,000 samples near 0.97, in units of their spread. */
const accuracy: Shape = (from, count, shift) => {
  const spread = Math.sqrt((2 * 0.97 * 0.03) / 2000);
  return Array.from(normals(from, count), (z) => {
    const rate = 0.97 + spread * (z / Math.SQRT2 / 2 + shift);
    return Math.round(2000 * Math.min(1, rate)) / 2000 / spread;
  });
};
const failing =
  (rate: number): Shape =>
  (from, count, shift) => {
    const u = uniforms(at(from, 1), count);
    return Array.from(normals(at(from, 0), count), (z, i) => (u[i]! < rate ? null : z / Math.SQRT2 + shift));
  };

/** The figures of the first method of a race, and of the others. */
export interface Field {
  readonly first: Shape;
  readonly others: Shape;
  /** Whether all methods are exchangeable where the first one is not shifted. */
  readonly areAlike: boolean;
}

const alike = (shape: Shape): Field => ({ first: shape, others: shape, areAlike: true });
const centred = (from: Stream, count: number) => lognormal(from, count).map((x) => x - Math.exp(0.5));

/** Every field, by what the table calls it. */
export const fields: Readonly<Record<string, Field>> = {
  normal: alike(scaled(normals, Math.SQRT2)),
  "skewed (lognormal 1)": alike(scaled(lognormal, Math.sqrt(2 * (Math.E - 1) * Math.E))),
  "heavy tails (t, 3 degrees of freedom)": alike(scaled(heavy, Math.sqrt(6))),
  "accuracy on 2,000 samples": alike(accuracy),
  "1 run in 10 fails": alike(failing(0.1)),
  "1 run in 3 fails": alike(failing(1 / 3)),
  "skewed against normal": {
    first: scaled(centred, Math.sqrt(2 * (Math.E - 1) * Math.E)),
    others: scaled(normals, Math.SQRT2),
    areAlike: false,
  },
};
