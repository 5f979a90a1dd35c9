/** Two methods compared seed by seed: what they share (order, masks, augmentation) cancels in the differences. */
import { checkShare, checkValues } from "./checks.js";
import { sampleStd } from "./descriptive.js";
import { tCdf } from "./student-t.js";
import { tInterval } from "./t-interval.js";

export interface PairedDifferences {
  /** Seeds that both have, in the order of the first. */
  readonly seeds: readonly number[];
  /** First minus second. */
  readonly differences: readonly number[];
}

/**
 * The differences a − b at the seeds both have; a seed that failed under either is in neither and drops out.
 *
 * @example
 * pairBySeed(new Map([[0, 0.98], [1, 0.97]]), new Map([[1, 0.96], [2, 0.99]])); // seeds [1], differences [0.01]
 */
export function pairBySeed(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): PairedDifferences {
  const seeds = [...a.keys()].filter((seed) => b.has(seed));
  return { seeds, differences: seeds.map((seed) => a.get(seed)! - b.get(seed)!) };
}

export interface PairedTTest {
  readonly mean: number;
  /** Ends of the t interval at `level`. */
  readonly low: number;
  readonly high: number;
  readonly level: number;
  /** Standard deviation of the differences. */
  readonly sd: number;
  readonly t: number;
  /** Two-sided. */
  readonly p: number;
  readonly n: number;
}

/**
 * The paired t test (Student 1908) of "the mean difference is zero", two-sided, with the t interval of the mean: t = mean / (s / √n)
 * on n − 1 degrees of freedom. The right primary test for few seeds: at n = 5 no rank test can go below 0.0625.
 *
 * Differences that are all the same have no spread to measure by: all zero gives p = 1, all equal to something else
 * t = ±∞ and p = 0, which nobody should believe; `judge` falls back on the permutation test there.
 *
 * @param differences one a seed (`pairBySeed`)
 * @throws InputError for fewer than two, or for one that is not finite
 */
export function pairedTTest(differences: readonly number[], level = 0.95): PairedTTest {
  checkValues("pairedTTest", differences, 2);
  checkShare("pairedTTest: level", level);
  const n = differences.length;
  if (!vary(differences)) {
    const same = differences[0]!;
    const t = same === 0 ? 0 : same * Number.POSITIVE_INFINITY;
    return { mean: same, low: same, high: same, level, sd: 0, t, p: same === 0 ? 1 : 0, n };
  }
  const { mean, low, high } = tInterval(differences, level);
  const sd = sampleStd(differences);
  const t = (mean / sd) * Math.sqrt(n);
  return { mean, low, high, level, sd, t, p: 2 * tCdf(-Math.abs(t), n - 1), n };
}

/** Whether values differ by more than the rounding errors of subtracting two accuracies. */
export function vary(values: readonly number[]): boolean {
  const largest = values.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  return values.some((x) => Math.abs(x - values[0]!) > 1e-10 * largest);
}
