/** Trains a cell, or several of one problem at once, from their starts to their ends. */
import { runStreams } from "../../training/run-streams.js";
import { separateStates, stackedStates } from "../../training/state.js";
import { trainRuns } from "../../training/train-runs.js";
import type { CompiledProblem, Replicas, TrainingState } from "../../training/training.js";
import type { Cell, CellResult, EpochResult } from "../plan/cell.js";
import { currentLosses } from "./current-losses.js";
import type { TrainingData } from "./training-data.js";

/**
 * Where a run can go on from: all that its remaining epochs depend on, and the results so far.
 */
export interface Checkpoint {
  /** Parameters, optimizer state and running statistics after an epoch. */
  readonly state: TrainingState;
  /** Figures of the epochs so far, and what the initializer cost and reported. */
  readonly history: Pick<CellResult, "epochs" | "initializationCost" | "initializationNotes">;
  /** What computed it so far (`computedOn`); kept with it, changes nothing. */
  readonly computedOn?: string;
}

/** A cell, and the state in which its training starts or resumes. */
export interface CellStart {
  readonly cell: Cell;
  readonly from: Checkpoint;
}

/** What is reported while cells train, and what ends them early. */
export interface TrainCellsOptions {
  /** Called as each epoch ends. */
  readonly onEpoch?: (cell: Cell, epoch: EpochResult) => void;
  /**
   * Called several times per epoch with the fraction of the training samples seen so far (0 … 1),
   * and the current loss of each cell that was read so far.
   */
  readonly onProgress?: (fraction: number, losses: ReadonlyMap<Cell, number>) => void;
  /** Called as each cell ends. */
  readonly onResult?: (result: CellResult) => void;
  readonly signal?: AbortSignal;
  /** Awaited after each run of a graph: lets a page draw, and timers and events happen. */
  readonly pause?: (() => Promise<void>) | undefined;
  /**
   * Called after each epoch but the last. `make` returns the state of every cell that still runs;
   * it reads the device's memory.
   */
  readonly onCheckpoint?: (make: () => Promise<readonly CellStart[]>) => Promise<void>;
}

/** The seed of what a cell's run draws besides its initial weights. */
export const orderSeedOf = ({ seed, orderSeed = seed }: Cell): number => orderSeed;

/** How several cells are trained at once; undefined for one cell. */
export function replicasOf(cells: readonly Cell[]): Replicas | undefined {
  if (cells.length === 1) return undefined;
  return { count: cells.length, ownBatches: new Set(cells.map(orderSeedOf)).size > 1 };
}

/**
 * Trains cells of one training graph at once.
 *
 * @param problem compiled with `replicasOf` the cells
 * @param starts all after the same number of epochs
 * @param clock milliseconds
 * @throws Error the signal's reason, when aborted
 */
export async function trainCells(
  problem: CompiledProblem,
  data: TrainingData,
  starts: readonly CellStart[],
  clock: () => number,
  options: TrainCellsOptions = {},
): Promise<CellResult[]> {
  const { memory, replicas, recipe } = problem;
  const { onEpoch, onCheckpoint, onResult } = options;
  const cells = starts.map(({ cell }) => cell);
  const { evaluateTrain } = cells[0]!;
  const streams = (replicas?.ownBatches ? cells : cells.slice(0, 1)).map((cell) => runStreams(orderSeedOf(cell)));
  const histories = starts.map(({ from }) => from.history);
  const results = new Map<Cell, CellResult>();
  const end = (r: number, how: Pick<CellResult, "status" | "reason" | "step">): void => {
    const result = { cell: cells[r]!, ...how, ...histories[r]! };
    results.set(result.cell, result);
    onResult?.(result);
  };
  /** Runs that have not ended. One that diverged is still computed, but no longer reported. */
  const running = () => cells.flatMap((cell, r) => (results.has(cell) ? [] : [r]));
  const start = replicas === undefined ? starts[0]!.from.state : stackedStates(starts.map(({ from }) => from.state));
  const { signal, pause, onProgress } = options;
  const current = currentLosses(cells);
  const following = {
    evaluateTrain,
    validation: data.validation,
    signal,
    pause,
    onLosses: onProgress && current.add,
    onProgress: onProgress && ((fraction: number) => onProgress(fraction, current.losses)),
  };
  const epochs = trainRuns(problem, start, streams, following);
  let began = clock();
  for await (const { epoch, runs, state } of epochs) {
    const seconds = (clock() - began) / 1000 / cells.length;
    for (const [r, run] of runs.entries()) {
      if (run.kind === "diverged") end(r, { status: "diverged", reason: run.reason, step: run.step });
    }
    for (const [r, run] of runs.entries()) {
      if (run.kind !== "trained") continue;
      const result: EpochResult = { ...run.figures, seconds };
      histories[r] = { ...histories[r]!, epochs: [...histories[r]!.epochs, result] };
      onEpoch?.(cells[r]!, result);
    }
    if (epoch < recipe.epochs && state !== undefined && onCheckpoint !== undefined && running().length > 0) {
      await onCheckpoint(async () => {
        const here = { ...state, tensors: (await memory?.read(state.tensors)) ?? state.tensors };
        const states = replicas === undefined ? [here] : separateStates(here, cells.length);
        return running().map((r) => ({ cell: cells[r]!, from: { state: states[r]!, history: histories[r]! } }));
      });
    }
    began = clock();
  }
  for (const r of running()) end(r, { status: "done" });
  return cells.map((cell) => results.get(cell)!);
}
