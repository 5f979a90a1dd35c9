/** The runs of a tuned problem, sorted into its two comparisons. */
import { metricOf } from "../plan/metric.js";
import { racedFigure } from "../plan/race-state.js";
import type { Study } from "../plan/study.js";
import { guessFor } from "../plan/tuned-parts.js";
import type { TunedRate } from "../plan/tuned-rate.js";
import {
  bestRates,
  comparisonAt,
  finalistsOf,
  heldOutOf,
  nextRated,
  type RatedComparison,
  type RatedPlace,
  type RatedRun,
  sameRates,
  tunedRates,
} from "../plan/tuned-runs.js";
import type { MethodTuning } from "./rate-outcome.js";
import type { RunRecord } from "./records.js";

/** One comparison: methods at one rate each, with their final runs. */
export interface RatedGroups extends RatedComparison {
  /** By method, in the study's order; empty for a method without a rate. */
  readonly groups: readonly (readonly RunRecord[])[];
  /** The study with these rates in the methods' recipes. */
  readonly atRates: Study;
}

/** A problem's runs as they are compared. */
export interface TunedProblem {
  readonly tuning: readonly MethodTuning[];
  readonly best: RatedGroups;
  readonly same: RatedGroups;
  readonly missing: readonly RatedPlace[];
}

/**
 * @param index the problem's, in the study
 * @param groups its runs by method
 */
export function tunedProblem(study: Study, index: number, groups: readonly (readonly RunRecord[])[]): TunedProblem {
  const problem = study.problems[index]!;
  const runs = groups.flat().map(ratedRun(study));
  const tuned = tunedRates(study, problem, runs);
  const finalists = finalistsOf(study, tuned);
  const compared = (rates: ReadonlyMap<string, number>): RatedGroups => {
    const isSeed = new Set(study.seeds);
    return {
      ...comparisonAt(study, problem, rates, runs),
      groups: groups.map((records, m) =>
        records.filter(
          ({ learningRate, seed }) => learningRate === rates.get(study.methods[m]!.label) && isSeed.has(seed),
        ),
      ),
      atRates: {
        ...study,
        methods: study.methods.map((method) => {
          const learningRate = rates.get(method.label);
          return learningRate === undefined ? method : { ...method, recipe: { ...method.recipe, learningRate } };
        }),
      },
    };
  };
  return {
    tuning: [...tuned].map(([method, state]) => ({
      ...tuningOf(method, state, guessFor(study, problem, method)),
      isFinalist: finalists.has(method),
    })),
    best: compared(bestRates(study, tuned)),
    same: compared(sameRates(study, problem, tuned)),
    missing: nextRated(study, problem, runs),
  };
}

function tuningOf(
  method: string,
  { next: _, ...state }: TunedRate,
  guess: ReturnType<typeof guessFor>,
): Omit<MethodTuning, "isFinalist"> {
  const { step = 0, curvature = null, reason } = guess ?? {};
  return { method, guess: { step, curvature, ...(reason === undefined ? {} : { reason }) }, ...state };
}

const ratedRun =
  (study: Study) =>
  ({ method, seed, learningRate, ending, epochs }: RunRecord): RatedRun => {
    const metric = metricOf(study);
    const isDone = ending === "learned" || ending === "stuck";
    const { label } = study.methods[method]!;
    return {
      method: label,
      seed,
      rate: learningRate!,
      figure: racedFigure(metric, isDone, epochs),
      heldOut: heldOutOf(metric, isDone, epochs),
    };
  };
