/**
 * The verdict on each pair of methods of a problem: paired by seed, and corrected over all pairs of
 * the problem.
 */
import {
  allPairs,
  judge,
  supportedLeader,
  type Verdict,
  verdictSentence,
  wilcoxonTest,
} from "../../statistics/index.js";
import { finalBySeed } from "./figures.js";
import type { MethodOutcome } from "./methods.js";

/** One pair, `a` ranking first. Differences are a − b in test accuracy after the last epoch. */
export interface PairVerdict {
  /** The label of the method that ranks first. */
  readonly a: string;
  /** The label of the other method. */
  readonly b: string;
  /** "winner", "equivalent", "no-detectable-difference" or "too-few-seeds". */
  readonly kind: Verdict["kind"];
  /** The label of the better method, where that is shown; else null. */
  readonly winner: string | null;
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
  /** The pair's own 95 % t interval of the mean, not corrected; null below two seeds. */
  readonly low: number | null;
  /** The upper end of that interval; null below two seeds. */
  readonly high: number | null;
  /** The median difference, with its own interval and what that covers; null below two seeds. */
  readonly median: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
    /** 0.95 or more; less below six seeds. */
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

/** The verdicts on all pairs of methods that learned. */
export interface ProblemVerdicts {
  /** The method that beat every other that learned; null where none did. */
  readonly leader: string | null;
  /** Methods that are not shown to differ from the first, the first included. */
  readonly tied: readonly string[];
  /** Every pair of methods that learned, in the order of their ranks. */
  readonly verdicts: readonly PairVerdict[];
}

/** A difference that is worth seeing, where the study names none: 0.3 points. */
const WORTH_SEEING = 0.003;

/**
 * The verdicts on a problem.
 *
 * @param methods the problem's, by rank
 * @param margin the study's
 * @returns undefined for fewer than two methods that learned
 */
export function judgeMethods(
  methods: readonly MethodOutcome[],
  margin: number | undefined,
): ProblemVerdicts | undefined {
  const learners = methods.filter(({ rank }) => rank !== null);
  if (learners.length < 2) return undefined;
  const pairs = allPairs(
    learners.map(({ label, learned }) => ({ name: label, bySeed: finalBySeed(learned, "testAccuracy") })),
  );
  const judged = judge(pairs, {
    worthSeeing: margin ?? WORTH_SEEING,
    ...(margin === undefined ? {} : { margin }),
  });
  const first = learners[0]!.label;
  const apart = new Set(judged.flatMap(({ a, b, winner }) => (a === first && winner !== null ? [b] : [])));
  return {
    leader: supportedLeader(judged),
    tied: learners.map(({ label }) => label).filter((label) => !apart.has(label)),
    verdicts: judged.map((verdict, i) => pairVerdict(verdict, pairs[i]!.differences)),
  };
}

function pairVerdict(verdict: Verdict, differences: readonly number[]): PairVerdict {
  const { kind, a, b, winner, n, basis, mean, test, median, departure, adjustedP, family } = verdict;
  const { sign, permutation, equivalence, needed } = verdict;
  const ranks = n < 2 ? null : wilcoxonTest(differences);
  return {
    a,
    b,
    kind,
    winner,
    n,
    basis,
    mean,
    low: test?.low ?? null,
    high: test?.high ?? null,
    median: median && { value: median.median, low: median.low, high: median.high, level: median.level },
    departure,
    p: test?.p ?? null,
    correctedP: adjustedP,
    family,
    sign: sign && { p: sign.p, smallestP: sign.smallestP, ahead: sign.positive, behind: sign.negative },
    permutation: permutation && { p: permutation.p, smallestP: permutation.smallestP },
    wilcoxon: ranks && { p: ranks.p, smallestP: ranks.smallestP },
    equivalence: equivalence && {
      basis: equivalence.basis,
      margin: equivalence.margin,
      p: equivalence.adjustedP,
      low: equivalence.low,
      high: equivalence.high,
    },
    needed: needed && { difference: needed.difference, seeds: needed.seeds, low: needed.low, high: needed.high },
    sentence: verdictSentence(verdict),
  };
}
