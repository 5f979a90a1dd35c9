/** Estimates over runs and tasks against SciPy. */
import { describe, expect, test } from "vitest";
import { golden, near } from "../../test/statistics/golden.js";
import { at, stream } from "../random/index.js";
import { bcaInterval, leaveOneOut, percentileInterval } from "./bootstrap.js";
import {
  BCA_FROM,
  estimate,
  estimateImprovement,
  interquartileMean,
  mean,
  median,
  ofTaskMeans,
  performanceProfile,
  pooled,
  probabilityOfImprovement,
  type Scores,
} from "./index.js";
import { indices } from "./resample.js";

describe("bootstrap", () => {
  const scores = golden.bca.values.map((x) => [x]);

  test("percentile and BCa ends as SciPy's, from SciPy's replicates", () => {
    const percentile = percentileInterval(Float64Array.from(golden.percentile.replicates), 0.9);
    const { replicates, values, interval } = golden.bca;
    const bca = bcaInterval(mean(values), Float64Array.from(replicates), leaveOneOut(scores, pooled(mean)), 0.9);
    for (const end of [0, 1] as const) {
      near(percentile[end], golden.percentile.interval[end], 1e-12);
      near(bca[end], interval[end], 1e-10);
    }
  });

  test("the same stream gives the same interval, another a near one; our resamples agree with SciPy's", () => {
    const run = (name: string) =>
      estimate(scores, pooled(mean), { stream: stream(0, name), method: "bca", level: 0.9, reps: 4000 });
    expect(run("a")).toEqual(run("a"));
    expect(run("a").low).not.toBe(run("b").low);
    const { low, high, value } = run("a");
    expect(value).toBe(mean(golden.bca.values));
    // SciPy's ends rest on 400 resamples.
    expect(Math.abs(low - golden.bca.interval[0])).toBeLessThan(0.1);
    expect(Math.abs(high - golden.bca.interval[1])).toBeLessThan(0.2);
    expect(estimate(scores, pooled(mean), { stream: stream(0, "a") })).toMatchObject({ n: 30, tasks: 1, reps: 10_000 });
  });

  test("resamples within tasks: a task's scores never leave it", () => {
    const table = Array.from({ length: 6 }, (_, run) => [run, 100 + run]);
    const seen: number[] = [];
    const watched = (t: Scores) => {
      seen.push(...t.map(([x]) => x!));
      return ofTaskMeans(median)(t);
    };
    estimate(table, watched, { stream: stream(0), reps: 100 });
    expect(Math.max(...seen)).toBe(5);
    expect(ofTaskMeans(median)(table)).toBe(52.5);
    expect(pooled(interquartileMean)(table)).toBe(interquartileMean(table.flat()));
    const { low, high } = estimate(table, ofTaskMeans(median), { stream: stream(0), reps: 1000 });
    expect(low).toBeGreaterThan(50);
    expect(high).toBeLessThan(55);
  });

  test("the standard error of a mean is the closed form s √((n − 1)/n) / √n", () => {
    const { low, high } = estimate(scores, pooled(mean), { stream: stream(4), reps: 20_000, level: 0.6826894921 });
    const expected = Math.sqrt(mean(golden.bca.values.map((x) => (x - mean(golden.bca.values)) ** 2)) / 30);
    expect(Math.abs((high - low) / 2 / expected - 1)).toBeLessThan(0.03);
  });

  test("BCa below 30 runs is refused with the reason, and of several tasks", () => {
    const options = { stream: stream(0), method: "bca" } as const;
    expect(() => estimate(scores.slice(1), pooled(mean), options)).toThrow(/from 29 runs .* offered from 30 runs on/s);
    expect(BCA_FROM).toBe(30);
    expect(() =>
      estimate(
        scores.map(([x]) => [x!, x!]),
        pooled(mean),
        options,
      ),
    ).toThrow(/one task/);
    expect(
      estimate(
        scores.map(() => [1]),
        pooled(mean),
        options,
      ),
    ).toMatchObject({ low: 1, high: 1 });
  });
});

