/** Trains a cell, or several of one problem at once, from their starts to their ends. */
import type { ProbeRecord } from "../../diagnosis/probe/record.js";
import { runStreams } from "../../training/run-streams.js";
import { separateStates, stackedStates, type Weights } from "../../training/state.js";
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
  /** Figures of the epochs so far, what the initializer cost and reported, and what was read. */
  readonly history: Pick<CellResult, "epochs" | "initializationCost" | "initializationNotes" | "readings">;
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
   * Adds what a probe reads at some weights to what it read of the cell so far; called at the
   * initial weights and after each epoch.
   */
  readonly onProbe?:
    | ((cell: Cell, before: ProbeRecord | undefined, epoch: number, weights: Weights) => Promise<ProbeRecord>)
    | undefined;
  /**
   * Called with the numbers of a cell's parameters, at the initial weights (epoch 0) and after each
   * epoch. They are not copies: what is to stay must be copied.
   */
  readonly onWeights?: ((cell: Cell, epoch: number, weights: Weights) => void | Promise<void>) | undefined;
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
// long because all parts of it change the histories and results of the same runs
export async function trainCells(
  problem: CompiledProblem,
  data: TrainingData,
  starts: readonly CellStart[],
  clock: () => number,
  options: TrainCellsOptions = {},
): Promise<CellResult[]> {
  const { memory, replicas, recipe } = problem;
  const { onEpoch, onCheckpoint, onProbe, onResult, onWeights } = options;
  const isLookedAt = onProbe !== undefined || onWeights !== undefined;
  const cells = starts.map(({ cell }) => cell);
  const { signal, pause, onProgress } = options;
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
  /** Reads runs after an epoch, each at its state. */
  const look = async (epoch: number, runs: readonly number[], states: readonly TrainingState[]) => {
    if (!isLookedAt) return;
    for (const r of runs) {
      const weights = weightsIn(problem, states[r]!);
      await onWeights?.(cells[r]!, epoch, weights);
      if (onProbe !== undefined) {
        const readings = await onProbe(cells[r]!, histories[r]!.readings, epoch, weights);
        histories[r] = { ...histories[r]!, readings };
      }
      await pause?.();
      signal?.throwIfAborted();
    }
  };
  const start = replicas === undefined ? starts[0]!.from.state : stackedStates(starts.map(({ from }) => from.state));
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
  if (start.epoch === 0)
    await look(
      0,
      running(),
      starts.map(({ from }) => from.state),
    );
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
    if (state !== undefined && running().length > 0) {
      const statesNow = async () => {
        const here = { ...state, tensors: (await memory?.read(state.tensors)) ?? state.tensors };
        return replicas === undefined ? [here] : separateStates(here, cells.length);
      };
      if (isLookedAt) await look(epoch, running(), await statesNow());
      if (epoch < recipe.epochs) {
        await onCheckpoint?.(async () => {
          const states = await statesNow();
          return running().map((r) => ({ cell: cells[r]!, from: { state: states[r]!, history: histories[r]! } }));
        });
      }
    }
    began = clock();
  }
  for (const r of running()) end(r, { status: "done" });
  return cells.map((cell) => results.get(cell)!);
}

/** The numbers of the parameters in a state. */
const weightsIn = ({ train }: CompiledProblem, { tensors }: TrainingState): Weights =>
  Object.fromEntries(train.graph.parameters.map(({ name }) => [name, tensors[name]!.data as Float32Array]));
