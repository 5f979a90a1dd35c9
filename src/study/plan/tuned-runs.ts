/** Where a problem of a study with tuned rates stands, replayed from its runs. */
import { FIRST_LOOK } from "../../statistics/index.js";
import type { EpochResult } from "./cell.js";
import { heldOutKey, isAccuracy, type Metric, metricOf } from "./metric.js";
import { nextRuns, type ProblemRace, type RacedRun, raceOf, startersOf } from "./race-state.js";
import type { Problem, Study } from "./study.js";
import { baseRate, guessFor } from "./tuned-parts.js";
import { type HeldOut, isBetter, type RateScore, type TunedRate, tunedRate } from "./tuned-rate.js";

/** One run of a problem that ended. */
export interface RatedRun extends RacedRun {
  /** Its learning rate. */
  readonly rate: number;
  /** On held-out samples after the last epoch; null where it failed. */
  readonly heldOut: HeldOut | null;
}

/** Figures of held-out samples; null where there are none. */
export function heldOutOf(metric: Metric, isDone: boolean, epochs: readonly EpochResult[]): HeldOut | null {
  const last = epochs.at(-1);
  const value = last?.[heldOutKey(metric)];
  if (!isDone || value === undefined) return null;
  const loss = last?.validationLoss ?? Number.NaN;
  return isAccuracy(metric) ? { accuracy: value, loss } : { metric: value, loss };
}

/** A run that is to be made. */
export type RatedPlace = Pick<RatedRun, "method" | "seed" | "rate">;

/** Methods that are compared, each at one rate. */
export interface RatedComparison {
  /** The rate of each method; a method without one is not compared. */
  readonly rates: ReadonlyMap<string, number>;
  /** The study with these methods only. */
  readonly study: Study;
  /** Where its race stands; undefined where every method has all seeds, and for a single method. */
  readonly race: ProblemRace | undefined;
}

/** The tuning of every method on a problem, in the study's order. It sees no test figures. */
export function tunedRates(
  study: Study,
  problem: Problem,
  runs: readonly Omit<RatedRun, "figure">[],
): Map<string, TunedRate> {
  const base = baseRate(study, problem);
  return new Map(
    startersOf(study, problem).map(({ label }) => {
      const middle = guessFor(study, problem, label)?.step ?? 0;
      const ofMethod = runs.filter(({ method }) => method === label);
      return [label, tunedRate(study.tuning!, base, middle, ofMethod, metricOf(study).better)];
    }),
  );
}

/** The methods at these rates: their final runs, and their race. */
export function comparisonAt(
  study: Study,
  problem: Problem,
  rates: ReadonlyMap<string, number>,
  runs: readonly RatedRun[],
): RatedComparison {
  const compared = { ...study, methods: study.methods.filter(({ label }) => rates.has(label)) };
  const isSeed = new Set(study.seeds);
  const final = runs.filter(({ method, rate, seed }) => rates.get(method) === rate && isSeed.has(seed));
  const race = compared.methods.length < 2 ? undefined : raceOf(compared, problem, final);
  return { rates, study: compared, race };
}

/**
 * The methods that have final runs: all, or where the study has a number of finalists the best so
 * many at their best rates. Held-out samples choose, so that no test figure has a part in it.
 */
export function finalistsOf(
  { tuning, metric }: Pick<Study, "tuning" | "metric">,
  tuned: ReadonlyMap<string, TunedRate>,
): Set<string> {
  const all = [...tuned.keys()];
  const ended = [...tuned].flatMap(([method, { outcome, step, scores }]): { method: string; score: RateScore }[] =>
    outcome === "tuned" ? [{ method, score: scores.find((one) => one.step === step)! }] : [],
  );
  const most = tuning?.finalists;
  const isOver = [...tuned.values()].every(({ outcome }) => outcome !== "running");
  if (most === undefined || !isOver || ended.length === 0) return new Set(all);
  const { better } = metricOf({ metric });
  const ranked = ended.sort((a, b) =>
    isBetter(a.score, b.score, better) ? -1 : isBetter(b.score, a.score, better) ? 1 : 0,
  );
  return new Set(ranked.slice(0, most).map(({ method }) => method));
}

/** Each finalist at its best rate; those of which every rate failed have none. */
export function bestRates(study: Study, tuned: ReadonlyMap<string, TunedRate>): Map<string, number> {
  const finalists = finalistsOf(study, tuned);
  return new Map(
    [...tuned].flatMap(([method, { rate }]) =>
      rate === null || !finalists.has(method) ? [] : [[method, rate] as const],
    ),
  );
}

/** Every finalist at the recipe's rate. */
export function sameRates(study: Study, problem: Problem, tuned: ReadonlyMap<string, TunedRate>): Map<string, number> {
  const finalists = finalistsOf(study, tuned);
  const racing = startersOf(study, problem).filter(({ label }) => finalists.has(label));
  return new Map(racing.map(({ label }) => [label, baseRate(study, problem)]));
}

/** The final runs that a comparison needs next; none where it has all, or is decided. */
export function nextFinal({ study, rates, race }: RatedComparison, runs: readonly RatedPlace[]): RatedPlace[] {
  const key = ({ method, seed, rate }: RatedPlace) => JSON.stringify([method, seed, rate]);
  const ended = new Set(runs.map(key));
  const placed = (run: Omit<RatedPlace, "rate">): RatedPlace => ({ ...run, rate: rates.get(run.method)! });
  const has = (run: Omit<RatedPlace, "rate">): boolean => ended.has(key(placed(run)));
  if (race !== undefined) return nextRuns(study, race, has).map(placed);
  // A single method has nobody to race with; its mean still needs a few seeds.
  const seeds = study.race === undefined ? study.seeds : study.seeds.slice(0, FIRST_LOOK);
  return seeds.flatMap((seed) =>
    study.methods
      .map(({ label: method }) => ({ method, seed }))
      .filter((run) => !has(run))
      .map(placed),
  );
}

/**
 * The runs that a problem needs next: those of tuning, and once every method's rate is chosen the
 * final ones, each method at its best rate and all at the recipe's. None where it has all.
 */
export function nextRated(study: Study, problem: Problem, runs: readonly RatedRun[]): RatedPlace[] {
  const tuned = tunedRates(study, problem, runs);
  const tuning = [...tuned].flatMap(([method, { next, scores }]) =>
    next.map(({ step, seed }) => ({ method, seed, rate: scores.find((one) => one.step === step)!.rate })),
  );
  if (tuning.length > 0) return tuning;
  const finals = [bestRates(study, tuned), sameRates(study, problem, tuned)].flatMap((rates) =>
    nextFinal(comparisonAt(study, problem, rates, runs), runs),
  );
  // A method whose best rate is the recipe's is in both.
  return [...new Map(finals.map((run) => [JSON.stringify(run), run])).values()];
}
