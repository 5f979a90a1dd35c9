/** Histograms against NumPy's, as laws, and of samples against the whole. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnBy, normalBatch, subjectOf } from "../../../test/measured-network.js";
import { he } from "../../initializers/index.js";
import { dense, sequential } from "../../network/layers/index.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { histogramOf } from "./histogram.js";
import { measure } from "./measure.js";

// biome-ignore format: rows of a table
const VALUES = [
  136, 1, 0, 3, 0, 0, 2, 1, 0, 2, 4, 0, 6, 3, 6, 9, 326, 323, 9, 10, 3, 3, 8, 2, 0, 0, 0, 0, 2, 4, 0, 3, 0, 133,
];
// biome-ignore format: rows of a table
const SIZES = [
  4, 3, 6, 27, 27, 33, 34, 28, 24, 36, 33, 30, 35, 32, 27, 24, 37, 32, 32, 32, 31, 21, 38, 34, 29, 33, 32, 25, 30, 38,
  28, 31, 31, 62,
];

const sum = (counts: readonly number[]) => counts.reduce((total, n) => total + n, 0);

describe("the bins", () => {
  it("are those of NumPy", () => {
    // import numpy as np
    // x = np.float32(np.tan(np.arange(1, 1000)) * np.exp(np.arange(1, 1000) % 37 - 25))
    // np.histogram(x, np.arange(-4, 4.25, 0.25))[0]; (x < -4).sum(), (x >= 4).sum()
    // np.histogram(np.log10(abs(x)), np.arange(-12, 4.5, 0.5))[0]; (abs(x) < 1e-12).sum()
    const numbers = Float32Array.from({ length: 999 }, (_, i) => Math.tan(i + 1) * Math.exp(((i + 1) % 37) - 25));
    const { count, values, sizes } = histogramOf(numbers);
    expect(count).toBe(999);
    expect(values).toEqual(VALUES);
    expect(sizes).toEqual(SIZES);
  });

  it("hold every number once, but for NaN", () => {
    fc.assert(
      fc.property(fc.array(fc.float()), (numbers) => {
        const { count, values, sizes } = histogramOf(Float32Array.from(numbers));
        const finite = numbers.filter((x) => !Number.isNaN(x)).length;
        expect([count, sum(values), sum(sizes)]).toEqual([numbers.length, finite, finite]);
      }),
    );
  });

  it("take a sign as a mirror, but for edges", () => {
    const numbers = Float32Array.from({ length: 500 }, (_, i) => 5.1 * Math.sin(i + 0.3));
    const [one, other] = [numbers, numbers.map((x) => -x)].map(histogramOf);
    expect(other!.values).toEqual(one!.values.toReversed());
    expect(other!.sizes).toEqual(one!.sizes);
  });
});

it("a sample of a large layer is spread as all of its numbers are", async () => {
  const { runtime } = await loadRuntime();
  const layers = sequential(dense(300, { activation: "relu" }), dense(10));
  const subject = subjectOf(layers, [200], normalBatch([200], 100, 10), drawnBy(he));
  const [first, last] = (await measure(subject, { runtime })).layers;
  const { before, after, gradient } = first!.histograms!;
  expect([before.count, after.count, gradient!.count, last!.histograms!.before.count]).toEqual([
    4096, 4096, 4096, 1000,
  ]);
  // Pre-activations are N(0, 2): each share lies within five standard deviations of its own.
  const density = (x: number) => Math.exp((-x * x) / 4) / Math.sqrt(4 * Math.PI);
  for (const [i, n] of before.values.slice(1, -1).entries()) {
    const expected = 4096 * 0.25 * density(-4 + 0.25 * (i + 0.5));
    expect(Math.abs(n - expected)).toBeLessThan(5 * Math.sqrt(expected) + 0.1 * expected);
  }
  expect(after.sizes[0]! / 4096).toBeCloseTo(0.5, 1);
});
