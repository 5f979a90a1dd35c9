/** Methods over several problems: ranks, and the scores of all runs together. */

import { stream } from "../../random/index.js";
import { criticalDifference } from "../../statistics/friedman.js";
import { averageImprovement } from "../../statistics/improvement.js";
import {
  averageRanks,
  type BootstrapEstimate,
  estimateImprovement,
  friedmanTest,
  interquartileMean,
  performanceProfile,
  pooled,
  type Scores,
  estimate as withBootstrap,
} from "../../statistics/index.js";
import { isAccuracy, type Metric, metricKey, metricOf, turned } from "../plan/metric.js";
import type { ModelChoice, Study } from "../plan/study.js";
import { finalBySeed } from "./figures.js";
import type { MethodOutcome } from "./methods.js";

/** Methods over several problems: ranks and scores. */
export interface AcrossProblems {
  /**
   * Problems that count: those on which every method has ended a run. Recipes on the same data set
   * and network are one problem, with the mean of their ranks.
   */
  readonly problems: number;
  /** The number of their data sets. */
  readonly datasets: number;
  /** The methods, in the study's order. */
  readonly methods: readonly {
    readonly method: string;
    /**
     * Mean over the problems of its rank there; 1 is best, ties share. Failures decide first, as in
     * the ranks of a problem; methods that never learned share the last place.
     */
    readonly averageRank: number;
    /**
     * Of the metric of all its runs, mostly test accuracy; null where not every seed learned on
     * every problem.
     */
    readonly interquartileMean: Interval | null;
    /** The share of its runs above each test accuracy; null likewise, and for another metric. */
    readonly profile: readonly { readonly accuracy: number; readonly share: number }[] | null;
  }[];
  /** Null below three methods. No p below `smallestP` is possible with so few problems. */
  readonly friedman: { readonly p: number; readonly smallestP: number } | null;
  /** Of the Nemenyi test: average ranks further apart than this differ at 5 %. */
  readonly criticalDifference: number;
  /**
   * The chance that a run of `a` is better than one of `b`, averaged over the problems (Agarwal et
   * al. 2021).
   */
  readonly improvement: readonly (Interval & { readonly a: string; readonly b: string })[];
}

