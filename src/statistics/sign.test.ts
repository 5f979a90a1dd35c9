/**
 * Signs, medians, skewness and values far out against SciPy, enumeration and a published example.
 */
import { describe, expect, test } from "vitest";
import { golden, near } from "../../test/statistics/golden.js";
import { InputError } from "../errors.js";
import { departureOf, farOut } from "./departure.js";
import { medianEquivalenceTest, medianInterval, signTest } from "./index.js";
import { chanceOfHeads, fewestSigns } from "./sign.js";
import { skewnessTest } from "./skewness.js";

/** All 2^n throws of n coins, as the number of heads of each. */
const throws = (n: number) =>
  Array.from({ length: 2 ** n }, (_, coins) => Array.from({ length: n }, (_, i) => (coins >> i) & 1)).map((heads) =>
    heads.reduce((sum, head) => sum + head, 0),
  );

describe("signs", () => {
  test("the chance of so many heads is their share of all throws", () => {
    for (const n of [1, 2, 5, 12]) {
      const all = throws(n);
      for (let count = 0; count <= n; count++) {
        near(chanceOfHeads(count, n), all.filter((heads) => heads >= count).length / all.length, 1e-12);
      }
    }
    expect(chanceOfHeads(0, 0)).toBe(1);
    // scipy.stats.binom.sf([39, 29], [60, 50], 0.5)
    near(chanceOfHeads(40, 60), 0.00674464686559593, 1e-10);
    near(chanceOfHeads(30, 50), 0.10131937553227033, 1e-12);
  });

  test("the test is SciPy's binomtest of the signs, zeros left out", () => {
    for (const [d, positive, negative, p] of golden.sign) {
      const got = signTest(d);
      expect([got.positive, got.negative, got.n]).toEqual([positive, negative, d.length]);
      near(got.p, p, 1e-12);
      expect(got.smallestP).toBe(Math.min(1, 2 / 2 ** (positive + negative)));
    }
    expect(signTest([0, 0])).toMatchObject({ p: 1, smallestP: 1 });
    expect(() => signTest([])).toThrow(InputError);
  });

  test("fewest seeds: the first whose signs can reach a level", () => {
    for (const level of [0.25, 0.05, 0.05 / 6, 0.05 / 28, 1 / 16]) {
      const n = fewestSigns(level);
      expect(signTest(new Array<number>(n).fill(1)).p).toBeLessThanOrEqual(level);
      expect(n === 1 || signTest(new Array<number>(n - 1).fill(1)).p > level).toBe(true);
    }
  });
});

describe("the median's interval", () => {
  test("has the ends and the coverage of SciPy's binomial distribution", () => {
    for (const [d, least, low, high, level] of golden.medianInterval) {
      const got = medianInterval(d, least);
      expect([got.low, got.high]).toEqual([low, high]);
      near(got.level, level, 1e-12);
    }
  });

  test("excludes zero exactly where the sign test rejects, and lies within a margin exactly where equivalent", () => {
    for (let negative = 0; negative <= 12; negative++) {
      const d = Array.from({ length: 12 }, (_, i) => (i + 1) * (i < negative ? -1 : 1));
      const { low, high } = medianInterval(d);
      expect(low > 0 || high < 0, `${negative} of 12`).toBe(signTest(d).p <= 0.05);
      const shifted = d.map((x) => x / 10 + 0.5);
      const equivalence = medianEquivalenceTest(shifted, 1);
      expect(equivalence.low > -1 && equivalence.high < 1).toBe(equivalence.equivalent);
    }
    expect(() => medianInterval([1])).toThrow(/at least 2 values/);
  });

  test("equivalence of medians: each side is a one-sided sign test", () => {
    // scipy.stats.binomtest(7, 8, alternative="greater").pvalue -> 0.03515625
    expect(medianEquivalenceTest([0, 0.1, -0.1, 0, 0.2, 0, 0.1, 5], 1)).toMatchObject({
      basis: "median",
      p: 0.03515625,
      equivalent: true,
      center: 0.05,
    });
    expect([2, 3, 4, 5].map((n) => medianEquivalenceTest(new Array<number>(n).fill(0), 1).p)).toEqual([
      0.25, 0.125, 0.0625, 0.03125,
    ]);
    expect(medianEquivalenceTest([1, 1, 1, 1, 1], 1).p).toBe(1);
  });
});

describe("departures", () => {
  test("skewness as SciPy's skew and skewtest, from eight values on", () => {
    for (const [d, skewness, p] of golden.skewness) {
      const got = skewnessTest(d)!;
      near(got.skewness, skewness, 1e-9);
      near(got.p, p);
    }
    expect(skewnessTest([1, 2, 3, 4, 5, 6, 70])).toBeNull();
    expect(skewnessTest(new Array<number>(9).fill(0.1))).toBeNull();
  });

  test("Rosner's example has three values far out, of which a single Grubbs's test sees none", () => {
    // Rosner (1983), table 2; NIST/SEMATECH e-Handbook, section 1.3.5.17.3: R = 3.118, 2.942,
    // 3.179, 2.810 against critical values 3.158, 3.151, 3.143, 3.136 at 5 %.
    const values = [
      -0.25, 0.68, 0.94, 1.15, 1.2, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56, 1.58, 1.65, 1.69, 1.7, 1.76,
      1.77, 1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.1, 2.14, 2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.4, 2.47, 2.54,
      2.62, 2.64, 2.9, 2.92, 2.92, 2.93, 3.21, 3.26, 3.3, 3.59, 3.68, 4.3, 4.64, 5.34, 5.42, 6.01,
    ];
    expect(farOut(values, 0.05)).toEqual([51, 52, 53]);
    expect(farOut(values, 0.01)).toEqual([]);
  });

  test("three values: Grubbs's p in closed form", () => {
    // For 0, 1, 1 + x the t of Grubbs on one degree of freedom is (1 + 2x) / √3: P(T > t) =
    // atan(1/t) / π.
    for (const level of [0.5, 0.1, 0.01]) {
      const t = 1 / Math.tan((Math.PI * level) / 6);
      const at = (Math.sqrt(3) * t - 1) / 2;
      expect(farOut([0, 1, 1 + at * 1.001], level)).toEqual([2]);
      expect(farOut([0, 1, 1 + at * 0.999], level)).toEqual([]);
    }
  });

  test("are of differences: the same, far out, skewed, none", () => {
    expect(departureOf([0.3])).toBeNull();
    expect(departureOf([0.3, 0.3])).toEqual({ kind: "same", farOut: [] });
    expect(departureOf([0.1, -9, 0.3, 0.2, 0.25, 0.15])).toEqual({ kind: "far-out", farOut: [1] });
    // Two that inflate each other's spread are both found.
    expect(departureOf([0.1, -9, 0.3, 0.2, 0.25, 0.15, -9.2])).toEqual({ kind: "far-out", farOut: [1, 6] });
    // Where the rest does not vary, nothing says how far is far.
    expect(departureOf([0.1, 0.1, 0.1, 0.1, 0.2])).toBeNull();
    const skewed = Array.from({ length: 30 }, (_, i) => -Math.log((i + 0.5) / 30));
    expect(departureOf(skewed)!.kind).toBe("skewed");
    expect(departureOf(Array.from({ length: 30 }, (_, i) => i))).toBeNull();
  });
});
