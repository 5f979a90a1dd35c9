/** The learning rate at each step. */

import type { Recipe } from "../recipe.js";
import { optimizerOf } from "./optimizers.js";

/**
 * The learning rate of a step: the optimizer's rate × its own decay × the schedule × warm-up.
 *
 * @param step from 1
 * @param stepsPerEpoch optimizer steps in an epoch; `step` schedules change at epochs, `cosine` runs over the whole training
 *
 * @example
 * const recipe = { optimizer: { kind: "sgd", learningRate: 0.1 }, schedule: { kind: "step", every: 2, factor: 0.5 }, loss: "cross-entropy", batch: 10, epochs: 4 };
 * learningRate(recipe, 21, 10); // → 0.05, in the third epoch
 */
export function learningRate(recipe: Recipe, step: number, stepsPerEpoch: number): number {
  const { optimizer, schedule = { kind: "constant" }, warmupSteps = 0 } = recipe;
  const epoch = Math.floor((step - 1) / stepsPerEpoch); // from 0
  let factor = optimizerOf(optimizer).rateFactor?.(optimizer, step) ?? 1;
  switch (schedule.kind) {
    case "constant":
      break;
    case "step":
      factor *= schedule.factor ** Math.floor(epoch / schedule.every);
      break;
    case "cosine": {
      // Loshchilov & Hutter 2017, eq. 5, one cycle: from 1 at the first step to `final` after the last.
      const final = schedule.final ?? 0;
      const done = Math.min(1, (step - 1) / (stepsPerEpoch * recipe.epochs));
      factor *= final + (1 - final) * 0.5 * (1 + Math.cos(Math.PI * done));
      break;
    }
  }
  if (step <= warmupSteps) factor *= step / warmupSteps;
  return optimizer.learningRate * factor;
}
