import { expect, it } from "vitest";
import { study } from "../../../test/study/made-up.js";
import { compareAcross } from "./across.js";
import type { MethodOutcome } from "./methods.js";

/** Methods whose test accuracy with a seed is (method + seed) / 1000, on two problems alike. */
function acrossOf(count: number, seeds: number) {
  const training = Array.from({ length: count }, (_, i) => ({ epochs: i + 1 }));
  const methods = Array.from({ length: count }, (_, method) => ({
    method,
    rank: count - method,
    learned: Array.from({ length: seeds }, (_, seed) => ({
      seed,
      epochs: [{ testAccuracy: (method + seed) / 1000 }],
    })),
  })) as unknown as MethodOutcome[];
  const [data, model] = [{ name: "glyphs" }, { name: "mlp", options: {} }];
  return compareAcross(study({ inits: "he", training, seeds }), [
    { data, model, methods },
    { data, model: { ...model, options: { depth: 3 } }, methods },
  ])!;
}

it("has bootstrap intervals where resampling is affordable, and the same figures where it is not", () => {
  const [small, large] = [acrossOf(3, 10), acrossOf(160, 10)];
  // The worse method is ahead in 36 of 100 pairs of seeds, and equal in 9.
  for (const { improvement } of [small, large]) expect(improvement[0]).toMatchObject({ value: 0.405, n: 10 });
  expect(small.improvement[0]!.low).toBeLessThan(0.405);
  expect(small.improvement[0]!.high).toBeGreaterThan(0.405);
  expect(large.improvement.length).toBe((160 * 159) / 2);
  expect(large.improvement.every(({ low, high }) => low === null && high === null)).toBe(true);
  expect(large.methods[0]!.interquartileMean).toEqual({
    ...small.methods[0]!.interquartileMean,
    low: null,
    high: null,
  });
});

it("of a thousand methods takes every pair once", () => {
  const { improvement, criticalDifference } = acrossOf(1000, 2);
  expect(improvement.length).toBe(499_500);
  // q / √2 · √(k (k + 1) / (6 n)), with q = 6.2 for a thousand methods.
  expect(criticalDifference).toBeGreaterThan((6 / Math.SQRT2) * Math.sqrt((1000 * 1001) / 12));
});

it("counts recipes on one data set and network once", () => {
  const of = study({ inits: ["he", "random"], seeds: 2 });
  const methods = (ranks: readonly number[]) =>
    ranks.map((rank, method) => ({ method, rank, learned: [] })) as unknown as MethodOutcome[];
  const [data, model] = [{ name: "glyphs" }, { name: "mlp", options: {} }];
  const [adam, sgd] = [methods([2, 1]), methods([2, 1])];
  expect(
    compareAcross(of, [
      { data, model, methods: adam },
      { data, model, methods: sgd },
    ]),
  ).toBeNull();
  const deep = { name: "mlp", options: { depth: 20 } };
  const across = compareAcross(of, [
    { data, model, methods: adam },
    { data, model, methods: sgd },
    { data, model: deep, methods: methods([1, 2]) },
  ])!;
  expect([across.problems, across.datasets]).toEqual([2, 1]);
  expect(across.methods.map(({ averageRank }) => averageRank)).toEqual([1.5, 1.5]);
});
