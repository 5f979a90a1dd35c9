/** What the worker knows of a study, from the server's messages. Pure. */

import type { Provenance } from "../../../src/report/report.js";
import type { Study } from "../../../src/study/plan/study.js";
import { type CellPlace, cellPlaces } from "../../../src/study/plan/tuned-parts.js";
import type { Outcome, ProblemOutcome } from "../../../src/study/results/outcome.js";
import { type RunRecord, recordOf } from "../../../src/study/results/records.js";
import type { Conductor, LiveMessage, RunningRun } from "../../../src/view/protocol.js";
import { visible } from "../../../src/visible-text.js";
import { cellStates, type RunningRecord } from "./messages.js";

/** A study with its results so far. */
export interface StudyState {
  readonly study: Study;
  readonly ids: readonly string[];
  readonly places: readonly CellPlace[];
  readonly folder: string;
  /** By the place of the cell. */
  readonly records: Map<number, RunRecord>;
  runtimes: readonly string[];
  conductors: readonly Conductor[];
  provenance: Provenance;
  isComplete: boolean;
}

/** A message, in which hidden characters of labels and reasons are escapes, as everywhere. */
export function parseMessage(text: string): LiveMessage {
  return JSON.parse(text, (_, value: unknown) => (typeof value === "string" ? visible(value) : value)) as LiveMessage;
}

/** The state of a study of which nothing is known but its plan. */
export function beginStudy({ study, ids, folder }: LiveMessage & { kind: "study" }): StudyState {
  return {
    study,
    ids,
    folder,
    places: cellPlaces(study),
    records: new Map(),
    runtimes: [],
    conductors: [],
    provenance: { runs: [], damage: [] },
    isComplete: false,
  };
}

/** Takes in results. @returns the records that are new, or null for those that went away */
export function addResults(
  state: StudyState,
  { results, runtimes }: LiveMessage & { kind: "results" },
): (readonly [number, RunRecord | null])[] {
  state.runtimes = runtimes;
  return results.map(([cell, result]) => {
    const place = state.places[cell]!;
    if (result === null) {
      state.records.delete(cell);
      return [cell, null];
    }
    const record = recordOf(state.study, { id: state.ids[cell]!, ...place }, result);
    state.records.set(cell, record);
    return [cell, record];
  });
}

/** The cells that are trained now, without those whose results are there. */
export function runningRecords(state: StudyState): RunningRecord[] {
  const all = state.conductors.flatMap(({ running }) => running);
  return all.flatMap((run) => (state.records.has(run.cell) ? [] : runningRecord(state, run)));
}

function runningRecord({ study, ids, places }: StudyState, { cell, epochs, ...rest }: RunningRun): RunningRecord {
  const record = recordOf(study, { id: ids[cell]!, ...places[cell]! }, { status: "done", epochs });
  return { cell, ...rest, record };
}

const codes = new Map(cellStates.map((state, i) => [state, i]));

/** An index of `cellStates` per cell. */
export function statesOf(state: StudyState, outcome: Outcome | undefined): Uint8Array {
  const { places, records, study } = state;
  const isNeeded = neededCells(study, outcome);
  const states = new Uint8Array(places.length);
  for (const [cell, place] of places.entries()) {
    const ending = records.get(cell)?.ending;
    states[cell] = codes.get(ending ?? (isNeeded(place) ? "waiting" : "not needed"))!;
  }
  for (const { running } of state.conductors) {
    for (const { cell } of running) if (!records.has(cell)) states[cell] = codes.get("running")!;
  }
  return states;
}

/**
 * Whether the study still needs a cell. Races and tuned studies decide from their results which
 * cells they run; before the first result nobody can say.
 */
function neededCells(study: Study, outcome: Outcome | undefined): (place: CellPlace) => boolean {
  if (study.race === undefined && study.tuning === undefined) return () => true;
  const keyOf = (problem: number, method: string, seed: number, rate: number | undefined) =>
    JSON.stringify([problem, method, seed, rate]);
  const needed = new Set<string>();
  const seen = new Set<number>();
  for (const { id, missing } of outcome?.problems ?? []) {
    const problem = problemIndex({ id });
    seen.add(problem);
    for (const { method, seed, learningRate } of missing) needed.add(keyOf(problem, method, seed, learningRate));
  }
  return ({ problem, method, seed, learningRate }) =>
    !seen.has(problem) || needed.has(keyOf(problem, study.methods[method]!.label, seed, learningRate));
}

/** The index in the study of a problem with results: "problem-3" is that of index 2. */
export const problemIndex = ({ id }: Pick<ProblemOutcome, "id">): number => Number(id.slice("problem-".length)) - 1;

/**
 * Seconds until the study ends. Conductors that share a folder share the work: their speeds add up.
 */
export function secondsLeft(conductors: readonly Pick<Conductor, "secondsLeft">[]): number | undefined {
  const speeds = conductors.flatMap(({ secondsLeft: left }) => (left === null ? [] : 1 / Math.max(left, 0.1)));
  return speeds.length === 0 ? undefined : 1 / speeds.reduce((sum, speed) => sum + speed, 0);
}
