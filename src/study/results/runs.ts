/** Runs of one data set and network, whatever study they come from: what everything here is computed from. */
import type { EpochResult } from "../plan/cell.js";
import type { DataDescription } from "../plan/description.js";
import type { StudyDescription } from "../plan/plan.js";
import type { StudyOutput } from "./output.js";
import { isStuck } from "./summary.js";

export type Run = StudyOutput["cells"][number];

/** A study with what has ended of it. */
export interface StudyRuns {
  readonly study: StudyDescription;
  readonly cells: readonly Run[];
}

/** One data set with one network, and its runs so far. */
export interface ProblemRuns {
  readonly data: DataDescription;
  readonly model: string;
  readonly runs: readonly Run[];
}

/** Figures of an epoch that methods are compared by. */
export type FigureKey = Exclude<keyof EpochResult, "epoch" | "seconds">;

/** How figures are called. */
export const figureNames: Readonly<Record<FigureKey, string>> = {
  trainAccuracy: "running training accuracy",
  trainLoss: "running training loss",
  evalTrainAccuracy: "evaluation-mode training accuracy",
  evalTrainLoss: "evaluation-mode training loss",
  validationAccuracy: "validation accuracy",
  validationLoss: "validation loss",
  testAccuracy: "test accuracy",
  testLoss: "test loss",
};

/** A study's problems with at least one run. */
export function problemsIn({ study, cells }: StudyRuns): ProblemRuns[] {
  return study.data.flatMap((data) =>
    study.models.flatMap(({ label }) => {
      const runs = cells.filter((cell) => cell.data === data.name && cell.model === label);
      return runs.length === 0 ? [] : [{ data, model: label, runs }];
    }),
  );
}

/** A method's runs that ended as they should, stuck ones included. */
export function finished({ runs }: ProblemRuns, init: string): Run[] {
  return runs.filter((run) => run.init === init && run.status === "done");
}

/** Those of them that learned something. */
export function learned(problem: ProblemRuns, init: string): Run[] {
  return finished(problem, init).filter((run) => !isStuck(run, problem.data));
}

/** A figure after the last epoch, by seed; runs without it are left out. */
export function finalBySeed(runs: readonly Run[], figure: FigureKey): Map<number, number> {
  return new Map(
    runs.flatMap(({ seed, epochs }) => {
      const value = epochs.at(-1)?.[figure];
      return value === undefined ? [] : [[seed, value] as const];
    }),
  );
}
