/** Methods over several problems: ranks, and the scores of all runs together. */

import { stream } from "../random/index.js";
import {
  averageRanks,
  estimateImprovement,
  friedmanTest,
  interquartileMean,
  nemenyiTest,
  performanceProfile,
  pooled,
  type Scores,
  estimate as withBootstrap,
} from "../statistics/index.js";
import type { CellResult } from "./cell.js";
import type { StudyDescription } from "./plan.js";
import type { MethodSummary } from "./summary.js";
import { runsOf } from "./verdicts.js";

export interface AcrossProblems {
  /** Problems that count: those on which every method has a figure. */
  readonly problems: number;
  readonly methods: readonly {
    readonly init: string;
    /** Mean over the problems of its rank by mean test accuracy; 1 is best, ties share. Stuck runs' figures count here. */
    readonly averageRank: number;
    /** Of the test accuracies of all its runs, failures left out, with a percentile bootstrap interval; null where seeds are missing. */
    readonly interquartileMean: Interval | null;
    /** The share of its runs above each test accuracy. */
    readonly profile: readonly { readonly accuracy: number; readonly share: number }[] | null;
  }[];
  /** Friedman's test; null below three methods. No p below `smallestP` is possible with so few problems. */
  readonly friedman: { readonly p: number; readonly smallestP: number } | null;
  /** Nemenyi's: average ranks further apart than this differ at 5 %. */
  readonly criticalDifference: number;
  /** The chance that a run of `a` is better than one of `b`, averaged over the problems (Agarwal et al. 2021). */
  readonly improvement: readonly (Interval & { readonly a: string; readonly b: string })[];
}

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

const PROFILE_POINTS = 51;

/** Null for fewer than two problems or methods. */
export function compareAcross(
  study: StudyDescription,
  results: readonly CellResult[],
  summary: readonly MethodSummary[],
): AcrossProblems | null {
  const names = study.inits.map(({ label }) => label);
  const blocks = study.problems.flatMap(({ data, model }) => {
    const of = summary.filter((one) => one.data === data && one.model === model);
    const row = names.map((init) => of.find((one) => one.init === init));
    return row.every((one) => one?.testAccuracy != null) ? [row.map((one) => one!)] : [];
  });
  if (blocks.length < 2 || names.length < 2) return null;
  const means = blocks.map((row) => row.map(({ testAccuracy }) => testAccuracy!.mean));
  const { ranks } = averageRanks(means);
  const scores = names.map((_, at) =>
    scoresOf(
      blocks.map((row) => row[at]!),
      results,
      study.seeds,
    ),
  );
  const friedman = names.length < 3 ? null : friedmanTest(means);
  const pairs = names.flatMap((_, a) => names.slice(a + 1).map((_, i) => [a, a + 1 + i] as const));
  return {
    problems: blocks.length,
    methods: names.map((init, at) => ({
      init,
      averageRank: ranks[at]!,
      interquartileMean:
        scores[at] === undefined ? null : interval(withBootstrap(scores[at], pooled(interquartileMean), options(init))),
      profile:
        scores[at] === undefined
          ? null
          : performanceProfile(
              scores[at],
              Array.from({ length: PROFILE_POINTS }, (_, i) => i / (PROFILE_POINTS - 1)),
            ).map(({ threshold, share }) => ({ accuracy: threshold, share })),
    })),
    friedman: friedman && { p: friedman.p, smallestP: friedman.smallestP },
    criticalDifference: nemenyiTest(means).criticalDifference,
    improvement: pairs.flatMap(([a, b]) => {
      if (scores[a] === undefined || scores[b] === undefined) return [];
      const found = estimateImprovement(scores[a], scores[b], options(`${names[a]} ${names[b]}`));
      return [{ a: names[a]!, b: names[b]!, ...interval(found) }];
    }),
  };
}

/** scores[seed][problem]; undefined unless every seed of every problem ended with a figure, and there are two seeds. */
function scoresOf(
  methods: readonly MethodSummary[],
  results: readonly CellResult[],
  seeds: readonly number[],
): Scores | undefined {
  const columns = methods.map((method) => {
    const runs = runsOf(results, method).filter(({ status }) => status === "done");
    return new Map(runs.map(({ cell, epochs }) => [cell.seed, epochs.at(-1)!.testAccuracy]));
  });
  const rows = seeds.map((seed) => columns.map((column) => column.get(seed)));
  const whole = rows.every((row) => row.every((score) => score !== undefined));
  return whole && seeds.length > 1 ? (rows as number[][]) : undefined;
}

/** The same resamples every time. */
const options = (name: string) => ({ stream: stream(0, "bootstrap", name), reps: 2000 });

const interval = ({ value, low, high, n }: Interval): Interval => ({ value, low, high, n });
