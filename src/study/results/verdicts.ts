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
  /** Null where there is no such seed. */
  readonly mean: number | null;
  /** The pair's own 95 % t interval, not corrected; null below two seeds. */
  readonly low: number | null;
  /** The upper end of that interval; null below two seeds. */
  readonly high: number | null;
  /** The p-value of the paired t test. */
  readonly p: number | null;
  /** Holm's, over the pairs of the problem that have three seeds or more. */
  readonly correctedP: number | null;
  /** How many pairs were corrected for. */
  readonly family: number;
  /** "permutation" where all differences are the same, so that the t test has no spread. */
  readonly decidedBy: Verdict["decidedBy"];
  /** Beside it, with the smallest p that so many seeds can give. */
  readonly permutation: { readonly p: number; readonly smallestP: number } | null;
  /** The signed-rank test of Wilcoxon, likewise. */
  readonly wilcoxon: { readonly p: number; readonly smallestP: number } | null;
  /** Two one-sided tests, where a margin was stated. */
  readonly equivalence: {
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
  const beaten = new Set(judged.flatMap(({ a, b, winner }) => (a === first && winner === a ? [b] : [])));
  return {
    leader: supportedLeader(judged),
    tied: learners.map(({ label }) => label).filter((label) => !beaten.has(label)),
    verdicts: judged.map((verdict, i) => pairVerdict(verdict, pairs[i]!.differences)),
  };
}

function pairVerdict(verdict: Verdict, differences: readonly number[]): PairVerdict {
  const { kind, a, b, winner, n, mean, test, adjustedP, family, decidedBy, permutation, equivalence, needed } = verdict;
  const ranks = n < 2 ? null : wilcoxonTest(differences);
  return {
    a,
    b,
    kind,
    winner,
    n,
    mean,
    low: test?.low ?? null,
    high: test?.high ?? null,
    p: test?.p ?? null,
    correctedP: adjustedP,
    family,
    decidedBy,
    permutation: permutation && { p: permutation.p, smallestP: permutation.smallestP },
    wilcoxon: ranks && { p: ranks.p, smallestP: ranks.smallestP },
    equivalence: equivalence && {
      margin: equivalence.margin,
      p: equivalence.adjustedP,
      low: equivalence.low,
      high: equivalence.high,
    },
    needed: needed && { difference: needed.difference, seeds: needed.seeds, low: needed.low, high: needed.high },
    sentence: verdictSentence(verdict),
  };
}
