/** Loss and accuracy over the batches of an epoch, of each run that is trained. */
import type { Tensor } from "../graph/tensor.js";
import type { DeviceMemory, Tensors } from "../runtime/runtime.js";
import type { Figures } from "./training.js";

/** Where a run stopped: the loss of this step, which counts from 1 over all epochs, was NaN or infinite. */
export interface Divergence {
  readonly step: number;
  readonly loss: number;
}

export interface StepFigures {
  readonly step: number;
  readonly rows: number;
  readonly loss: Tensor;
  readonly correct: Tensor;
}

export interface RunningFigures {
  /**
   * Takes the summed loss and the number of right answers of each run in a step over so many rows: scalars, or `[runs]`.
   *
   * @returns whether all that it was given is read, so that a device has finished these steps
   */
  add(step: StepFigures): Promise<boolean>;
  /** Reads what is not read yet. */
  settle(): Promise<void>;
  /** Frees what is not read yet. */
  discard(): void;
  /** Whether no run is left, as far as is read. */
  allDiverged(): boolean;
  /** Of each run: figures over `samples` samples, or where it stopped. */
  results(samples: number): readonly (Figures | Divergence)[];
}

/**
 * Figures that lie in a device's memory are read for so many steps at a time: a reading waits for all that the device was given to
 * do, which then has nothing to do until the next step is there.
 */
const STEPS_TOGETHER = 16;

/** @param onLosses given each step's mean losses, of each run, in order and as they are read */
export function runningFigures(
  count: number,
  memory: DeviceMemory | undefined,
  onLosses?: (step: number, losses: readonly number[]) => void,
): RunningFigures {
  const runs = Array.from({ length: count }, (): { loss: number; right: number; divergence?: Divergence } => ({
    loss: 0,
    right: 0,
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
      run.right += Number(correct.data[r]);
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
      runs.map(({ loss, right, divergence }) => divergence ?? { accuracy: right / samples, loss: loss / samples }),
  };
}
