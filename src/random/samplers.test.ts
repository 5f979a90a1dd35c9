import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../errors.js";
import { normalCdf } from "./normal.js";
import { normals, permutation, signs, truncatedNormals, uint32s, uniforms } from "./samplers.js";
import { stream } from "./stream.js";

const N = 1_000_000;
/** Kolmogorov's distance that a right sample exceeds once in a thousand. */
const CRITICAL = 1.95 / Math.sqrt(N);

function distance(sample: Float64Array, cdf: (x: number) => number): number {
  const sorted = sample.slice().sort();
  let worst = 0;
  // Every twentieth will do: between them the distance changes by less than 20 / N, a hundredth of
  // what is critical.
  for (let i = 0; i < sorted.length; i += 20) {
    const expected = cdf(sorted[i]!);
    worst = Math.max(worst, Math.abs(expected - i / sorted.length), Math.abs(expected - (i + 1) / sorted.length));
  }
  return worst;
}

function moments(sample: Float64Array): { mean: number; variance: number; third: number; fourth: number } {
  const n = sample.length;
  let sum = 0;
  for (const x of sample) sum += x;
  const mean = sum / n;
  let [second, third, fourth] = [0, 0, 0];
  for (const x of sample) {
    const square = (x - mean) * (x - mean);
    second += square;
    third += square * (x - mean);
    fourth += square * square;
  }
  return { mean, variance: second / n, third: third / n, fourth: fourth / n };
}

test.each([1, 2, 3])("uniforms are uniform (seed %d)", (seed) => {
  const u = uniforms(stream(seed, "uniform"), N);
  expect(distance(u, (x) => x)).toBeLessThan(CRITICAL);
  expect(u.every((x) => x > 0 && x < 1 && x !== 0.5 && 1 - (1 - x) === x)).toBe(true);
  const { mean, variance } = moments(u);
  expect(Math.abs(mean - 0.5) * Math.sqrt(12 * N)).toBeLessThan(4);
  expect(Math.abs(variance - 1 / 12) / Math.sqrt(1 / 180 / N)).toBeLessThan(4);
});

test.each([1, 2, 3])("normals are normal (seed %d)", (seed) => {
  const z = normals(stream(seed, "normal"), N);
  expect(distance(z, normalCdf)).toBeLessThan(CRITICAL);
  const { mean, variance, third, fourth } = moments(z);
  // In standard errors: √(1/N), √(2/N), √(6/N) and √(96/N) for the moments about a true mean of 0.
  expect(Math.abs(mean) * Math.sqrt(N)).toBeLessThan(4);
  expect(Math.abs(variance - 1) * Math.sqrt(N / 2)).toBeLessThan(4);
  expect(Math.abs(third) * Math.sqrt(N / 6)).toBeLessThan(4);
  expect(Math.abs(fourth - 3) * Math.sqrt(N / 96)).toBeLessThan(4);
  expect(z.filter((x) => Math.abs(x) > 4).length).toBeGreaterThan(30); // 63 expected
});

test.each([
  [-2, 2],
  [-1, 3],
  [0.5, Number.POSITIVE_INFINITY],
  [Number.NEGATIVE_INFINITY, 1],
  [4, 5],
])("normals truncated to (%d, %d) follow their cdf", (low, high) => {
  const z = truncatedNormals(stream(4, "truncated"), N, low, high);
  // Measured from the upper tail, as 1 − Φ(4) has no digits to spare.
  const [top, bottom] = [normalCdf(-high), normalCdf(-low)];
  expect(distance(z, (x) => (bottom - normalCdf(-x)) / (bottom - top))).toBeLessThan(CRITICAL);
  expect(z.every((x) => x >= low && x <= high && Number.isFinite(x))).toBe(true);
});

