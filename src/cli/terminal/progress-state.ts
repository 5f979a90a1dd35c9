/**
 * The state of a running study. Events and the time go in; the views read it. Read this first of
 * `progress…`.
 */
import type { Cell, CellResult, EpochResult } from "../../study/plan/cell.js";
import { type Metric, metricOf, metricValue } from "../../study/plan/metric.js";
import { type Ending, recordOf } from "../../study/results/records.js";
import type { PlannedEvent } from "../../study/run/events.js";
import { addPace, type Pace, remainingSeconds } from "../../study/run/remaining-time.js";
import type { ProgressEvent } from "./progress-event.js";

/** How a run ended without success. */
export type Failure = Exclude<Ending, "learned">;

/** A method on a problem. */
export interface MethodProgress {
  readonly problem: string;
  readonly init: string;
  readonly runs: number;
  ended: number;
  /** Numbers of failed runs, in the order in which the kinds occurred. */
  readonly failures: Map<Failure, number>;
  /** Sum and count of the study's metric after each epoch, over the seeds so far. */
  readonly epochs: { sum: number; count: number }[];
}

/** A cell that a process trains. */
export interface RunningCell {
  readonly cell: Cell;
  /** Seconds. */
  readonly since: number;
  /** Of its work that is done, 0 to 1. */
  fraction: number;
  /** Its training loss now; undefined before the first steps. */
  loss: number | undefined;
}

export interface ProgressState {
  readonly study: PlannedEvent["study"];
  /** Index in `study.problems`, by the problem's name. */
  readonly problems: ReadonlyMap<string, number>;
  /** Epochs of the longest run, by problem. */
  readonly epochs: ReadonlyMap<string, number>;
  /** By the key of `placeOf`. */
  readonly methods: ReadonlyMap<string, MethodProgress>;
  /** By the cell's id. */
  readonly running: Map<string, RunningCell>;
  /** By problem. */
  readonly pace: Map<string, Pace>;
  /** Cells that have not ended, by problem. */
  readonly remaining: Map<string, number>;
  /** Of the study; of a trainer's, as far as its epochs tell. */
  metric: Metric;
  readonly cells: number;
  ended: number;
  /** Seconds. */
  readonly startedAt: number;
}

/** The state before any cell starts. @param now seconds */
export function startProgress(
  { study, expected, reused }: Pick<PlannedEvent, "study" | "expected" | "reused">,
  now: number,
): ProgressState {
  const methods = new Map<string, MethodProgress>();
  const remaining = new Map<string, number>();
  const epochs = new Map<string, number>();
  for (const cell of expected) {
    const { problem, key, init } = placeOf(cell);
    const runs = (methods.get(key)?.runs ?? 0) + 1;
    methods.set(key, { problem, init, runs, ended: 0, failures: new Map(), epochs: [] });
    remaining.set(problem, (remaining.get(problem) ?? 0) + 1);
    epochs.set(problem, Math.max(epochs.get(problem) ?? 0, cell.method.recipe.epochs));
  }
  const state: ProgressState = {
    study,
    problems: new Map(study.problems.map(({ data, model }, i) => [problemName(data, model), i])),
    epochs,
    methods,
    running: new Map(),
    pace: new Map(),
    remaining,
    metric: metricOf(study),
    cells: expected.length,
    ended: 0,
    startedAt: now,
  };
  for (const result of reused) {
    for (const epoch of result.epochs) addEpoch(state, result.cell, epoch);
    addEnd(state, result);
  }
  return state;
}

/** Changes the state by an event. @param now seconds */
export function addEvent(state: ProgressState, event: ProgressEvent, now: number): void {
  switch (event.kind) {
    case "started":
      state.running.set(event.cell.id, { cell: event.cell, since: now, fraction: 0, loss: undefined });
      break;
    case "postponed":
      state.running.delete(event.cell.id);
      break;
    case "progress": {
      const running = state.running.get(event.cell.id);
      if (running === undefined) break;
      running.fraction = event.fraction;
      running.loss = event.loss;
      break;
    }
    case "epoch":
      addEpoch(state, event.cell, event.epoch);
      break;
    case "finished": {
      const { cell, status } = event.result;
      const running = state.running.get(cell.id);
      if (running !== undefined && status === "done")
        addPace(state.pace, placeOf(cell).problem, now - running.since, 1);
      state.running.delete(cell.id);
      addEnd(state, event.result);
    }
  }
}

function addEpoch(state: ProgressState, cell: Cell, figures: EpochResult): void {
  const { epoch } = figures;
  state.metric = metricOf(state.study, [{ epochs: [figures] }]);
  const { epochs } = state.methods.get(placeOf(cell).key)!;
  epochs[epoch - 1] ??= { sum: 0, count: 0 };
  epochs[epoch - 1]!.sum += metricValue(state.metric, figures);
  epochs[epoch - 1]!.count++;
}

function addEnd(state: ProgressState, result: CellResult): void {
  const { key, problem } = placeOf(result.cell);
  const method = state.methods.get(key)!;
  const ending = endingOf(state, result);
  method.ended++;
  if (ending !== "learned") method.failures.set(ending, (method.failures.get(ending) ?? 0) + 1);
  state.ended++;
  state.remaining.set(problem, state.remaining.get(problem)! - 1);
}

/** How a run ended, as the results will say it. */
export function endingOf({ study, problems }: ProgressState, { cell, ...result }: CellResult): Ending {
  const place = { id: cell.id, problem: problems.get(placeOf(cell).problem)!, method: 0, seed: cell.seed };
  return recordOf(study, place, result).ending;
}

/**
 * Seconds until the end (`remainingSeconds`).
 *
 * @param now seconds
 * @returns undefined until something was measured
 */
export function secondsLeft({ pace, running, remaining }: ProgressState, now: number): number | undefined {
  const cells = [...running.values()].map(({ cell, since, fraction }) => ({
    problem: placeOf(cell).problem,
    seconds: now - since,
    fraction,
  }));
  return remainingSeconds({ pace, running: cells, remaining });
}

const problemName = (data: string, model: string) => `${data} × ${model}`;

/** Where a cell's line stands. */
export function placeOf(cell: Cell): { readonly problem: string; readonly key: string; readonly init: string } {
  const problem = problemName(cell.problem.data, cell.problem.model.label);
  const init = cell.method.label;
  return { problem, key: `${problem} × ${init}`, init };
}
