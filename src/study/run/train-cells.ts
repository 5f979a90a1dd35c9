/** Trains a cell, or several of one problem at once, from their starts to their ends. */
import { trainReplicas } from "../../training/epoch.js";
import { evaluateReplicas } from "../../training/evaluate.js";
import { separateStates, stackedStates } from "../../training/state.js";
import { runStreams } from "../../training/step-inputs.js";
import type { CompiledProblem, Replicas, TrainingState } from "../../training/training.js";
import type { Cell, CellResult, EpochResult } from "../plan/cell.js";
import type { TrainingData } from "./training-data.js";

/** Where a run can go on from: all that its remaining epochs depend on, and what it has to tell of those before. */
export interface Checkpoint {
  readonly state: TrainingState;
  readonly told: Pick<CellResult, "epochs" | "initializationCost" | "initializationNotes">;
  /** What computed it so far (`computedOn`); kept with it, changes nothing. */
  readonly computedOn?: string;
}

/** A cell and where it begins, or goes on. */
export interface CellStart {
  readonly cell: Cell;
  readonly from: Checkpoint;
}

export interface TrainCellsOptions {
  /** Called as each epoch ends. */
  readonly onEpoch?: (cell: Cell, epoch: EpochResult) => void;
  /** Called now and then with the fraction of the cells' training samples seen so far: 0 … 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Called as each cell ends. */
  readonly onResult?: (result: CellResult) => void;
  readonly signal?: AbortSignal;
  /** Called after each epoch but the last; `make` gives where every cell that goes on is, which takes reading a device. */
  readonly onCheckpoint?: (make: () => Promise<readonly CellStart[]>) => Promise<void>;
}

/** The seed of what a cell's run draws besides its initial weights. */
export const orderSeedOf = ({ seed, orderSeed = seed }: Cell): number => orderSeed;

/** How cells are trained at once; undefined for one. */
export function replicasOf(cells: readonly Cell[]): Replicas | undefined {
  if (cells.length === 1) return undefined;
  return { count: cells.length, ownBatches: new Set(cells.map(orderSeedOf)).size > 1 };
}

/**
 * @param problem compiled with `replicasOf` the cells
 * @param starts all after the same number of epochs
 * @param clock milliseconds
 * @throws the signal's reason when aborted
 */
export async function trainCells(
  problem: CompiledProblem,
  data: TrainingData,
  starts: readonly CellStart[],
  clock: () => number,
  options: TrainCellsOptions = {},
): Promise<CellResult[]> {
  const { memory, replicas } = problem;
  const { train, test } = problem.dataset;
  const { signal, onProgress, onEpoch, onCheckpoint, onResult } = options;
  const cells = starts.map(({ cell }) => cell);
  const { method, evaluateTrain } = cells[0]!;
  const { epochs: last } = method.recipe;
  const streams = (replicas?.ownBatches ? cells : cells.slice(0, 1)).map((cell) => runStreams(orderSeedOf(cell)));
  const told = starts.map(({ from }) => from.told);
  const results = new Map<Cell, CellResult>();
  const end = (r: number, how: Pick<CellResult, "status" | "reason" | "step">): void => {
    const result = { cell: cells[r]!, ...how, ...told[r]! };
    results.set(result.cell, result);
    onResult?.(result);
  };
  /** Those that have not ended; one that diverged is computed on, and nothing of it is told. */
  const running = () => cells.flatMap((cell, r) => (results.has(cell) ? [] : [r]));
  let state = replicas === undefined ? starts[0]!.from.state : stackedStates(starts.map(({ from }) => from.state));
  try {
    for (let epoch = state.epoch + 1; epoch <= last && running().length > 0; epoch++) {
      const began = clock();
      const seen = (epoch - 1) * train.count;
      const outcome = await trainReplicas(problem, state, streams, {
        onStep: (samples) => onProgress?.((seen + samples) / (last * train.count)),
        ...(signal === undefined ? {} : { signal }),
      });
      for (const r of running()) {
        const run = outcome.runs[r]!;
        if (run.kind === "trained") continue;
        const reason = `the loss was ${run.loss} at step ${run.step} (epoch ${epoch})`;
        end(r, { status: "diverged", reason, step: run.step });
      }
      if (outcome.state === undefined) break;
      memory?.free(state.tensors);
      state = outcome.state;
      const tested = await evaluateReplicas(problem, state, test, signal);
      for (const r of running()) {
        const { loss } = tested[r]!;
        if (Number.isFinite(loss)) continue;
        end(r, { status: "diverged", reason: `the test loss was ${loss} after epoch ${epoch}`, step: state.step });
      }
      if (running().length === 0) break;
      const wanted = evaluateTrain === "every" || (evaluateTrain === "last" && epoch === last);
      const trained = wanted ? await evaluateReplicas(problem, state, train, signal) : undefined;
      const validated = data.validation && (await evaluateReplicas(problem, state, data.validation, signal));
      const seconds = (clock() - began) / 1000 / cells.length;
      for (const r of running()) {
        const run = outcome.runs[r]!;
        if (run.kind !== "trained") continue;
        const result: EpochResult = {
          epoch,
          trainAccuracy: run.running.accuracy,
          trainLoss: run.running.loss,
          ...(trained && { evalTrainAccuracy: trained[r]!.accuracy, evalTrainLoss: trained[r]!.loss }),
          ...(validated && { validationAccuracy: validated[r]!.accuracy, validationLoss: validated[r]!.loss }),
          testAccuracy: tested[r]!.accuracy,
          testLoss: tested[r]!.loss,
          seconds,
        };
        told[r] = { ...told[r]!, epochs: [...told[r]!.epochs, result] };
        onEpoch?.(cells[r]!, result);
      }
      if (epoch < last && onCheckpoint !== undefined) {
        const reached = state;
        await onCheckpoint(async () => {
          const here = { ...reached, tensors: (await memory?.read(reached.tensors)) ?? reached.tensors };
          const states = replicas === undefined ? [here] : separateStates(here, cells.length);
          return running().map((r) => ({ cell: cells[r]!, from: { state: states[r]!, told: told[r]! } }));
        });
      }
    }
    for (const r of running()) end(r, { status: "done" });
    return cells.map((cell) => results.get(cell)!);
  } finally {
    memory?.free(state.tensors);
  }
}
