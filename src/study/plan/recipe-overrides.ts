/** What a study changes about a network's own recipe. */
import { z } from "zod";
import { InputError } from "../../errors.js";
import {
  type OptimizerSpecification,
  optimizerDefaults,
  optimizerName,
  optimizerNames,
  type Recipe,
} from "../../recipe.js";

const positive = z.number().positive();
const whole = z.int().min(1);

const schedule = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("constant") }),
  z.strictObject({ kind: z.literal("step"), every: whole, factor: positive }),
  z.strictObject({ kind: z.literal("cosine"), final: z.number().min(0).max(1).optional() }),
]);

/** The keys of a recipe in a study. What is left out stays as the network's own recipe has it. */
export const recipeFields = {
  epochs: whole.max(100_000).optional().describe("Passes over the training samples"),
  batch: whole.max(65_536).optional().describe("Samples per step"),
  optimizer: z
    .enum(optimizerNames)
    .optional()
    .describe("Optimizer. One that is not the network's starts from its usual settings"),
  learningRate: positive
    .max(1000)
    .optional()
    .describe(
      "Learning rate. An optimizer that is not the network's starts from its usual one: " +
        "sgd 0.01, adam, adamw and rmsprop 0.001, adadelta 1",
    ),
  momentum: z.number().min(0).lt(1).optional().describe("Momentum of sgd or rmsprop"),
  weightDecay: z
    .number()
    .min(0)
    .max(1000)
    .optional()
    .describe("λ of the L2 penalty on kernels; of adamw, of the decay"),
  schedule: schedule
    .optional()
    .describe("How the learning rate changes: constant, step (every, factor) or cosine (final)"),
  warmupSteps: z.int().min(0).optional().describe("Steps over which the learning rate grows linearly to its value"),
};

/** One recipe of the recipes that a study compares. */
export const recipeOverridesSchema = z.strictObject(recipeFields);

/** What a study changes about the recipes of its networks. */
export type RecipeOverrides = Readonly<z.infer<typeof recipeOverridesSchema>>;

/**
 * A recipe with the changes of a study.
 *
 * @throws InputError for a momentum where the optimizer has none, and for an optimizer that is an
 *   object
 * @example
 * import { overrideRecipe } from "stepzero/study";
 * import { mnistCnn } from "stepzero/networks";
 *
 * const { optimizer } = overrideRecipe(mnistCnn.recipe, { optimizer: "sgd", learningRate: 0.05 });
 * console.log(optimizer); // → { kind: "sgd", learningRate: 0.05 }
 */
export function overrideRecipe(recipe: Recipe, overrides: RecipeOverrides): Recipe {
  const { epochs = recipe.epochs, batch = recipe.batch, schedule: changed, warmupSteps } = overrides;
  return {
    ...recipe,
    optimizer: overrideOptimizer(recipe.optimizer, overrides),
    epochs,
    batch,
    ...(changed === undefined ? {} : { schedule: withoutUndefined(changed) }),
    ...(warmupSteps === undefined ? {} : { warmupSteps }),
  } as Recipe;
}

function overrideOptimizer(
  current: OptimizerSpecification,
  { optimizer, learningRate, momentum, weightDecay }: RecipeOverrides,
): OptimizerSpecification {
  // Cells are sent to other processes, which know optimizers by name.
  const kind = optimizerName(optimizer ?? current);
  const base: OptimizerSpecification =
    kind === current.kind ? current : { kind, learningRate: optimizerDefaults[kind].learningRate };
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

/** The changes in a few words: "adam, lr 0.001"; "own recipe" where nothing changes. */
export function describeOverrides(overrides: RecipeOverrides): string {
  const { optimizer, learningRate, momentum, weightDecay, schedule: changed } = overrides;
  const { warmupSteps, batch, epochs } = overrides;
  const part = (value: unknown, text: string) => (value === undefined ? [] : [text]);
  const parts = [
    ...part(optimizer, `${optimizer}`),
    ...part(learningRate, `lr ${learningRate}`),
    ...part(momentum, `momentum ${momentum}`),
    ...part(weightDecay, `weight decay ${weightDecay}`),
    ...part(changed, scheduleInWords(changed)),
    ...part(warmupSteps, `warm-up ${warmupSteps}`),
    ...part(batch, `batch ${batch}`),
    ...part(epochs, epochs === 1 ? "1 epoch" : `${epochs} epochs`),
  ];
  return parts.length === 0 ? "own recipe" : parts.join(", ");
}

function scheduleInWords(changed: RecipeOverrides["schedule"]): string {
  const name = `${changed?.kind} schedule`;
  if (changed?.kind === "step") return `${name} × ${changed.factor} every ${changed.every}`;
  return changed?.kind === "cosine" && changed.final !== undefined ? `${name} to ${changed.final}` : name;
}

/** The object without entries that are undefined, which must not reach a hash. */
function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}
