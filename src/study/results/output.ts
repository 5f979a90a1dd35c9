/** A study's outcome as the object that `--json` prints. */
import { version } from "../../version.js";
import type { CellResult } from "../plan/cell.js";
import { labelsOf, type StudyDescription } from "../plan/plan.js";
import { type AcrossProblems, compareAcross } from "./across.js";
import { type MethodSummary, summarize } from "./summary.js";
import { judgeProblems, type ProblemVerdicts } from "./verdicts.js";

/** See `schema.ts` and `docs/compare.md`. Keys and cells come in a fixed order; only `seconds` differ from run to run. */
export interface StudyOutput {
  readonly study: StudyDescription & { readonly stepzero: string; readonly runtimes: readonly string[] };
  readonly cells: readonly (ReturnType<typeof labelsOf> &
    Pick<CellResult, "status" | "reason" | "step" | "initializationCost" | "initializationNotes" | "epochs"> & {
      readonly id: string;
      readonly seed: number;
    })[];
  readonly summary: readonly MethodSummary[];
  /** Of each problem with two methods that learned. */
  readonly verdicts: readonly ProblemVerdicts[];
  /** Null for fewer than two problems. */
  readonly across: AcrossProblems | null;
}

export function studyOutput(
  study: StudyDescription,
  results: readonly CellResult[],
  runtimes: readonly string[],
): StudyOutput {
  const summary = summarize(study, results);
  const { resultsVersion, ...asked } = withoutCells(study);
  return {
    study: { stepzero: version, resultsVersion, runtimes, ...asked },
    cells: cellOutputs(results),
    summary,
    verdicts: judgeProblems(study, results, summary),
    across: compareAcross(study, results, summary),
  };
}

/** Results as they are told: with the labels of what was run, without what the labels stand for. */
export function cellOutputs(results: readonly CellResult[]): StudyOutput["cells"] {
  return results.map(({ cell, status, reason, step, initializationCost, initializationNotes, epochs }) => ({
    id: cell.id,
    ...labelsOf(cell),
    seed: cell.seed,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(step === undefined ? {} : { step }),
    ...(initializationCost === undefined ? {} : { initializationCost }),
    ...(initializationNotes === undefined ? {} : { initializationNotes }),
    epochs,
  }));
}

/** The results that an output was made from, but for what a cell only needs to be run. */
export function resultsOf({ study, cells }: StudyOutput): CellResult[] {
  return cells.map(({ id, data, model: modelLabel, init: initLabel, seed, ...result }) => {
    const model = study.models.find(({ label }) => label === modelLabel)!;
    const init = study.inits.find(({ label }) => label === initLabel)!;
    const cell = {
      id,
      data,
      dataChecksum: study.data.find(({ name }) => name === data)!.checksum,
      model: model.name,
      modelOptions: model.options,
      modelLabel,
      ...(model.file === undefined ? {} : { modelFile: model.file }),
      init: init.name,
      initOptions: init.options,
      ...(init.file === undefined ? {} : { initFile: init.file }),
      seed,
      recipe: model.recipe,
    };
    return { cell, ...result };
  });
}

/** A planned study may be given whole: its cells are told as results. */
function withoutCells(study: StudyDescription & { readonly cells?: unknown }): StudyDescription {
  const { cells: _, ...description } = study;
  return description;
}
