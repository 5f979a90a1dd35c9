/** The test of Kolmogorov and Smirnov beside SciPy's. */
import { expect, test } from "vitest";
import { normalCdf, normals, stream } from "../random/index.js";
import { kolmogorovDistance, kolmogorovTail, smirnovDistance } from "./kolmogorov-smirnov.js";

/*
 * SciPy 1.10.1, /usr/bin/python3:
 *
 * from scipy import stats
 * for d, n in ((0.05, 500), (0.02, 5000), (0.01, 20000), (0.03, 1000)): print(stats.kstwo.sf(d, n))
 */
test.each([
  [0.05, 500, 0.15866260223815365],
  [0.02, 5000, 0.03613941395325637],
  [0.01, 20000, 0.03638603905248727],
  [0.03, 1000, 0.3226902143914636],
])("P(D > %d) of %d draws is SciPy's exact one", (distance, n, exact) => {
  expect(Math.abs(kolmogorovTail(distance, n) / exact - 1)).toBeLessThan(1e-3);
});

/*
 * a = [0.1, 0.4, 0.7, 0.9]; b = [0.2, 0.3, 0.35, 0.8, 1.5]
 * stats.ks_2samp(a, b).statistic                                    # 0.35
 * stats.kstest(a, "norm").statistic                                 # 0.539827837277029
 * stats.kstest([-1.2, 0.3, 0.5], "uniform", args=(-2, 4)).statistic # 0.375
 */
test("distances are SciPy's", () => {
  const a = [0.1, 0.4, 0.7, 0.9];
  expect(smirnovDistance(a, [0.2, 0.3, 0.35, 0.8, 1.5])).toBeCloseTo(0.35, 14);
  expect(kolmogorovDistance(a, normalCdf)).toBeCloseTo(0.539827837277029, 14);
  expect(kolmogorovDistance([-1.2, 0.3, 0.5], (x) => (x + 2) / 4)).toBeCloseTo(0.375, 14);
  expect(smirnovDistance([1, 1, 2], [1, 1, 2])).toBe(0);
});

test("no distance is certain, and a large one impossible", () => {
  expect([kolmogorovTail(0, 100), kolmogorovTail(1, 10_000)]).toEqual([1, 0]);
});

test("of 2000 right samples a hundredth is below a p-value of 0.01", () => {
  let below = 0;
  for (let seed = 0; seed < 2000; seed++) {
    const sorted = normals(stream(seed, "kolmogorov"), 400).sort();
    if (kolmogorovTail(kolmogorovDistance(sorted, normalCdf), 400) < 0.01) below++;
  }
  // Binomial: 20 ± 3.3 standard deviations.
  expect(below).toBeGreaterThan(5);
  expect(below).toBeLessThan(35);
});
