/** Performance profiles: the share of runs that score above each threshold. */
import type { Stream } from "../random/index.js";
import type { Scores } from "./bootstrap.js";
import { checkCount, checkShare, checkTable, checkValues } from "./checks.js";
import { quantileOfSorted } from "./descriptive.js";
import { indices } from "./resample.js";

export interface ProfilePoint {
  readonly threshold: number;
  /** The share of all runs of all tasks with a score above the threshold. */
  readonly share: number;
  /** Pointwise bootstrap band, where a stream was given. */
  readonly low?: number;
  readonly high?: number;
  /** Runs. */
  readonly n: number;
}

export interface ProfileOptions {
  readonly stream?: Stream;
  /** Default 2000. */
  readonly reps?: number;
  readonly level?: number;
}

/**
 * The run-score distribution of Agarwal et al. (2021, §4.2), after Dolan & Moré (2002): at each threshold the share of runs
 * above it, tasks weighing the same. Where one method's curve lies above another's everywhere, every quantile of it is better.
 *
 * @param scores scores[run][task]
 * @example
 * performanceProfile([[0.2], [0.6], [0.9]], [0.5]); // [{ threshold: 0.5, share: 0.667, n: 3 }]
 */
export function performanceProfile(
  scores: Scores,
  thresholds: readonly number[],
  options: ProfileOptions = {},
): ProfilePoint[] {
  const { stream, reps = 2000, level = 0.95 } = options;
  checkTable("performanceProfile", scores, ["run", "task"]);
  checkValues("performanceProfile: thresholds", thresholds);
  checkCount("performanceProfile: reps", reps, 100);
  checkShare("performanceProfile: level", level);
  const n = scores.length;
  const tasks = scores[0]!.length;
  const cells = n * tasks;
  return thresholds.map((threshold) => {
    const above = scores.map((row) => row.map((score) => (score > threshold ? 1 : 0)));
    const share = above.flat().reduce((sum: number, x) => sum + x, 0) / cells;
    if (stream === undefined) return { threshold, share, n };
    // The same resamples at every threshold, so that the band is as smooth as the curve.
    const shares = new Float64Array(reps);
    for (let rep = 0; rep < reps; rep++) {
      const chosen = indices(stream, cells, n, rep * cells);
      let count = 0;
      for (let i = 0; i < cells; i++) count += above[chosen[i]!]![i % tasks]!;
      shares[rep] = count / cells;
    }
    shares.sort();
    const end = (p: number) => quantileOfSorted(shares, p);
    return { threshold, share, low: end((1 - level) / 2), high: end((1 + level) / 2), n };
  });
}
