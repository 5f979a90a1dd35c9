/** The intervals of a family of verdicts. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { normals, stream } from "../random/index.js";
import { allPairs, judge, pairedTTest } from "./index.js";

/** Differences with exactly this mean and standard deviation, in points of accuracy. */
function spread(n: number, mean: number, sd: number, seed = 0): number[] {
  const z = [...normals(stream(seed, "test"), n)];
  const center = z.reduce((s, x) => s + x, 0) / n;
  const size = Math.sqrt(z.reduce((s, x) => s + (x - center) ** 2, 0) / (n - 1));
  return z.map((x) => (mean + ((x - center) / size) * sd) / 100);
}

test("intervals hold together, and agree with the verdicts whatever the differences", () => {
  const family = fc.array(
    fc.array(fc.integer({ min: -30, max: 60 }), { minLength: 3, maxLength: 12 }).map((all) => all.map((d) => d / 1000)),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(family, fc.option(fc.constantFrom(0.005, 0.03), { nil: undefined }), (all, margin) => {
      const verdicts = judge(
        all.map((differences, i) => ({ a: "a", b: `b${i}`, differences })),
        { margin },
      );
      for (const { kind, basis, test, median, equivalence, family: size, adjustedP } of verdicts) {
        expect(test!.level).toBeCloseTo(1 - 0.05 / size, 12);
        const { low, high } = (basis === "mean" ? test : median)!;
        if (kind === "winner") expect(low >= 0 || high <= 0).toBe(true);
        if (kind === "no-detectable-difference") expect([low <= 0, high >= 0]).toEqual([true, true]);
        if (kind === "equivalent") {
          expect(Math.max(-equivalence!.low, equivalence!.high)).toBeLessThanOrEqual(margin!);
        }
        if (adjustedP === null) expect(kind).toBe("too-few-seeds");
      }
    }),
  );
});

test("a winner that Holm's correction alone shows has an interval that ends at 0", () => {
  // Bonferroni asks each of two for p below 0.025, Holm the second for 0.05.
  const clear = { a: "he", b: "zero", differences: spread(5, 3, 0.153) };
  const close = { a: "he", b: "xavier", differences: spread(5, 0.31, 0.22) };
  const [, verdict] = judge([clear, close]);
  expect(verdict!.kind).toBe("winner");
  // SciPy: t.interval(0.975, 4, 0.31, 0.22 / sqrt(5)) = (-0.0339, 0.6539); p = 0.034
  expect(pairedTTest(close.differences, 0.975).low).toBeCloseTo(-0.000339, 5);
  expect(verdict!.test).toMatchObject({ low: 0, high: expect.closeTo(0.006539, 5), level: 0.975 });
});

test("six intervals of four methods hold together in 95 % of families, three standard errors allowed", () => {
  const replications = 1000;
  let whole = 0;
  for (let i = 0; i < replications; i++) {
    const methods = [0, 0, 0.5, 2].map((shift, k) => ({
      name: `m${k}`,
      shift,
      bySeed: new Map([...normals(stream(i, "together", `${k}`), 5)].map((z, seed) => [seed, shift + z])),
    }));
    const shiftOf = new Map(methods.map(({ name, shift }) => [name, shift]));
    const holds = judge(allPairs(methods)).every(({ a, b, test, median, basis }) => {
      const { low, high } = (basis === "mean" ? test : median)!;
      const exact = shiftOf.get(a)! - shiftOf.get(b)!;
      // Five seeds have no interval of the median at this level.
      return basis === "median" || (low <= exact && exact <= high);
    });
    if (holds) whole++;
  }
  expect(whole / replications).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.05 * 0.95) / replications));
});
