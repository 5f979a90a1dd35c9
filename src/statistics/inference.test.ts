/**
 * Ranks, power, rates, curves and rankings against SciPy and closed forms; bad input to all of
 * them.
 */
import { describe, expect, test } from "vitest";
import { golden, near } from "../../test/statistics/golden.js";
import { InputError } from "../errors.js";
import { normals, stream } from "../random/index.js";
import {
  areaUnderCurve,
  averageRanks,
  epochsToTarget,
  equivalenceTest,
  estimate,
  estimateImprovement,
  failureRate,
  friedmanTest,
  holm,
  mean,
  nemenyiTest,
  pairedPower,
  pairedTTest,
  permutationTest,
  pilotAnswers,
  pooled,
  rankingNoise,
  seedsNeeded,
  seedsNeededFromPilot,
  spreadInterval,
  summarizeEpochsToTarget,
  wilcoxonTest,
} from "./index.js";

describe("ranks", () => {
  test("average ranks and Friedman as SciPy's, Iman and Davenport's F by hand", () => {
    for (const [blocks, expected] of golden.ranks) {
      for (const [i, rank] of averageRanks(blocks).ranks.entries()) near(rank, expected[i]!, 1e-12);
    }
    for (const [blocks, chiSquare, p, pOfF] of golden.friedman) {
      const got = friedmanTest(blocks);
      near(got.chiSquare, chiSquare);
      near(got.p, p);
      near(got.pOfF, pOfF);
      near(friedmanTest(blocks, "lower").chiSquare, chiSquare);
    }
    expect(
      friedmanTest([
        [1, 1, 1],
        [2, 2, 2],
      ]),
    ).toMatchObject({ p: 1, pOfF: 1, n: 2, k: 3 });
    expect(
      friedmanTest([
        [1, 2, 3],
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toMatchObject({ pOfF: 0, smallestP: 1 / 36 });
  });

  test("critical difference of 4 methods on 14 problems is Demšar's 1.25; p at it is alpha", () => {
    const blocks = Array.from({ length: 14 }, (_, i) => [i % 3, i % 5, i % 7, 2]);
    const { criticalDifference, p, ranks, n, k } = nemenyiTest(blocks);
    expect(criticalDifference).toBeCloseTo(2.569 * Math.sqrt((4 * 5) / (6 * 14)), 3);
    expect(criticalDifference.toFixed(2)).toBe("1.25");
    expect([n, k]).toEqual([14, 4]);
    for (const [i, a] of ranks.entries()) {
      for (const [j, b] of ranks.entries()) expect(p[i]![j]! <= 0.05).toBe(Math.abs(a - b) >= criticalDifference);
      expect(p[i]![i]).toBe(1);
    }
  });
});

describe("power", () => {
  test("as SciPy's noncentral t", () => {
    for (const [n, d, expected] of golden.power) expect(pairedPower(n, d, 1)).toBeCloseTo(expected, 8);
    expect(pairedPower(5, 0, 1)).toBeCloseTo(0.05, 12);
    expect(pairedPower(5, -2, 1)).toBeCloseTo(pairedPower(5, 2, 1), 12);
  });

  test("seeds needed: the fewest with that power, whatever the units", () => {
    for (const d of [0.05, 0.3, 0.64, 1.5, 10]) {
      const n = seedsNeeded(d, 1);
      expect(pairedPower(n, d, 1)).toBeGreaterThanOrEqual(0.8);
      if (n > 2) expect(pairedPower(n - 1, d, 1)).toBeLessThan(0.8);
      expect(seedsNeeded(100 * d, 100)).toBe(n);
      expect(seedsNeeded(-d, 1)).toBe(n);
    }
    expect(seedsNeeded(0.3, 0.47)).toBe(22);
    // Cohen (1988): d = 0.5, alpha 5 %, power 80 %: 34 pairs.
    expect(seedsNeeded(0.5, 1)).toBe(34);
    expect(seedsNeeded(0.001, 1)).toBe(7_848_880);
    expect([seedsNeeded(1, 0), seedsNeeded(1, 1e-9), seedsNeeded(1, 1e-3)]).toEqual([2, 2, 2]);
  });

  test('"22" from five seeds: what a pilot would say of a true 22 is 4 to 52; what 22 from a pilot deserves is wider', () => {
    // SciPy: chi2.ppf([0.05, 0.95], 4) / 4 * 22 = [3.909, 52.183]
    expect(pilotAnswers(22, 5)).toEqual({ low: 4, high: 52, level: 0.9, n: 5 });
    const got = seedsNeededFromPilot(0.3, { sd: 0.47, n: 5 });
    expect(got).toMatchObject({ seeds: 22, n: 5, level: 0.9 });
    const { low, high } = spreadInterval(0.47, 5, 0.9);
    expect([got.low, got.high]).toEqual([seedsNeeded(0.3, low), seedsNeeded(0.3, high)]);
    expect([got.low, got.high]).toEqual([11, 111]);
  });

  test("the pilot's interval holds the truth at its nominal rate", () => {
    // 2,000 pilots of five seeds with standard deviation 1: 90 ± 2 % (three standard errors).
    const draws = normals(stream(3, "pilots"), 10_000);
    const truth = seedsNeeded(0.8, 1);
    let held = 0;
    for (let i = 0; i < 10_000; i += 5) {
      const { sd } = pairedTTest([...draws.subarray(i, i + 5)]);
      const { low, high } = spreadInterval(sd, 5, 0.9);
      if (low <= 1 && 1 <= high) held++;
      if (i < 500) {
        const needed = seedsNeededFromPilot(0.8, { sd, n: 5 });
        expect(needed.low <= truth && truth <= needed.high).toBe(
          seedsNeeded(0.8, low) <= truth && truth <= seedsNeeded(0.8, high),
        );
      }
    }
    expect(Math.abs(held / 2000 - 0.9)).toBeLessThan(0.02);
  });
});

test("failure rates as SciPy's binomtest", () => {
  for (const [count, n, method, [low, high]] of golden.proportion) {
    const got = failureRate(count, n, { method: method === "exact" ? "clopper-pearson" : "wilson" });
    expect([got.rate, got.n]).toEqual([count / n, n]);
    expect(got.low).toBeCloseTo(low, 9);
    expect(got.high).toBeCloseTo(high, 9);
  }
});

test("epochs to a target and area under the curve", () => {
  expect(epochsToTarget([0.91, 0.97, 0.98], 0.97)).toBe(2);
  expect(epochsToTarget([2, 1, 0.5], 0.9, "lower")).toBe(3);
  expect(epochsToTarget([0.1], 0.5)).toBeNull();
  expect(summarizeEpochsToTarget([3, null, 5, 4])).toEqual({ reached: 3, n: 4, median: 4.5 });
  expect(summarizeEpochsToTarget([3, null, null])).toEqual({ reached: 1, n: 3, median: null });
  expect(summarizeEpochsToTarget([12, 3])).toEqual({ reached: 2, n: 2, median: 7.5 });
  for (const [curve, area] of golden.area) near(areaUnderCurve(curve), area, 1e-12);
  expect(areaUnderCurve([0.3])).toBe(0.3);
});

describe("was the ranking noise", () => {
  test("two methods in closed form: half the truths are reversed at no distance", () => {
    const got = rankingNoise([0.9914, 0.9911], 0.0005);
    // SciPy: 2 * norm.sf(0.0003 / 0.0005 / sqrt(2)) = 0.6713732405408723
    expect(got.leadByChance).toBeCloseTo(0.6713732405408723, 9);
    expect(got.bestIsBest).toBeCloseTo(1 - 0.6713732405408723 / 2, 9);
    expect(rankingNoise([1, 1], 1)).toMatchObject({ leadByChance: 1, bestIsBest: 0.5, sameBestAgain: 0.5, n: 1, k: 2 });
  });

  test("simulation meets the closed form where a third method is out of reach", () => {
    const s = { stream: stream(0, "audit"), draws: 40_000 };
    const three = rankingNoise([0.9914, 0.9911, 0.1], 0.0005, s);
    const two = rankingNoise([0.9914, 0.9911], 0.0005);
    expect(three).toEqual(rankingNoise([0.9914, 0.9911, 0.1], 0.0005, s));
    for (const key of ["bestIsBest", "orderIsTrue", "sameBestAgain", "sameOrderAgain"] as const) {
      expect(Math.abs(three[key] - two[key]), key).toBeLessThan(0.01); // four standard errors
    }
    expect(three.rangeByChance).toBeLessThan(1e-12);
  });

  test("simulated range meets the studentized range; equal figures make every order as likely", () => {
    const s = { stream: stream(1, "audit"), draws: 40_000 };
    const figures = [0, 0.5, 1.1, 2];
    const equal = rankingNoise(figures, 1, s);
    const nearlyEqual = rankingNoise(figures, [1, 1, 1, 1 + 1e-12], s);
    expect(Math.abs(equal.rangeByChance - nearlyEqual.rangeByChance)).toBeLessThan(0.01);
    const same = rankingNoise([1, 1, 1], 1, s);
    expect(same).toMatchObject({ leadByChance: 1, rangeByChance: 1, orderByChance: 1 / 6 });
    expect(Math.abs(same.orderIsTrue - 1 / 6)).toBeLessThan(0.01);
    expect(Math.abs(same.sameBestAgain - 1 / 3)).toBeLessThan(0.01);
  });
});

test("input without an answer is an InputError with what was expected", () => {
  const s = { stream: stream(0) };
  for (const [bad, message] of [
    [() => pairedTTest([1]), /at least 2 values, got 1/],
    [() => pairedTTest([1, Number.NaN]), /value 2 of 2 is NaN.*failureRate/],
    [() => pairedTTest([1, 2], 1), /above 0 and below 1, got 1/],
    [() => permutationTest([]), /at least 1 value, got 0/],
    [() => wilcoxonTest([Infinity]), /value 1 of 1 is Infinity/],
    [() => holm([1.2]), /from 0 to 1, got 1.2/],
    [() => estimate([[1]], pooled(mean), s), /at least 2 run/],
    [() => estimate([[1, 2], [1]], pooled(mean), s), /run 2 has 1/],
    [() => estimate([[1], [2]], pooled(mean), { ...s, reps: 3 }), /whole number from 100 up, got 3/],
    [() => estimate([[1], [2]], pooled(mean), { ...s, method: "bac" as "bca" }), /known: percentile, bca/],
    [
      () =>
        estimateImprovement(
          [[1], [2]],
          [
            [1, 2],
            [1, 2],
          ],
          s,
        ),
      /1 and 2 task/,
    ],
    [
      () =>
        friedmanTest([
          [1, 2],
          [1, 2],
        ]),
      /at least 2 block\(s\) of 3 method/,
    ],
    [() => equivalenceTest([1, 2], 0), /margin must be above 0/],
    [() => pairedPower(1, 1, 1), /from 2 up, got 1/],
    [() => seedsNeeded(0, 1), /above 0 and finite, got 0/],
    [() => failureRate(3, 2), /3 failures of 2 runs/],
    [() => areaUnderCurve([]), /at least 1 value/],
    [() => summarizeEpochsToTarget([]), /from 1 up, got 0/],
    [() => rankingNoise([1, 2, 3], 1), /give \{ stream \}/],
    [() => rankingNoise([1, 2], [1]), /1 standard deviations for 2/],
    [() => rankingNoise([1, 2], 0), /sd must be above 0/],
  ] as const) {
    expect(bad).toThrow(InputError);
    expect(bad).toThrow(message);
  }
});
