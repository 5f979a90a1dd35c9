/** The figures of an epoch by which methods are compared, and their names in sentences. */
import type { EpochResult } from "../plan/cell.js";
import type { RunRecord } from "./records.js";

/** Figures of an epoch that methods are compared by. */
export type FigureKey = Exclude<keyof EpochResult, "epoch" | "seconds">;

/** The names of the figures in sentences. */
export const figureNames: Readonly<Record<FigureKey, string>> = {
  trainAccuracy: "running training accuracy",
  trainLoss: "running training loss",
  evalTrainAccuracy: "evaluation-mode training accuracy",
  evalTrainLoss: "evaluation-mode training loss",
  validationAccuracy: "validation accuracy",
  validationLoss: "validation loss",
  testAccuracy: "test accuracy",
  testLoss: "test loss",
  metric: "the study's metric",
  validationMetric: "the study's metric on held-out samples",
};

/** A figure after the last epoch of each run that has it, in the order of the runs. */
export function finalValues(runs: readonly Pick<RunRecord, "epochs">[], figure: FigureKey): number[] {
  return runs.flatMap(({ epochs }) => epochs.at(-1)?.[figure] ?? []);
}

/** A figure after the last epoch, by seed; runs without it are left out. */
export function finalBySeed(
  runs: readonly Pick<RunRecord, "seed" | "epochs">[],
  figure: FigureKey,
): Map<number, number> {
  return new Map(
    runs.flatMap(({ seed, epochs }) => {
      const value = epochs.at(-1)?.[figure];
      return value === undefined ? [] : [[seed, value] as const];
    }),
  );
}

/** Wall time of training and evaluation of some runs, in seconds. */
export function secondsOf(runs: readonly Pick<RunRecord, "epochs">[]): number {
  return runs.reduce((sum, { epochs }) => sum + epochs.reduce((all, { seconds }) => all + seconds, 0), 0);
}