interface Interval {
  readonly value: number;
  /**
   * Percentile bootstrap, 95 %; null below ten seeds, where its coverage is too low
   * (docs/statistics.md), and in studies so large that resampling them would take minutes.
   */
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

const PROFILE_POINTS = 51;
const FEWEST_FOR_BOOTSTRAP = 10;
const RESAMPLES = 2000;
/** Numbers that are drawn at most, about ten seconds. */
const MOST_DRAWN = 1e9;

/**
 * Compares methods over all problems of a study.
 *
 * @param problems the methods of each problem
 * @returns null for fewer than two methods, or fewer than two problems on which every method has
 * ended a run
 */
export function compareAcross(study: Study, problems: readonly RankedProblem[]): AcrossProblems | null {
  const { methods, seeds } = study;
  const metric = metricOf(study);
  const names = methods.map(({ label }) => label);
  const counted = problems.filter((problem) => problem.methods.length === methods.length);
  const blocks = counted.map((problem) => [...problem.methods].sort((a, b) => a.method - b.method));
  if (blocks.length < 2 || names.length < 2) return null;
  const places = ranksByProblem(counted, blocks);
  if (places.length < 2) return null;
  const { ranks } = averageRanks(places, "lower");
  const scores = names.map((_, at) =>
    scoresOf(
      metric,
      seeds,
      blocks.map((row) => row[at]!),
    ),
  );
  const summary = summariesOf(scores);
  const friedman = names.length < 3 ? null : friedmanTest(places, "lower");
  return {
    problems: places.length,
    datasets: new Set(counted.map(({ data }) => data.name)).size,
    methods: names.map((method, at) => {
      const whole = scores[at];
      return {
        method,
        averageRank: ranks[at]!,
        interquartileMean: whole ? summary.interquartileMean(method, whole) : null,
        profile: whole && isAccuracy(metric) ? profileOf(whole) : null,
      };
    }),
    friedman: friedman && { p: friedman.p, smallestP: friedman.smallestP },
    criticalDifference: criticalDifference(names.length, places.length),
    improvement: names.flatMap((a, i) =>
      names.slice(i + 1).flatMap((b, j) => {
        const [first, second] = [scores[i], scores[i + 1 + j]];
        if (first === undefined || second === undefined) return [];
        return [
          { a, b, ...summary.improvement(`${a} ${b}`, turnedScores(metric, first), turnedScores(metric, second)) },
        ];
      }),
    ),
  };
}

/** The methods of a problem, and what it is of. */
export interface RankedProblem {
  readonly data: { readonly name: string };
  readonly model: Pick<ModelChoice, "name" | "options" | "file">;
  readonly methods: readonly MethodOutcome[];
}

/** A row of ranks for each data set with each network, whatever the recipe. */
function ranksByProblem(problems: readonly RankedProblem[], blocks: readonly (readonly MethodOutcome[])[]): number[][] {
  const groups = new Map<string, number[][]>();
  for (const [i, { data, model }] of problems.entries()) {
    const key = JSON.stringify([data.name, model.name, model.options, model.file?.sha256]);
    const ranks = blocks[i]!.map(({ rank }) => rank ?? Number.MAX_SAFE_INTEGER);
    groups.set(key, [...(groups.get(key) ?? []), ranks]);
  }
  return [...groups.values()].map((rows) =>
    rows[0]!.map((_, method) => rows.reduce((sum, row) => sum + row[method]!, 0) / rows.length),
  );
}

function profileOf(scores: Scores) {
  const thresholds = Array.from({ length: PROFILE_POINTS }, (_, i) => i / (PROFILE_POINTS - 1));
  return performanceProfile(scores, thresholds).map(({ threshold, share }) => ({ accuracy: threshold, share }));
}

/**
 * `scores[seed][problem]` of one method.
 *
 * @param column its outcomes, problem by problem
 * @returns undefined unless every seed learned on every problem, and there are two seeds
 */
function scoresOf(metric: Metric, seeds: readonly number[], column: readonly MethodOutcome[]): Scores | undefined {
  const bySeed = column.map(({ learned }) => finalBySeed(learned, metricKey(metric)));
  const rows = seeds.map((seed) => bySeed.map((scores) => scores.get(seed)));
  const whole = rows.every((row) => row.every((score) => score !== undefined));
  return whole && seeds.length > 1 ? (rows as number[][]) : undefined;
}

/** Scores of which more is better. */
const turnedScores = (metric: Metric, scores: Scores): Scores =>
  metric.better === "higher" ? scores : scores.map((row) => row.map((score) => turned(metric, score)));

/** Summaries of scores, with bootstrap intervals where these tell anything and are affordable. */
function summariesOf(scores: readonly (Scores | undefined)[]) {
  const whole = scores.filter((one) => one !== undefined);
  const n = whole[0]?.length ?? 0;
  // Every method is resampled by itself, and both methods of every pair.
  const drawn = RESAMPLES * n * (whole[0]?.[0]?.length ?? 0) * whole.length ** 2;
  const alone = (value: number): Interval => ({ value, low: null, high: null, n });
  if (n < FEWEST_FOR_BOOTSTRAP || drawn > MOST_DRAWN) {
    return {
      interquartileMean: (_: string, one: Scores) => alone(pooled(interquartileMean)(one)),
      improvement: (_: string, a: Scores, b: Scores) => alone(averageImprovement(a, b)),
    };
  }
  // The resamples are always the same.
  const options = (name: string) => ({ stream: stream(0, "bootstrap", name), reps: RESAMPLES });
  const interval = ({ value, low, high }: BootstrapEstimate): Interval => ({ value, low, high, n });
  return {
    interquartileMean: (name: string, one: Scores) =>
      interval(withBootstrap(one, pooled(interquartileMean), options(name))),
    improvement: (name: string, a: Scores, b: Scores) => interval(estimateImprovement(a, b, options(name))),
  };
}
