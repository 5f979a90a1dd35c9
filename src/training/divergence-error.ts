/** What `train` throws where a loss is NaN or infinite. */
import type { RunDivergence } from "./train-runs.js";

/** Training diverged: nothing is left to train. */
export class DivergenceError extends Error {
  override name = "DivergenceError";
  /** Epoch of the step, from 1. */
  readonly epoch: number;
  /** Optimizer step, from 1 over all epochs. */
  readonly step: number;

  constructor({ epoch, step, reason }: RunDivergence, learningRate: number) {
    super(
      `Training diverged: ${reason}. Try a learning rate below ${learningRate} (recipe.optimizer), or an initializer ` +
        "whose weights are smaller.",
    );
    this.epoch = epoch;
    this.step = step;
  }
}
