/** Loss and accuracy over the batches of an epoch, of each run that is trained. */
import type { Tensor } from "../onnx/tensor.js";
import type { DeviceMemory, Tensors } from "../runtime/runtime.js";
import type { Figures } from "./training.js";

/** Where a run stopped: the loss of this step, which counts from 1 over all epochs, was NaN or infinite. */
export interface Divergence {
  readonly step: number;
  readonly loss: number;
}

export interface RunningFigures {
  /** Takes the summed loss and the number of right answers of each run in a step: scalars, or `[runs]`. */
  add(step: number, loss: Tensor, correct: Tensor): Promise<void>;
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

export function runningFigures(count: number, memory: DeviceMemory | undefined): RunningFigures {
  const runs = Array.from({ length: count }, (): { loss: number; right: number; divergence?: Divergence } => ({
    loss: 0,
    right: 0,
  }));
  let unread: { step: number; loss: Tensor; correct: Tensor }[] = [];
  const sum = (step: number, loss: Tensor, correct: Tensor): void => {
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
    unread.forEach(({ step }, i) => {
      sum(step, read[`loss${i}`]!, read[`correct${i}`]!);
    });
    discard();
  };
  return {
    async add(step, loss, correct) {
      if (memory === undefined) {
        sum(step, loss, correct);
        return;
      }
      unread.push({ step, loss, correct });
      if (unread.length === STEPS_TOGETHER) await settle();
    },
    settle,
    discard,
    allDiverged: () => runs.every(({ divergence }) => divergence !== undefined),
    results: (samples) =>
      runs.map(({ loss, right, divergence }) => divergence ?? { accuracy: right / samples, loss: loss / samples }),
  };
}
