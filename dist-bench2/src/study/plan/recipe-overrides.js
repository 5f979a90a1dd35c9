/** What a study changes about a network's own recipe. */
import { z } from "zod";
import { InputError } from "../../errors.js";
import { optimizerDefaults, optimizerName, optimizerNames, } from "../../recipe.js";
const positive = z.number().positive();
const whole = z.int().min(1);
/** A share that decays: a moving mean that forgets nothing would never move. */
const decaying = z.number().min(0).lt(1);
const schedule = z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("constant") }),
    z.strictObject({ kind: z.literal("step"), every: whole, factor: positive }),
    z.strictObject({ kind: z.literal("cosine"), final: z.number().min(0).max(1).optional() }),
]);
/** How images are varied; `AugmentationSpecification`. */
const augmentation = z.union([
    z.literal("none"),
    z.strictObject({ shift: z.number().min(0).max(1).optional(), flip: z.boolean().optional() }),
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
        .describe("Learning rate. An optimizer that is not the network's starts from its usual one: " +
        "sgd 0.01, adam, adamw and rmsprop 0.001, adadelta 1"),
    momentum: decaying.optional().describe("Momentum of sgd or rmsprop"),
    nesterov: z.boolean().optional().describe("Whether the momentum of sgd is Nesterov's"),
    weightDecay: z
        .number()
        .min(0)
        .max(1000)
        .optional()
        .describe("λ of the L2 penalty on kernels; of adamw, of the decay"),
    beta1: decaying.optional().describe("β₁ of adam or adamw: decay of the mean of the gradients"),
    beta2: decaying.optional().describe("β₂ of adam or adamw: decay of the mean of their squares"),
    rho: decaying.optional().describe("ρ of rmsprop or adadelta: decay of the mean of the squared gradients"),
    epsilon: positive
        .max(1)
        .optional()
        .describe("ε of adam, adamw, rmsprop or adadelta, which keeps them from dividing by 0"),
    decay: z
        .number()
        .min(0)
        .max(1000)
        .optional()
        .describe("Of rmsprop as Keras 2018 had it: the rate is divided by 1 + decay × updates"),
    schedule: schedule
        .optional()
        .describe("How the learning rate changes: constant, step (every, factor) or cosine (final)"),
    warmupSteps: z.int().min(0).optional().describe("Steps over which the learning rate grows linearly to its value"),
    augmentation: augmentation
        .optional()
        .describe("How images are varied in each epoch: none, or shift (up to this fraction of the size) and flip (left to right)"),
};
/** Keys that change the network's optimizer, but not which one it is. */
export const optimizerKeys = [
    "learningRate",
    "momentum",
    "weightDecay",
    "nesterov",
    "beta1",
    "beta2",
    "rho",
    "epsilon",
    "decay",
];
/** One recipe of the recipes that a study compares. */
export const recipeOverridesSchema = z.strictObject(recipeFields);
/**
 * A recipe with the changes of a study.
 *
 * @throws InputError for a setting that the optimizer does not have, and for an optimizer that is
 *   an object
 * @example
 * import { overrideRecipe } from "stepzero/study";
 * import { mnistCnn } from "stepzero/networks";
 *
 * const { optimizer } = overrideRecipe(mnistCnn.recipe, { optimizer: "sgd", learningRate: 0.05 });
 * console.log(optimizer); // → { kind: "sgd", learningRate: 0.05 }
 */
export function overrideRecipe(recipe, overrides) {
    const { epochs = recipe.epochs, batch = recipe.batch, schedule: changed, warmupSteps } = overrides;
    const { augmentation: before, ...rest } = recipe;
    const varied = overrides.augmentation === undefined ? before : augmentationOf(overrides.augmentation);
    return {
        ...rest,
        optimizer: overrideOptimizer(recipe.optimizer, overrides),
        epochs,
        batch,
        ...(changed === undefined ? {} : { schedule: withoutUndefined(changed) }),
        ...(warmupSteps === undefined ? {} : { warmupSteps }),
        ...(varied === undefined ? {} : { augmentation: varied }),
    };
}
/** Undefined where the images stay as they are. */
function augmentationOf(changed) {
    if (changed === "none")
        return undefined;
    const { shift = 0, flip = false } = changed;
    if (shift === 0 && !flip)
        return undefined;
    return { ...(shift > 0 ? { shift } : {}), ...(flip ? { flip } : {}) };
}
function overrideOptimizer(current, overrides) {
    // Cells are sent to other processes, which know optimizers by name.
    const kind = optimizerName(overrides.optimizer ?? current);
    const base = kind === current.kind ? current : { kind, learningRate: optimizerDefaults[kind].learningRate };
    const settings = optimizerKeys.flatMap((key) => {
        const value = overrides[key];
        if (value === undefined)
            return [];
        mustHaveSetting(kind, key);
        return [[key, value]];
    });
    return { ...base, ...Object.fromEntries(settings) };
}
/** @throws InputError where another optimizer has that setting, and this one does not */
function mustHaveSetting(kind, key) {
    const owners = optimizerNames.filter((name) => key === "weightDecay" || Object.hasOwn(optimizerDefaults[name], key));
    if (owners.includes(kind))
        return;
    throw new InputError(`${key} is for ${owners.join(" and ")}; the optimizer is ${kind}. Leave it out, or choose ${owners[0]}.`);
}
/** The changes in a few words: "adam, lr 0.001"; "own recipe" where nothing changes. */
export function describeOverrides(overrides) {
    const { optimizer, learningRate, momentum, nesterov, weightDecay, schedule: changed } = overrides;
    const { warmupSteps, batch, epochs, augmentation: varied } = overrides;
    const part = (value, text) => (value === undefined ? [] : [text]);
    const parts = [
        ...part(optimizer, `${optimizer}`),
        ...part(learningRate, `lr ${learningRate}`),
        ...part(momentum, `momentum ${momentum}`),
        ...part(nesterov, nesterov === true ? "nesterov" : "no nesterov"),
        ...part(weightDecay, `weight decay ${weightDecay}`),
        ...["beta1", "beta2", "rho", "epsilon", "decay"].flatMap((key) => part(overrides[key], `${key} ${overrides[key]}`)),
        ...part(changed, scheduleInWords(changed)),
        ...part(warmupSteps, `warm-up ${warmupSteps}`),
        ...part(batch, `batch ${batch}`),
        ...part(epochs, epochs === 1 ? "1 epoch" : `${epochs} epochs`),
        ...part(varied, augmentationInWords(varied)),
    ];
    return parts.length === 0 ? "own recipe" : parts.join(", ");
}
function augmentationInWords(changed) {
    const { shift = 0, flip = false } = changed === undefined || changed === "none" ? {} : changed;
    const parts = [...(shift > 0 ? [`shift ${shift}`] : []), ...(flip ? ["flip"] : [])];
    return parts.length === 0 ? "no augmentation" : parts.join(" and ");
}
function scheduleInWords(changed) {
    const name = `${changed?.kind} schedule`;
    if (changed?.kind === "step")
        return `${name} × ${changed.factor} every ${changed.every}`;
    return changed?.kind === "cosine" && changed.final !== undefined ? `${name} to ${changed.final}` : name;
}
/** The object without entries that are undefined, which must not reach a hash. */
function withoutUndefined(value) {
    return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}