test("normals truncated to ±2 have standard deviation 0.8796", () => {
  const { mean, variance } = moments(truncatedNormals(stream(5), N));
  expect(Math.abs(mean)).toBeLessThan(4 * 0.88e-3);
  expect(Math.abs(Math.sqrt(variance) - 0.8796256610342398)).toBeLessThan(4 * 0.5e-3);
});

test("all samplers transform the same draws", () => {
  const place = stream(6, "shared");
  const n = 20_000;
  const words = uint32s(place, n);
  const u = uniforms(place, n);
  const z = normals(place, n);
  const t = truncatedNormals(place, n, -2, 2);
  const wide = truncatedNormals(place, n, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  const s = signs(place, n);
  const inside = normalCdf(2) - normalCdf(-2);
  let worst = 0;
  for (let i = 0; i < n; i++) {
    worst = Math.max(worst, Math.abs(normalCdf(z[i]!) - u[i]!));
    worst = Math.max(worst, Math.abs((normalCdf(t[i]!) - normalCdf(-2)) / inside - u[i]!));
  }
  expect(worst).toBeLessThan(1e-14);
  expect(u.every((x, i) => x === (words[i]! + 0.5) / 2 ** 32)).toBe(true);
  expect(s.every((sign, i) => sign === Math.sign(z[i]!))).toBe(true);
  expect(wide.every((x, i) => x === z[i])).toBe(true);
});

test("pieces are the whole's, wherever they begin (property)", () => {
  const place = stream(8, "pieces");
  const whole = normals(place, 20_000);
  const words = uint32s(place, 20_000);
  fc.assert(
    fc.property(fc.nat(9_000), fc.nat(11_000), (offset, length) => {
      const part = normals(place, length, offset);
      return (
        part.length === length &&
        part.every((z, i) => z === whole[offset + i]) &&
        uint32s(place, length, offset).every((word, i) => word === words[offset + i])
      );
    }),
    { seed: 1, numRuns: 60 },
  );
  const far = 2 ** 40 + 3;
  expect(uniforms(place, 2, far)[1]).toBe(uniforms(place, 1, far + 1)[0]);
});

test("permutations are permutations, and differ by stream", () => {
  for (const n of [0, 1, 2, 3, 1000, 60_000]) {
    const order = permutation(stream(9, "order"), n);
    expect(order.length).toBe(n);
    expect(
      order
        .slice()
        .sort()
        .every((x, i) => x === i),
    ).toBe(true);
  }
  expect(permutation(stream(9, "order"), 100)).not.toEqual(permutation(stream(9, "other"), 100));
  expect(permutation(stream(9, "order"), 100)).toEqual(permutation(stream(9, "order"), 100));
});

test("all 24 orders of four come up equally often", () => {
  const counts = new Map<string, number>();
  const runs = 48_000;
  for (let i = 0; i < runs; i++) {
    const order = permutation(stream(i, "four"), 4).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  const expected = runs / 24;
  const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  expect(counts.size).toBe(24);
  expect(chiSquare).toBeLessThan(49.7); // 23 degrees of freedom, one in a thousand
});

test("each place of a long permutation is equally likely to hold a small number", () => {
  const n = 50;
  const runs = 20_000;
  const counts = new Float64Array(n);
  for (let i = 0; i < runs; i++) counts[permutation(stream(i, "fifty"), n).indexOf(0)]!++;
  const expected = runs / n;
  const chiSquare = counts.reduce((sum, c) => sum + (c - expected) ** 2 / expected, 0);
  expect(chiSquare).toBeLessThan(85.4); // 49 degrees of freedom, one in a thousand
});

test("bad lengths and bounds are refused", () => {
  for (const n of [-1, 1.5, Number.NaN, 2 ** 31]) expect(() => permutation(stream(0), n)).toThrow(InputError);
  expect(() => truncatedNormals(stream(0), 1, 2, 2)).toThrow("low < high");
  expect(() => truncatedNormals(stream(0), 1, Number.NaN, 2)).toThrow(InputError);
});
