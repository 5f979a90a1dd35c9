/** A statistic of scores[run][task] with a bootstrap interval. */
import { InputError } from "../errors.js";
import { normalCdf, normalQuantile, type Stream } from "../random/index.js";
import { checkCount, checkShare, checkTable } from "./checks.js";
import { quantileOfSorted } from "./descriptive.js";
import { indices } from "./resample.js";

/** A score a run and task, `scores[run][task]`; one task is `values.map((x) => [x])`. */
export type Scores = readonly (readonly number[])[];
export type ScoreStatistic = (scores: Scores) => number;

/** BCa is offered from this many runs on: below, its real coverage falls short (docs/statistics.md). */
export const BCA_FROM = 30;

export interface BootstrapOptions {
  /** Where the resampling's randomness comes from: the same stream gives the same interval. */
  readonly stream: Stream;
  /** Resamples; default 10,000. */
  readonly reps?: number;
  /** Default 0.95. */
  readonly level?: number;
  /** Default `percentile`; `bca` from 30 runs on only. */
  readonly method?: "percentile" | "bca";
}

export interface BootstrapEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Runs. */
  readonly n: number;
  readonly tasks: number;
  readonly level: number;
  readonly method: "percentile" | "bca";
  readonly reps: number;
}

/** All scores of all tasks as one sample: `pooled(interquartileMean)`, the aggregate of Agarwal et al. (2021). */
export function pooled(statistic: (values: readonly number[]) => number): ScoreStatistic {
  return (scores) => statistic(scores[0]!.length === 1 ? scores.map((row) => row[0]!) : scores.flat());
}

/** A statistic of the tasks' means over runs: `ofTaskMeans(median)`. */
export function ofTaskMeans(statistic: (values: readonly number[]) => number): ScoreStatistic {
  return (scores) =>
    statistic(scores[0]!.map((_, task) => scores.reduce((sum, row) => sum + row[task]!, 0) / scores.length));
}

/**
 * `statistic(scores)` with its bootstrap interval (Efron 1979), runs being resampled within each task independently
 * (stratified, Agarwal et al. 2021). `percentile`: quantiles of the resampled statistics, too short at few runs, as
 * docs/statistics.md shows; for a mean, `tInterval` is better. `bca`: bias-corrected and accelerated (Efron 1987), with the
 * acceleration of leaving out one run at a time; of one task only.
 *
 * @throws InputError for fewer than 2 runs, unequal rows, BCa of fewer than 30 runs or several tasks
 * @example
 * estimate(scores, pooled(interquartileMean), { reps: 2000, level: 0.95, stream: stream(0, "report", "iqm") });
 */
export function estimate(scores: Scores, statistic: ScoreStatistic, options: BootstrapOptions): BootstrapEstimate {
  const { stream, reps = 10_000, level = 0.95, method = "percentile" } = options;
  checkTable("estimate", scores, ["run", "task"], 2, 1);
  checkCount("estimate: reps", reps, 100);
  checkShare("estimate: level", level);
  const n = scores.length;
  if (method !== "percentile" && method !== "bca") {
    throw new InputError(`estimate: unknown method "${String(method)}"; known: percentile, bca.`);
  }
  if (method === "bca" && n < BCA_FROM) {
    throw new InputError(
      `estimate: a 95 % BCa interval from ${n} runs does not hold the truth 95 % of the time (84 % at 5 runs and 89 % at 10, for the mean of normal values), ` +
        `so it is offered from ${BCA_FROM} runs on. Use tInterval for a mean, or method "percentile", which is no better but known for it.`,
    );
  }
  if (method === "bca" && scores[0]!.length > 1) {
    throw new InputError(`estimate: BCa is for one task, got ${scores[0]!.length}. Use method "percentile".`);
  }
  const value = statistic(scores);
  const replicates = resampled(scores, statistic, stream, reps);
  const [low, high] =
    method === "bca"
      ? bcaInterval(value, replicates, leaveOneOut(scores, statistic), level)
      : percentileInterval(replicates, level);
  return { value, low, high, n, tasks: scores[0]!.length, level, method, reps };
}

/** The statistic of `reps` resamples, ascending. The resampled table is reused from one to the next. */
export function resampled(scores: Scores, statistic: ScoreStatistic, stream: Stream, reps: number): Float64Array {
  const n = scores.length;
  const tasks = scores[0]!.length;
  const cells = n * tasks;
  const table = scores.map((row) => [...row]);
  const replicates = new Float64Array(reps);
  for (let rep = 0; rep < reps; rep++) {
    const chosen = indices(stream, cells, n, rep * cells);
    for (let run = 0, i = 0; run < n; run++) {
      const row = table[run]!;
      for (let task = 0; task < tasks; task++, i++) {
        row[task] = scores[chosen[i]!]![task]!;
      }
    }
    replicates[rep] = statistic(table);
  }
  return replicates.sort();
}

export function percentileInterval(replicates: Float64Array, level: number): readonly [number, number] {
  return [quantileOfSorted(replicates, (1 - level) / 2), quantileOfSorted(replicates, (1 + level) / 2)];
}

/**
 * Efron (1987), eqs. 2.3 and 7.3.
 *
 * @param leftOut the statistic without each run in turn
 */
export function bcaInterval(
  value: number,
  replicates: Float64Array,
  leftOut: readonly number[],
  level: number,
): readonly [number, number] {
  let below = 0;
  for (const replicate of replicates) below += replicate < value ? 1 : replicate === value ? 0.5 : 0;
  const bias = normalQuantile(below / replicates.length);
  const center = leftOut.reduce((sum, x) => sum + x, 0) / leftOut.length;
  const squares = leftOut.reduce((sum, x) => sum + (center - x) ** 2, 0);
  const cubes = leftOut.reduce((sum, x) => sum + (center - x) ** 3, 0);
  // Where no run matters (all equal) there is nothing to correct.
  if (squares === 0 || !Number.isFinite(bias)) return percentileInterval(replicates, level);
  const acceleration = cubes / (6 * squares ** 1.5);
  const end = (z: number) => normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z)));
  const z = normalQuantile((1 - level) / 2);
  return [quantileOfSorted(replicates, end(z)), quantileOfSorted(replicates, end(-z))];
}

export function leaveOneOut(scores: Scores, statistic: ScoreStatistic): number[] {
  return scores.map((_, out) => statistic(scores.filter((_row, run) => run !== out)));
}
