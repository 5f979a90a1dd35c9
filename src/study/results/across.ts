/** Methods over several problems: ranks, and the scores of all runs together. */

import { stream } from "../../random/index.js";
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
} from "../../statistics/index.js";
import type { CellResult } from "../plan/cell.js";
import type { StudyDescription } from "../plan/plan.js";
import type { MethodSummary } from "./summary.js";
import { learnedBySeed, runsOf } from "./verdicts.js";

export interface AcrossProblems {
  /** Problems that count: those on which every method has ended a run. */
  readonly problems: number;
  readonly methods: readonly {
    readonly init: string;
    /**
     * Mean over the problems of its rank there; 1 is best, ties share. As in the summary failures decide first; methods that never
     * learned share the last place.
     */
    readonly averageRank: number;
    /** Of the test accuracies of all its runs; null where not every seed learned on every problem. */
    readonly interquartileMean: Interval | null;
    /** The share of its runs above each test accuracy; null likewise. */
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
  /** Percentile bootstrap, 95 %; null below ten seeds, where it holds too little (docs/statistics.md). */
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

const PROFILE_POINTS = 51;
const FEWEST_FOR_BOOTSTRAP = 10;

/** Null for fewer than two methods, or fewer than two problems on which every method has ended a run. */
export function compareAcross(
  study: StudyDescription,
  results: readonly CellResult[],
  summary: readonly MethodSummary[],
): AcrossProblems | null {
  const names = study.inits.map(({ label }) => label);
  const blocks = study.problems.flatMap(({ data, model }) => {
    const of = summary.filter((one) => one.data === data && one.model === model);
    const row = names.map((init) => of.find((one) => one.init === init));
    return row.every((one) => one !== undefined) ? [row] : [];
  });
  if (blocks.length < 2 || names.length < 2) return null;
  const places = blocks.map((row) => row.map(({ rank }) => rank ?? Number.MAX_SAFE_INTEGER));
  const { ranks } = averageRanks(places, "lower");
  const scores = names.map((_, at) =>
    scoresOf(
      study,
      blocks.map((row) => row[at]!),
      results,
    ),
  );
  const friedman = names.length < 3 ? null : friedmanTest(places, "lower");
  const pairs = names.flatMap((_, a) => names.slice(a + 1).map((_, i) => [a, a + 1 + i] as const));
  return {
    problems: blocks.length,
    methods: names.map((init, at) => {
      const own = scores[at];
      return {
        init,
        averageRank: ranks[at]!,
        interquartileMean: own ? interval(withBootstrap(own, pooled(interquartileMean), options(init))) : null,
        profile: own ? profileOf(own) : null,
      };
    }),
    friedman: friedman && { p: friedman.p, smallestP: friedman.smallestP },
    criticalDifference: nemenyiTest(places, { better: "lower" }).criticalDifference,
    improvement: pairs.flatMap(([a, b]) => {
      if (scores[a] === undefined || scores[b] === undefined) return [];
      const found = estimateImprovement(scores[a], scores[b], options(`${names[a]} ${names[b]}`));
      return [{ a: names[a]!, b: names[b]!, ...interval(found) }];
    }),
  };
}

function profileOf(scores: Scores) {
  const thresholds = Array.from({ length: PROFILE_POINTS }, (_, i) => i / (PROFILE_POINTS - 1));
  return performanceProfile(scores, thresholds).map(({ threshold, share }) => ({ accuracy: threshold, share }));
}

/** scores[seed][problem]; undefined unless every seed learned on every problem, and there are two seeds. */
function scoresOf(
  { seeds, data }: StudyDescription,
  methods: readonly MethodSummary[],
  results: readonly CellResult[],
): Scores | undefined {
  const columns = methods.map((method) =>
    learnedBySeed(runsOf(results, method), data.find(({ name }) => name === method.data)!),
  );
  const rows = seeds.map((seed) => columns.map((column) => column.get(seed)));
  const whole = rows.every((row) => row.every((score) => score !== undefined));
  return whole && seeds.length > 1 ? (rows as number[][]) : undefined;
}

/** The same resamples every time. */
const options = (name: string) => ({ stream: stream(0, "bootstrap", name), reps: 2000 });

function interval({ value, low, high, n }: { value: number; low: number; high: number; n: number }): Interval {
  return n < FEWEST_FOR_BOOTSTRAP ? { value, low: null, high: null, n } : { value, low, high, n };
}