test("interquartile mean as SciPy's trim_mean", () => {
  for (const [d, expected] of golden.interquartileMean) near(interquartileMean(d), expected, 1e-12);
  expect(interquartileMean([0, 0.97, 0.98, 0.99])).toBe(0.975);
});

test("probability of improvement is SciPy's U / (n m); both sides sum to 1; reproducible interval", () => {
  for (const [a, b, expected] of golden.improvement) {
    near(probabilityOfImprovement(a, b), expected, 1e-12);
    near(probabilityOfImprovement(b, a), 1 - expected, 1e-12);
  }
  const [a, b] = [
    [
      [1, 5],
      [2, 6],
      [4, 8],
    ],
    [
      [1, 9],
      [3, 9],
      [2, 9],
    ],
  ];
  const run = () => estimateImprovement(a!, b!, { stream: stream(0), reps: 500 });
  expect(run()).toEqual(run());
  expect(run()).toMatchObject({ value: (probabilityOfImprovement([1, 2, 4], [1, 3, 2]) + 0) / 2, n: 3, tasks: 2 });
  expect(run().low).toBeLessThan(run().value);
  expect(run().high).toBeGreaterThan(run().value);
});

test("probability of improvement counts all pairs, in resamples too", () => {
  const counted = (a: readonly number[], b: readonly number[]) =>
    a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0))).reduce((sum: number, win) => sum + win, 0) /
    (a.length * b.length);
  // Few different values, so that ties are many; of −0 and 0, too.
  const sample = (name: string, n: number) =>
    Array.from(indices(stream(1, name), 2 * n, 5), (x) => (x === 0 ? -0 : x - 2)).flatMap((x, i, all) =>
      i % 2 === 0 ? [[x, all[i + 1]!]] : [],
    );
  const [a, b] = [sample("a", 12), sample("b", 7)];
  const from = stream(3);
  const reps = 200;
  const column = (scores: Scores, task: number) => scores.map((row) => row[task]!);
  const replicates = Float64Array.from({ length: reps }, (_, rep) => {
    const perTask = [0, 1].map((task) => {
      const drawn = [a, b].map((scores, s) => {
        const values = column(scores, task);
        const n = values.length;
        return Array.from(indices(at(at(from, task), s), n, n, rep * n), (i) => values[i]!);
      });
      return counted(drawn[0]!, drawn[1]!);
    });
    return (perTask[0]! + perTask[1]!) / 2;
  }).sort();
  const [low, high] = percentileInterval(replicates, 0.95);
  const value = (counted(column(a, 0), column(b, 0)) + counted(column(a, 1), column(b, 1))) / 2;
  const interval = estimateImprovement(a, b, { stream: from, reps });
  near(interval.value, value, 1e-12);
  near(interval.low, low, 1e-12);
  near(interval.high, high, 1e-12);
});

test("probability of improvement does not look at every pair: 4 · 10¹⁰ of them would take minutes", () => {
  const values = Array.from({ length: 200_000 }, (_, i) => i);
  expect(probabilityOfImprovement(values, values)).toBe(0.5);
});

test("performance profile: shares above thresholds, falling, with a band that holds them", () => {
  expect(performanceProfile([[0.2], [0.6], [0.9]], [0.5, 0.9])).toEqual([
    { threshold: 0.5, share: 2 / 3, n: 3 },
    { threshold: 0.9, share: 0, n: 3 },
  ]);
  const scores = Array.from({ length: 10 }, (_, i) => [i / 10, i / 20]);
  const run = () => performanceProfile(scores, [0.1, 0.3, 0.6], { stream: stream(0), reps: 500 });
  expect(run()).toEqual(run());
  for (const { low, share, high } of run()) expect(low! <= share && share <= high!).toBe(true);
});
