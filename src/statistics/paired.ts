/**
 * Two methods compared seed by seed. What their runs share (order, masks, augmentation) cancels in
 * the differences.
 */
import { checkShare, checkValues } from "./checks.js";
import { sampleStd } from "./descriptive.js";
import { tCdf } from "./student-t.js";
import { tInterval } from "./t-interval.js";

/** Differences between two methods, one per common seed. */
export interface PairedDifferences {
  /** Seeds of both methods, in the order of the first. */
  readonly seeds: readonly number[];
  /** First minus second. */
  readonly differences: readonly number[];
}

/**
 * The differences a − b at the seeds that both have. A seed whose run failed under either method
 * drops out.
 *
 * @param a figures by seed
 * @param b figures by seed
 * @example
 * import { pairBySeed } from "stepzero/statistics";
 *
 * const he = new Map([[0, 0.98], [1, 0.97]]);
 * const glorot = new Map([[1, 0.96], [2, 0.99]]);
 * pairBySeed(he, glorot); // → { seeds: [1], differences: [0.01] }
 */
export function pairBySeed(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): PairedDifferences {
  const seeds = [...a.keys()].filter((seed) => b.has(seed));
  return { seeds, differences: seeds.map((seed) => a.get(seed)! - b.get(seed)!) };
}

/** Result of `pairedTTest`. */
export interface PairedTTest {
  /** Mean of the differences. */
  readonly mean: number;
  /** Lower end of the t interval at `level`. */
  readonly low: number;
  /** Upper end of that interval. */
  readonly high: number;
  /** Coverage of the interval, between 0 and 1. */
  readonly level: number;
  /** Standard deviation of the differences. */
  readonly sd: number;
  /** Mean divided by its standard error. */
  readonly t: number;
  /** Two-sided. */
  readonly p: number;
  /** Number of differences. */
  readonly n: number;
}

/**
 * The paired t test (Student, "The probable error of a mean", 1908) of "the mean difference is
 * zero", two-sided, with the t interval of the mean: t = mean / (s / √n) on n − 1 degrees of
 * freedom. It is the right primary test for few seeds: at n = 5 no rank test gets below 0.0625.
 *
 * Differences that are all the same have no spread. If all are zero, p = 1; if all equal another
 * value, t = ±∞ and p = 0, which is not to be believed: `judge` uses the permutation test instead.
 *
 * @param differences one per seed (`pairBySeed`)
 * @defaultValue `level`: 0.95
 * @throws InputError for fewer than two differences, one that is not finite, or a level outside (0,
 *   1)
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
