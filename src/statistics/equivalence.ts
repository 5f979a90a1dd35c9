/**
 * The test that a difference is too small to matter. A test without a detectable difference does
 * not show that.
 */
import { checkPositive, checkShare, checkValues } from "./checks.js";
import { pairedTTest } from "./paired.js";
import { tCdf } from "./student-t.js";

/** Result of `equivalenceTest`. */
export interface EquivalenceTest {
  /** The larger of the two one-sided p-values: equivalent where it is ≤ alpha. */
  readonly p: number;
  /** Whether `p` is at most `alpha`. */
  readonly equivalent: boolean;
  /** Differences within ±margin count as equal. */
  readonly margin: number;
  /** Level of the test, between 0 and 1. */
  readonly alpha: number;
  /** Mean of the differences. */
  readonly mean: number;
  /**
   * Lower end of the t interval with coverage 1 − 2 alpha. The interval lies within ±margin exactly
   * if `equivalent`.
   */
  readonly low: number;
  /** Upper end of that interval. */
  readonly high: number;
  /** Number of differences. */
  readonly n: number;
}

/**
 * Two one-sided paired t tests (Schuirmann, "A comparison of the two one-sided tests procedure and
 * the power approach", 1987) of "the mean difference is −margin or less" and "margin or more".
 * Rejecting both shows that it lies between. The margin is a judgement: the largest difference that
 * would not change a reader's decision. Choose it before you look at the results.
 *
 * @param differences one per seed
 * @param margin above 0, in the units of the differences
 * @defaultValue `alpha`: 0.05
 * @throws InputError for fewer than two differences, margin ≤ 0, or alpha outside (0, ½)
 * @example
 * import { equivalenceTest } from "stepzero/statistics";
 *
 * const differences = [0.001, -0.0005, 0.0002, 0.0004, -0.0008];
 * equivalenceTest(differences, 0.003).equivalent; // → true
 */
export function equivalenceTest(differences: readonly number[], margin: number, alpha = 0.05): EquivalenceTest {
  checkValues("equivalenceTest", differences, 2);
  checkPositive("equivalenceTest: margin", margin);
  checkShare("equivalenceTest: alpha", alpha);
  if (alpha >= 0.5) checkShare("equivalenceTest: 2 alpha", 2 * alpha);
  const { mean, low, high, sd, n } = pairedTTest(differences, 1 - 2 * alpha);
  const error = sd / Math.sqrt(n);
  // If all differences are the same, there is no error to allow for.
  const beyond = (distance: number) => (error > 0 ? tCdf(-distance / error, n - 1) : distance > 0 ? 0 : 1);
  const p = Math.max(beyond(margin - mean), beyond(margin + mean));
  return { p, equivalent: p <= alpha, margin, alpha, mean, low, high, n };
}
