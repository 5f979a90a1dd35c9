/** The learning rate at each step. */
import { InputError, unknownName } from "../errors.js";
import type { ScheduleSpecification } from "../recipe.js";
import { optimizerOf } from "./optimizers.js";
import type { TrainingRecipe } from "./training-recipe.js";

/** How far training is. */
export interface Progress {
  /** The step that is about to be made, from 1 over all epochs. */
  readonly step: number;
  /** Optimizer steps per epoch. */
  readonly stepsPerEpoch: number;
  /** Epochs of the whole training. */
  readonly epochs: number;
}

/** How the learning rate changes during training: a plain object. A recipe takes a user's own in place of a name. */
export interface Schedule {
  /** As it is shown: "cosine". */
  readonly name: string;
  /** What the learning rate of a step is multiplied by. */
  readonly factor: (progress: Progress) => number;
}

type Kind = ScheduleSpecification["kind"];
type SpecificationOf<K extends Kind> = Extract<ScheduleSpecification, { readonly kind: K }>;

/** The schedules that are known by name. */
export const schedules: { readonly [K in Kind]: (specification: SpecificationOf<K>) => Schedule } = {
  constant: () => ({ name: "constant", factor: () => 1 }),
  step: ({ every, factor }) => ({
    name: "step",
    factor: ({ step, stepsPerEpoch }) => factor ** Math.floor(Math.floor((step - 1) / stepsPerEpoch) / every),
  }),
  /** Loshchilov & Hutter 2017, eq. 5, one cycle: from 1 at the first step to `final` after the last. */
  cosine: ({ final = 0 }) => ({
    name: "cosine",
    factor: ({ step, stepsPerEpoch, epochs }) => {
      const progress = Math.min(1, (step - 1) / (stepsPerEpoch * epochs));
      return final + (1 - final) * 0.5 * (1 + Math.cos(Math.PI * progress));
    },
  }),
};

/**
 * The schedule of a recipe.
 *
 * @throws InputError for an unknown name, and for an object that is no schedule
 */
export function scheduleOf(schedule: ScheduleSpecification | Schedule): Schedule {
  if ("kind" in schedule) {
    const { kind } = schedule;
    if (!Object.hasOwn(schedules, kind)) throw unknownName("schedule", String(kind), Object.keys(schedules));
    return (schedules[kind] as (specification: ScheduleSpecification) => Schedule)(schedule);
  }
  if (typeof schedule.name === "string" && typeof schedule.factor === "function") return schedule;
  throw new InputError(
    `A schedule needs a name and factor(), got { ${Object.keys(schedule).join(", ")} }. ` +
      'To use one that is built in, write its name as kind: { kind: "cosine" }.',
  );
}

/**
 * The learning rate of a step: the optimizer's rate × its own decay × the schedule × warm-up.
 *
 * @param step from 1
 * @param stepsPerEpoch optimizer steps per epoch; `step` schedules change at epochs, `cosine` runs over the whole training
 * @throws InputError for an unknown optimizer or schedule, and where a user's schedule returns no finite number
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
export function learningRate(recipe: TrainingRecipe, step: number, stepsPerEpoch: number): number {
  return learningRates(recipe, stepsPerEpoch)(step);
}

/** The learning rate as a function of the step (from 1): the recipe is read once. @throws InputError likewise */
export function learningRates(recipe: TrainingRecipe, stepsPerEpoch: number): (step: number) => number {
  const { schedule = { kind: "constant" }, warmupSteps = 0, epochs } = recipe;
  const optimizer = optimizerOf(recipe.optimizer);
  const { name, factor: scheduleFactor } = scheduleOf(schedule);
  return (step) => {
    let factor = optimizer.rateFactor?.(optimizer.hyperparameters, step) ?? 1;
    factor *= scheduleFactor({ step, stepsPerEpoch, epochs });
    if (step <= warmupSteps) factor *= step / warmupSteps;
    if (Number.isFinite(factor)) return optimizer.hyperparameters.learningRate * factor;
    throw new InputError(
      `The learning rate must be a finite number; at step ${step} it is multiplied by ${factor} ` +
        `(schedule "${name}", optimizer "${optimizer.name}").`,
    );
  };
}
