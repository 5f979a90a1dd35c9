/** Runs as the analysis sees them: each record is made once, from the result of the run. */
import type { ProbeRecord } from "../../diagnosis/probe/record.js";
import { InputError } from "../../errors.js";
import type { CellResult, EpochResult } from "../plan/cell.js";
import { overrideRecipe } from "../plan/recipe-overrides.js";
import type { Study } from "../plan/study.js";
import { isAtChance, type RunSetting, trainedSamples } from "./chance.js";

/**
 * How a run ended. "learned": done, and better than the class shares alone (`isAtChance`); "stuck":
 * done, and not better. The others are `CellStatus`.
 */
export type Ending = "learned" | "stuck" | "diverged" | "crashed" | "refused";

/** One run of a study. */
export interface RunRecord {
  /** The cell's id. */
  readonly id: string;
  /** Index in `study.problems`. */
  readonly problem: number;
  /** Index in `study.methods`. */
  readonly method: number;
  /** The run's seed. */
  readonly seed: number;
  /** Of a study that tunes rates. */
  readonly learningRate?: number | undefined;
  /** How it ended. */
  readonly ending: Ending;
  /** The figures of the epochs that ended. */
  readonly epochs: readonly EpochResult[];
  /** Why it did not finish: "loss was NaN at step 41 (epoch 1)". */
  readonly reason?: string | undefined;
  /** Step (from 1) at which it diverged. */
  readonly step?: number | undefined;
  /** Batch passes and seconds of a data-driven initializer before the first step. */
  readonly cost?: CellResult["initializationCost"];
  /** What such an initializer could not do, in sentences. */
  readonly notes?: readonly string[] | undefined;
  /** What a probe read at step 0 and after each epoch; left out where the study has none. */
  readonly readings?: ProbeRecord | undefined;
}

/** The place of a run in a study. */
export type RunPlace = Pick<RunRecord, "id" | "problem" | "method" | "seed" | "learningRate">;

/** The result of a run without its cell. */
export type RunResult = Omit<CellResult, "cell">;

/**
 * The record of one run.
 *
 * @param place the run's place in the study
 */
export function recordOf(study: Study, place: RunPlace, result: RunResult): RunRecord {
  const { id, problem, method, seed, learningRate } = place;
  const { epochs, reason, step, initializationCost: cost, initializationNotes: notes, readings } = result;
  const ending = endingOf(settingOf(study, place), result);
  const run = { id, problem, method, seed, ...(learningRate === undefined ? {} : { learningRate }) };
  return { ...run, ending, epochs: withoutNulls(epochs), reason, step, cost, notes, readings };
}

/**
 * The records of a study's results, in the order of the results. The labels of each cell say which
 * run of the study it is.
 *
 * @throws InputError for a cell whose data set, network or method is not one of the study's
 */
export function recordsOf(study: Study, results: readonly CellResult[]): RunRecord[] {
  const key = (data: string, model: string) => JSON.stringify([data, model]);
  const problems = new Map(study.problems.map(({ data, model }, i) => [key(data, model), i]));
  const methods = new Map(study.methods.map(({ label }, i) => [label, i]));
  return results.map(({ cell, ...result }) => {
    const { data: name, model } = cell.problem;
    const problem = problems.get(key(name, model.label));
    const method = methods.get(cell.method.label);
    if (problem === undefined || method === undefined) {
      throw new InputError(
        `The result ${cell.id} (${name} × ${model.label}, ${cell.method.label}) is not of this study. ` +
          "Give results together with the study that they are of.",
      );
    }
    const { learningRate } = cell.method.recipe.optimizer;
    const place = { id: cell.id, problem, method, seed: cell.seed };
    return recordOf(study, study.tuning === undefined ? place : { ...place, learningRate }, result);
  });
}

function settingOf(study: Study, { problem, method }: Pick<RunPlace, "problem" | "method">): RunSetting {
  const { data: name, model: label } = study.problems[problem]!;
  const data = study.data.find((one) => one.name === name)!;
  const model = study.models.find((one) => one.label === label)!;
  const { loss } = overrideRecipe(model.recipe, study.methods[method]!.recipe);
  return { data, samples: trainedSamples(study, data), loss, metric: study.metric };
}

/** Epochs as JSON holds them, with NaN where it has null for a number that is not finite. */
export function withoutNulls(epochs: readonly EpochResult[]): readonly EpochResult[] {
  const isWhole = (epoch: EpochResult) => Object.values(epoch).every((value) => value !== null);
  if (epochs.every(isWhole)) return epochs;
  return epochs.map((epoch) => {
    const entries = Object.entries(epoch).map(([key, value]) => [key, value ?? Number.NaN]);
    return Object.fromEntries(entries) as EpochResult;
  });
}

/** The one place that decides how a run ended. */
function endingOf(setting: RunSetting, { status, epochs }: RunResult): Ending {
  if (status !== "done") return status;
  const last = epochs.at(-1);
  return last !== undefined && isAtChance(setting, last) ? "stuck" : "learned";
}
