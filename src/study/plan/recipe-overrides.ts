/** What a study changes about a model's own recipe. */
import { InputError } from "../../errors.js";
import type { OptimizerSpecification, Recipe, ScheduleSpecification } from "../../recipe.js";

export type OptimizerKind = OptimizerSpecification["kind"];

/** What is left out stays as the model's recipe has it. */
export interface RecipeOverrides {
  readonly epochs?: number;
  readonly batch?: number;
  /** Another optimizer, with its usual settings; the recipe's own keeps the recipe's settings. */
  readonly optimizer?: OptimizerKind;
  readonly learningRate?: number;
  /** Of sgd and rmsprop. */
  readonly momentum?: number;
  /** λ of the L2 penalty on kernels; in adamw, of the decay. */
  readonly weightDecay?: number;
  readonly schedule?: ScheduleSpecification;
  /** Steps of linear warm-up. */
  readonly warmupSteps?: number;
}

/** The optimizers with the learning rate each starts from when a study names it: the default of Keras 2018 and PyTorch. */
export const usualRates: Readonly<Record<OptimizerKind, number>> = {
  sgd: 0.01,
  adam: 0.001,
  adamw: 0.001,
  rmsprop: 0.001,
  adadelta: 1,
};

/**
 * A recipe with a study's changes.
 *
 * @throws InputError for a momentum where the optimizer has none
 * @example
 * overrideRecipe(mnistCnn.recipe, { optimizer: "sgd", learningRate: 0.05, epochs: 2 })
 */
export function overrideRecipe(recipe: Recipe, overrides: RecipeOverrides): Recipe {
  const { epochs = recipe.epochs, batch = recipe.batch, schedule, warmupSteps } = overrides;
  return {
    ...recipe,
    optimizer: overrideOptimizer(recipe.optimizer, overrides),
    epochs,
    batch,
    ...(schedule === undefined ? {} : { schedule }),
    ...(warmupSteps === undefined ? {} : { warmupSteps }),
  };
}

/** What a recipe changes, briefly: "adam, lr 0.001", "own recipe". */
export function describeOverrides(overrides: RecipeOverrides): string {
  const { optimizer, learningRate, momentum, weightDecay, schedule, warmupSteps, batch, epochs } = overrides;
  const parts = [
    optimizer,
    learningRate === undefined ? undefined : `lr ${learningRate}`,
    momentum === undefined ? undefined : `momentum ${momentum}`,
    weightDecay === undefined ? undefined : `weight decay ${weightDecay}`,
    schedule === undefined ? undefined : `${schedule.kind} schedule`,
    warmupSteps === undefined ? undefined : `warm-up ${warmupSteps}`,
    batch === undefined ? undefined : `batch ${batch}`,
    epochs === undefined ? undefined : `${epochs} epochs`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? "own recipe" : parts.join(", ");
}

function overrideOptimizer(own: OptimizerSpecification, overrides: RecipeOverrides): OptimizerSpecification {
  const { optimizer: kind = own.kind, learningRate, momentum, weightDecay } = overrides;
  const base: OptimizerSpecification = kind === own.kind ? own : { kind, learningRate: usualRates[kind] };
  const rated: OptimizerSpecification = {
    ...base,
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(weightDecay === undefined ? {} : { weightDecay }),
  };
  if (momentum === undefined) return rated;
  if (rated.kind !== "sgd" && rated.kind !== "rmsprop") {
    throw new InputError(
      `A momentum is for sgd and rmsprop; the optimizer is ${rated.kind}. Leave it out, or choose sgd.`,
    );
  }
  return { ...rated, momentum };
}
