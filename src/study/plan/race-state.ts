/** Where the race of a problem stands. */
import { FIRST_LOOK, type RaceState, race } from "../../statistics/index.js";
import type { Cell, EpochResult } from "./cell.js";
import { type Metric, metricOf, metricValue } from "./metric.js";
import type { Method, NonStarter, Problem, Study } from "./study.js";

/** One run of a problem that ended: what a race sees of it. */
export interface RacedRun {
  /** The method's label. */
  readonly method: string;
  readonly seed: number;
  /** The metric after the last epoch; null where the run diverged, crashed or was refused. */
  readonly figure: number | null;
}

/** The race of one problem of a study. */
export interface ProblemRace extends RaceState {
  /** Methods that do not race there, with the reason: no test is spent on them. */
  readonly nonStarters: readonly Pick<NonStarter, "method" | "reason">[];
}

/** Those of a problem that do not race. */
const nonStartersOn = ({ race }: Pick<Study, "race">, { data, model }: Problem): readonly NonStarter[] =>
  (race?.nonStarters ?? []).filter((one) => one.data === data && one.model === model);

/** The methods that have runs on a problem: all but those that do not race there. */
export function startersOf(study: Pick<Study, "race" | "methods">, problem: Problem): readonly Method[] {
  const absent = new Set(nonStartersOn(study, problem).map(({ method }) => method));
  return study.methods.filter(({ label }) => !absent.has(label));
}

/** The cells that a study may run: without those of methods that do not race. */
export function startingCells({ study, cells }: { readonly study: Study; readonly cells: readonly Cell[] }): Cell[] {
  const absent = new Set(
    (study.race?.nonStarters ?? []).map(({ data, model, method }) => JSON.stringify([data, model, method])),
  );
  return cells.filter(
    ({ problem: { data, model }, method }) => !absent.has(JSON.stringify([data, model.label, method.label])),
  );
}

/**
 * The figure of a run that ended.
 *
 * @param isDone whether all its epochs were trained, whatever was learned
 */
export function racedFigure(metric: Metric, isDone: boolean, epochs: readonly EpochResult[]): number | null {
  const last = epochs.at(-1);
  const value = last === undefined ? Number.NaN : metricValue(metric, last);
  return isDone && Number.isFinite(value) ? value : null;
}

/**
 * The race of one problem of a study, replayed from its runs; undefined for a study that is none.
 * A run that learned nothing has a figure, that of chance.
 *
 * @param runs of one problem, in any order
 */
export function raceOf(study: Study, problem: Problem, runs: readonly RacedRun[]): ProblemRace | undefined {
  const { race: design, seeds, margin } = study;
  if (design === undefined) return undefined;
  const methods = startersOf(study, problem);
  const figures = new Map(methods.map(({ label }) => [label, new Map<number, number | null>()]));
  for (const { method, seed, figure } of runs) figures.get(method)?.set(seed, figure);
  const state = race(
    methods.map(({ label: name }) => ({ name, bySeed: figures.get(name)! })),
    { alpha: design.alpha, horizon: seeds.length, margin, seeds, better: metricOf(study).better },
  );
  const nonStarters = nonStartersOn(study, problem).map(({ method, reason }) => ({ method, reason }));
  return { ...state, nonStarters };
}

/** The runs that the race of a problem needs next; none where it is decided. */
export function nextRuns(
  { seeds }: Study,
  state: RaceState,
  has: (run: Omit<RacedRun, "figure">) => boolean,
): Omit<RacedRun, "figure">[] {
  if (state.outcome !== "running") return [];
  // Before the first look nobody can leave.
  const from = state.seeds;
  const to = Math.max(from + 1, FIRST_LOOK);
  return seeds
    .slice(from, to)
    .flatMap((seed) => state.standing.map((method) => ({ method, seed })))
    .filter((run) => !has(run));
}
