/**
 * Friedman's test and Nemenyi's critical difference: whether k methods differ in rank over blocks,
 * and which ones do.
 */
import { checkShare, checkTable } from "./checks.js";
import { chiSquareTails } from "./chi-square.js";
import { incompleteBeta } from "./gamma.js";
import { averageRanks, midranks } from "./ranks.js";
import { studentizedRangeCdf, studentizedRangeQuantile } from "./studentized-range.js";

/** Result of `friedmanTest`. */
export interface FriedmanTest {
  /** The statistic of Friedman (1937). */
  readonly chiSquare: number;
  /** From χ² with k − 1 degrees of freedom: too cautious for few blocks. */
  readonly p: number;
  /**
   * The F of Iman & Davenport (1980), (n − 1) χ² / (n (k − 1) − χ²). It is less cautious than χ²;
   * Demšar (2006) recommends it.
   */
  readonly f: number;
  /** From `f` with k − 1 and (k − 1)(n − 1) degrees of freedom. */
  readonly pOfF: number;
  /** The chance of n identical orders of k methods, k!^(1 − n). Do not believe a p below it. */
  readonly smallestP: number;
  /** Mean rank of each method; 1 is best. */
  readonly ranks: readonly number[];
  /** Number of blocks. */
  readonly n: number;
  /** Number of methods. */
  readonly k: number;
}

/**
 * Friedman's test ("The use of ranks to avoid the assumption of normality", 1937) of "all methods
 * have the same mean rank", corrected for ties (Conover, "Practical nonparametric statistics",
 * 1999, section 5.8).
 *
 * @param scores scores[block][method], at least two blocks of three methods (for two methods, use
 *   `wilcoxonTest`)
 * @defaultValue `better`: "higher"
 * @throws InputError for too few blocks or methods, or a score that is not finite
 */
export function friedmanTest(
  scores: readonly (readonly number[])[],
  better: "higher" | "lower" = "higher",
): FriedmanTest {
  checkTable("friedmanTest", scores, ["block", "method"], 2, 3);
  const { ranks, n } = averageRanks(scores, better);
  const k = ranks.length;
  const between = ranks.reduce((sum, rank) => sum + (rank - (k + 1) / 2) ** 2, 0) * n * n;
  // The ranks' variance about (k + 1)/2 within blocks; without ties n k (k + 1) (k − 1) / 12.
  const within = scores.reduce(
    (sum, row) => sum + midranks([...row]).reduce((s, rank) => s + (rank - (k + 1) / 2) ** 2, 0),
    0,
  );
  let smallestP = 1;
  for (let i = 2; i <= k; i++) smallestP *= i ** (1 - n);
  if (within === 0) return { chiSquare: 0, p: 1, f: 0, pOfF: 1, smallestP, ranks, n, k };
  const chiSquare = ((k - 1) * between) / within;
  const left = n * (k - 1) - chiSquare;
  const f = left > 1e-9 ? ((n - 1) * chiSquare) / left : Number.POSITIVE_INFINITY;
  return {
    chiSquare,
    p: chiSquareTails(chiSquare, k - 1)[1],
    f,
    pOfF: upperF(f, k - 1, (k - 1) * (n - 1)),
    smallestP,
    ranks,
    n,
    k,
  };
}

/** P(F > f) with a and b degrees of freedom (Abramowitz & Stegun 26.6.2). */
function upperF(f: number, a: number, b: number): number {
  if (f === Number.POSITIVE_INFINITY) return 0;
  return incompleteBeta(b / (b + a * f), b / 2, a / 2, (a * f) / (b + a * f));
}

/** Result of `nemenyiTest`. */
export interface NemenyiTest {
  /** Mean rank of each method; 1 is best. */
  readonly ranks: readonly number[];
  /** Mean ranks further apart than this differ at `alpha`, over all pairs together. */
  readonly criticalDifference: number;
  /** Level of the test, between 0 and 1. */
  readonly alpha: number;
  /** p[i][j], corrected for all pairs. */
  readonly p: readonly (readonly number[])[];
  /** Number of blocks. */
  readonly n: number;
  /** Number of methods. */
  readonly k: number;
}

/**
 * Nemenyi's comparison of all pairs of mean ranks ("Distribution-free multiple comparisons", 1963):
 * CD = q_α(k, ∞) / √2 · √(k (k + 1) / (6 n)), where q is the studentized range (Demšar,
 * "Statistical comparisons of classifiers over multiple data sets", 2006, section 3.2.2). Use it
 * for a critical-difference diagram, after Friedman's test has detected a difference.
 *
 * @param scores scores[block][method]
 * @throws InputError for too few blocks or methods, or a score that is not finite
 * @example
 * import { nemenyiTest } from "stepzero/statistics";
 *
 * // 4 methods on 14 problems
 * const accuracies = Array.from({ length: 14 }, () => [0.91, 0.92, 0.93, 0.94]);
 * nemenyiTest(accuracies).criticalDifference; // → 1.25
 */
export function nemenyiTest(
  scores: readonly (readonly number[])[],
  { alpha = 0.05, better = "higher" }: { readonly alpha?: number; readonly better?: "higher" | "lower" } = {},
): NemenyiTest {
  checkTable("nemenyiTest", scores, ["block", "method"], 2, 2);
  checkShare("nemenyiTest: alpha", alpha);
  const { ranks, n } = averageRanks(scores, better);
  const k = ranks.length;
  const unit = unitOf(k, n);
  const p = ranks.map((a) => ranks.map((b) => Math.max(0, 1 - studentizedRangeCdf(Math.abs(a - b) / unit, k))));
  return { ranks, criticalDifference: criticalDifference(k, n, alpha), alpha, p, n, k };
}

/** Nemenyi's critical difference of the mean ranks of k methods in n blocks. */
export function criticalDifference(k: number, n: number, alpha = 0.05): number {
  return studentizedRangeQuantile(1 - alpha, k) * unitOf(k, n);
}

/** The standard error of a difference of mean ranks, over √2. */
function unitOf(k: number, n: number): number {
  return Math.sqrt((k * (k + 1)) / (12 * n));
}
