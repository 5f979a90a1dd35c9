/** What may be said of each pair of methods of a problem: paired by seed, and corrected over all pairs of the problem. */
import {
  allPairs,
  judge,
  supportedLeader,
  type Verdict,
  verdictSentence,
  wilcoxonTest,
} from "../../statistics/index.js";
import type { CellResult } from "../plan/cell.js";
import type { DataDescription } from "../plan/description.js";
import { labelsOf, type StudyDescription } from "../plan/plan.js";
import type { Problem } from "../plan/specification.js";
import { isStuck, type MethodSummary } from "./summary.js";

/** One pair, `a` ranking first. Differences are a − b in test accuracy after the last epoch. */
export interface PairVerdict {
  readonly a: string;
  readonly b: string;
  readonly kind: Verdict["kind"];
  readonly winner: string | null;
  /** Seeds with which both learned. */
  readonly n: number;
  /** Null where there is no such seed. */
  readonly mean: number | null;
  /** The pair's own 95 % t interval, not corrected; null below two seeds. */
  readonly low: number | null;
  readonly high: number | null;
  /** Of the paired t test. */
  readonly p: number | null;
  /** Holm's, over the pairs of the problem that have three seeds or more. */
  readonly correctedP: number | null;
  /** How many pairs were corrected for. */
  readonly family: number;
  /** "t"; "permutation" where all differences are the same, so that there is no spread to measure by. */
  readonly decidedBy: Verdict["decidedBy"];
  /** Beside it, with the smallest p that so many seeds can give. */
  readonly permutation: { readonly p: number; readonly smallestP: number } | null;
  readonly wilcoxon: { readonly p: number; readonly smallestP: number } | null;
  /** Two one-sided tests, where a margin was stated. */
  readonly equivalence: {
    readonly margin: number;
    readonly p: number;
    readonly low: number;
    readonly high: number;
  } | null;
  /** Seeds to see such a difference in 80 % of studies, and the 90 % interval that these seeds' spread deserves. */
  readonly needed: {
    readonly difference: number;
    readonly seeds: number;
    readonly low: number;
    readonly high: number;
  } | null;
  readonly sentence: string;
}

export interface ProblemVerdicts extends Problem {
  /** The method that beat every other that learned; null where none did. */
  readonly leader: string | null;
  /** Methods that could not be told from the first, it included. */
  readonly tied: readonly string[];
  /** Every pair of methods that learned, in the order of their ranks. */
  readonly verdicts: readonly PairVerdict[];
}

/** A difference that is worth seeing, where the study names none: 0.3 points. */
const WORTH_SEEING = 0.003;

/** The verdicts of each problem with at least two methods that learned. */
export function judgeProblems(
  study: StudyDescription,
  results: readonly CellResult[],
  summary: readonly MethodSummary[],
): ProblemVerdicts[] {
  return study.problems.flatMap((problem) => {
    const methods = summary.filter(
      ({ data, model, rank }) => data === problem.data && model === problem.model && rank !== null,
    );
    const data = study.data.find(({ name }) => name === problem.data)!;
    return methods.length < 2 ? [] : [judgeProblem(study, problem, methods, results, data)];
  });
}

function judgeProblem(
  { margin }: StudyDescription,
  problem: Problem,
  methods: readonly MethodSummary[],
  results: readonly CellResult[],
  data: DataDescription,
): ProblemVerdicts {
  const pairs = allPairs(
    methods.map((method) => ({ name: method.init, bySeed: learnedBySeed(runsOf(results, method), data) })),
  );
  const judged = judge(pairs, {
    worthSeeing: margin ?? WORTH_SEEING,
    ...(margin === undefined ? {} : { margin }),
  });
  const first = methods[0]!.init;
  const beaten = judged.filter(({ a, kind, winner }) => a === first && kind === "winner" && winner === a);
  return {
    ...problem,
    leader: supportedLeader(judged),
    tied: methods.map(({ init }) => init).filter((init) => beaten.every(({ b }) => b !== init)),
    verdicts: judged.map((verdict, i) => told(verdict, pairs[i]!.differences)),
  };
}

function told(verdict: Verdict, differences: readonly number[]): PairVerdict {
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

/** A method's runs on its problem. */
export function runsOf(
  results: readonly CellResult[],
  { data, model, init }: Pick<MethodSummary, "data" | "model" | "init">,
): CellResult[] {
  return results.filter(({ cell }) => {
    const labels = labelsOf(cell);
    return labels.data === data && labels.model === model && labels.init === init;
  });
}

/** The final test accuracy of the runs that learned, by seed. */
export function learnedBySeed(runs: readonly CellResult[], data: DataDescription): Map<number, number> {
  const learned = runs.filter((run) => run.status === "done" && !isStuck(run, data));
  return new Map(learned.map(({ cell, epochs }) => [cell.seed, epochs.at(-1)!.testAccuracy]));
}
