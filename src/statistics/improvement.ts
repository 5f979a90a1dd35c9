/** The probability that a run of one method beats a run of another. */
import { InputError } from "../errors.js";
import { at, type Stream } from "../random/index.js";
import { type BootstrapEstimate, percentileInterval, type Scores } from "./bootstrap.js";
import { checkCount, checkShare, checkTable, checkValues } from "./checks.js";
import { indices } from "./resample.js";

/**
 * P(A > B) + ½ P(A = B) over all pairs of a run of `a` and a run of `b`: the U of Mann & Whitney
 * (1947) divided by n m. One half means that neither is better. It ignores by how much, and which
 * runs share a seed.
 *
 * @throws InputError for an empty sample, or a value that is not finite
 * @example
 * import { probabilityOfImprovement } from "stepzero/statistics";
 *
 * probabilityOfImprovement([3, 4, 5], [1, 3]); // → 0.9167
 */
export function probabilityOfImprovement(a: readonly number[], b: readonly number[]): number {
  checkValues("probabilityOfImprovement, first sample", a);
  checkValues("probabilityOfImprovement, second sample", b);
  let wins = 0;
  for (const x of a) for (const y of b) wins += x > y ? 1 : x === y ? 0.5 : 0;
  return wins / (a.length * b.length);
}

/** Options of `estimateImprovement`. */
export interface ImprovementOptions {
  /** Source of randomness: the same stream gives the same interval. */
  readonly stream: Stream;
  /**
   * Number of resamples.
   *
   * @defaultValue 2000
   */
  readonly reps?: number | undefined;
  /**
   * Nominal coverage, between 0 and 1.
   *
   * @defaultValue 0.95
   */
  readonly level?: number | undefined;
}

/**
 * The probability of improvement averaged over tasks, with a percentile bootstrap interval. Runs of
 * either method are resampled within each task (Agarwal et al. 2021). With few runs the interval is
 * too short; where the samples do not overlap its width is zero, for every n.
 *
 * @param a scores[run][task]
 * @param b scores[run][task] of the other method on the same tasks; the number of runs may differ
 * @throws InputError for fewer than 2 runs, different numbers of tasks, or options out of range
 */
export function estimateImprovement(a: Scores, b: Scores, options: ImprovementOptions): BootstrapEstimate {
  const { stream, reps = 2000, level = 0.95 } = options;
  checkTable("estimateImprovement, first", a, ["run", "task"], 2, 1);
  checkTable("estimateImprovement, second", b, ["run", "task"], 2, 1);
  if (a[0]!.length !== b[0]!.length) {
    throw new InputError(
      `estimateImprovement: got ${a[0]!.length} and ${b[0]!.length} task(s); expected the same tasks.`,
    );
  }
  checkCount("estimateImprovement: reps", reps, 100);
  checkShare("estimateImprovement: level", level);
  const tasks = a[0]!.length;
  const value = averageOver(tasks, (task) => probabilityOfImprovement(column(a, task), column(b, task)));
  const replicates = new Float64Array(reps);
  for (let task = 0; task < tasks; task++) {
    const first = column(a, task);
    const second = column(b, task);
    const streams = [at(at(stream, task), 0), at(at(stream, task), 1)] as const;
    for (let rep = 0; rep < reps; rep++) {
      const resample = (values: readonly number[], from: Stream) =>
        Array.from(indices(from, values.length, values.length, rep * values.length), (i) => values[i]!);
      replicates[rep]! += probabilityOfImprovement(resample(first, streams[0]), resample(second, streams[1])) / tasks;
    }
  }
  const [low, high] = percentileInterval(replicates.sort(), level);
  return { value, low, high, n: Math.min(a.length, b.length), tasks, level, method: "percentile", reps };
}

function column(scores: Scores, task: number): number[] {
  return scores.map((row) => row[task]!);
}

function averageOver(count: number, term: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += term(i);
  return sum / count;
}
