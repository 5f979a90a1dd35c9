/** The learning rate at each step. */
import { InputError } from "../errors.js";
import { optimizerOf } from "./optimizers.js";
import { scheduleOf } from "./schedule.js";
/**
 * The learning rate of a step: the optimizer's rate × its own decay × the schedule × warm-up.
 *
 * @param step from 1
 * @param stepsPerEpoch optimizer steps per epoch; `step` schedules change at epochs, `cosine` runs
 * over the whole training
 * @throws InputError for an unknown optimizer or schedule, and where a user's schedule returns no
 * finite number
 * @example
 * import { learningRate, type TrainingRecipe } from "stepzero/training";
 *
 * const recipe: TrainingRecipe = {
 *   loss: "cross-entropy",
 *   optimizer: { kind: "sgd", learningRate: 0.1 },
 *   schedule: { kind: "step", every: 2, factor: 0.5 },
 *   batch: 10,
 *   epochs: 4,
 * };
 * learningRate(recipe, 21, 10); // → 0.05, in the third epoch
 */
export function learningRate(recipe, step, stepsPerEpoch) {
    return learningRates(recipe, stepsPerEpoch)(step);
}
/**
 * The learning rate as a function of the step (from 1): the recipe is read once.
 *
 * @throws InputError likewise
 */
export function learningRates(recipe, stepsPerEpoch) {
    const { schedule = { kind: "constant" }, warmupSteps = 0, epochs } = recipe;
    const optimizer = optimizerOf(recipe.optimizer);
    const { name, factor: scheduleFactor } = scheduleOf(schedule);
    return (step) => {
        let factor = optimizer.rateFactor?.(optimizer.hyperparameters, step) ?? 1;
        factor *= scheduleFactor({ step, stepsPerEpoch, epochs });
        if (step <= warmupSteps)
            factor *= step / warmupSteps;
        if (Number.isFinite(factor))
            return optimizer.hyperparameters.learningRate * factor;
        throw new InputError(`The learning rate must be a finite number; at step ${step} it is multiplied by ${factor} ` +
            `(schedule "${name}", optimizer "${optimizer.name}").`);
    };
}
