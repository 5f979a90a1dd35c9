/** Loss and accuracy over the batches of an epoch, of each run. */
import type { Tensor } from "../graph/tensor.js";
import type { DeviceMemory, Tensors } from "../runtime/runtime.js";
import type { Figures } from "./training.js";

/** Where a run diverged: the loss of a step was NaN or infinite. */
export interface Divergence {
  /** From 1 over all epochs. */
  readonly step: number;
  readonly loss: number;
}

/** What a step has computed. */
export interface StepFigures {
  /** From 1 over all epochs. */
  readonly step: number;
  /** Samples of its batch. */
  readonly rows: number;
  /** Summed over the batch: a scalar, or `[runs]`. */
  readonly loss: Tensor;
  /** Number of correct samples: a scalar, or `[runs]`. */
  readonly correct: Tensor;
}

/** Sums the figures of the steps of an epoch. */
export interface RunningFigures {
  /**
   * Adds a step.
   *
   * @returns whether all steps so far are read, so that a device has finished them
   */
  add(step: StepFigures): Promise<boolean>;
  /** Reads what is not read yet. */
  settle(): Promise<void>;
  /** Frees what is not read yet. */
  discard(): void;
  /** Whether all runs have diverged, as far as is read. */
  allDiverged(): boolean;
  /** Of each run: figures over `samples` samples, or where it diverged. */
  results(samples: number): readonly (Figures | Divergence)[];
}

/**
 * Steps whose figures are read together where they lie in a device's memory. A read waits until the
 * device has finished all its work; it then idles until the next step arrives.
 */
const STEPS_TOGETHER = 16;

/**
 * Sums that start at zero.
 *
 * @param count number of runs
 * @param onLosses called with the mean loss of each run in each step, in order, when they are read
 */
export function runningFigures(
  count: number,
  memory: DeviceMemory | undefined,
  onLosses?: (step: number, losses: readonly number[]) => void,
): RunningFigures {
  const runs = Array.from({ length: count }, (): { loss: number; correct: number; divergence?: Divergence } => ({
    loss: 0,
    correct: 0,
  }));
  let unread: StepFigures[] = [];
  const sum = ({ step, rows, loss, correct }: StepFigures): void => {
    onLosses?.(
      step,
      runs.map((_, r) => Number(loss.data[r]) / rows),
    );
    runs.forEach((run, r) => {
      if (run.divergence !== undefined) return;
      const stepLoss = Number(loss.data[r]);
      if (!Number.isFinite(stepLoss)) run.divergence = { step, loss: stepLoss };
      run.loss += stepLoss;
      run.correct += Number(correct.data[r]);
    });
  };
  const tensors = (): Tensors =>
    Object.fromEntries(
      unread.flatMap(({ loss, correct }, i) => [
        [`loss${i}`, loss],
        [`correct${i}`, correct],
      ]),
    );
  const discard = (): void => {
    memory?.free(tensors());
    unread = [];
  };
  const settle = async (): Promise<void> => {
    if (memory === undefined || unread.length === 0) return;
    const read = await memory.read(tensors());
    unread.forEach((figures, i) => {
      sum({ ...figures, loss: read[`loss${i}`]!, correct: read[`correct${i}`]! });
    });
    discard();
  };
  return {
    async add(figures) {
      if (memory === undefined) {
        sum(figures);
        return true;
      }
      unread.push(figures);
      if (unread.length === STEPS_TOGETHER) await settle();
      return unread.length === 0;
    },
    settle,
    discard,
    allDiverged: () => runs.every(({ divergence }) => divergence !== undefined),
    results: (samples) =>
      runs.map(({ loss, correct, divergence }) => divergence ?? { accuracy: correct / samples, loss: loss / samples }),
  };
}
