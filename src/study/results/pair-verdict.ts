/** A verdict on two methods of a problem, as outcomes and `compare --json` hold it. */
import type { Verdict } from "../../statistics/index.js";

/**
 * One pair, `a` ranking first. Differences are a − b in the study's metric after the last epoch: in
 * test accuracy, in most studies.
 */
export interface PairVerdict {
  /** The label of the method that ranks first. */
  readonly a: string;
  /** The label of the other method. */
  readonly b: string;
  /** "winner", "equivalent", "no-detectable-difference" or "too-few-seeds". */
  readonly kind: Verdict["kind"];
  /** The label of the better method, where that is shown; else null. */
  readonly winner: string | null;
  /** Where a lower metric is better, so that a difference below 0 is for `a`; else left out. */
  readonly better?: "lower" | undefined;
  /** Number of seeds with which both learned. */
  readonly n: number;
  /**
   * The quantity that was judged: the mean difference by the t test, or the median difference by
   * the sign test, as the differences are skewed, or one lies far out, or most seeds do not bear
   * out the mean.
   */
  readonly basis: Verdict["basis"];
  /** The mean difference; null where there is no such seed. */
  readonly mean: number | null;
  /**
   * The t interval of the mean; null below three seeds. The intervals of all pairs hold together
   * with 95 %, and where the mean was judged the interval agrees with the verdict: it holds 0
   * unless there is a winner.
   */
  readonly low: number | null;
  /** The upper end of that interval; null below three seeds. */
  readonly high: number | null;
  /** The coverage of this interval alone: 1 − 0.05 / `family`; null below three seeds. */
  readonly level: number | null;
  /**
   * The median difference, with its interval at that level likewise, and what it covers; null below
   * two seeds.
   */
  readonly median: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
    /** 1 − 0.05 / `family` or more; less where so few seeds cannot. */
    readonly level: number;
  } | null;
  /** How the differences depart from what the t test assumes; null where nothing shows. */
  readonly departure: Verdict["departure"];
  /** The p-value of the paired t test. */
  readonly p: number | null;
  /**
   * Holm's, of the test of `basis`, over the pairs of the problem that have three seeds or more;
   * null where the kind is "too-few-seeds".
   */
  readonly correctedP: number | null;
  /** How many pairs were corrected for. */
  readonly family: number;
  /**
   * The sign test, with the smallest p that so many seeds can give, and in how many seeds `a` is
   * ahead and behind.
   */
  readonly sign: {
    readonly p: number;
    readonly smallestP: number;
    readonly ahead: number;
    readonly behind: number;
  } | null;
  /** The permutation test beside it, likewise. */
  readonly permutation: { readonly p: number; readonly smallestP: number } | null;
  /** The signed-rank test of Wilcoxon, likewise. */
  readonly wilcoxon: { readonly p: number; readonly smallestP: number } | null;
  /** Two one-sided tests, where a margin was stated. */
  readonly equivalence: {
    readonly basis: Verdict["basis"];
    readonly margin: number;
    readonly p: number;
    readonly low: number;
    readonly high: number;
  } | null;
  /**
   * Seeds to see such a difference in 80 % of studies, with the 90 % interval that follows from the
   * uncertainty of the spread.
   */
  readonly needed: {
    readonly difference: number;
    readonly seeds: number;
    readonly low: number;
    readonly high: number;
  } | null;
  /** The verdict in words. */
  readonly sentence: string;
}

/** The difference that was judged, as seen from one of the two methods. */
export interface SeenDifference {
  /** The label of the other method. */
  readonly other: string;
  /** Mean or median, whichever was judged: above 0 where the one it is seen from is better. */
  readonly value: number;
  /** The interval that agrees with the verdict; null below three seeds. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * A pair as seen from one of its methods.
 *
 * @param from the label of either method
 * @returns undefined where no seed is common to both
 */
export function seenFrom(from: string, pair: PairVerdict): SeenDifference | undefined {
  const { a, b, basis, mean, low, high, median, better } = pair;
  if (mean === null) return undefined;
  const judged = basis === "median" && median !== null ? median : { value: mean, low, high };
  if ((from === a) === (better === undefined)) {
    const other = from === a ? b : a;
    return { other, value: judged.value, low: judged.low, high: judged.high };
  }
  const negated = (x: number | null) => (x === null ? null : 0 - x);
  return { other: from === a ? b : a, value: 0 - judged.value, low: negated(judged.high), high: negated(judged.low) };
}
