/**
 * The options of a study: one schema, from which the study file, its JSON Schema, the options of
 * programs and of the command line, and their types are made.
 */
import { z } from "zod";
import type { ReadingOptions } from "../../data/reading.js";
import { excerpt, InputError } from "../../errors.js";
import { horizons } from "../../statistics/index.js";
import { LONGEST_NAME, MOST_LISTED, MOST_RUNS, mustBeOfSize } from "./bounds.js";
import type { DeepReadonly } from "./deep-readonly.js";
import { distinct, seedDefaults, seedsOf } from "./lists.js";
import type { Metric } from "./metric.js";
import { metricField, metricFrom } from "./metric-request.js";
import { withoutGroups } from "./names-of-groups.js";
import { problemsInWords } from "./options-in-words.js";
import { raceSeeds } from "./race-request.js";
import { readingFields, readingOf } from "./reading.js";
import { type RecipeOverrides, recipeFields, recipeOverridesSchema } from "./recipe-overrides.js";
import type { EvaluateTrain, Problem, RaceDesign, Vary } from "./study.js";
import { mustHoldSomewhere } from "./study-recipe.js";
import { type TrainerRequest, trainerOf } from "./trainer-request.js";
import { trainerField } from "./trainer-schema.js";
import { MOST_TUNING_SEEDS, type TuningDesign, tuningOf } from "./tuning-request.js";

/** The study of a user who names nothing. */
export const studyDefaults = {
  data: ["glyphs"],
  models: ["mlp"],
  inits: ["zero", "random", "xavier-fan-in", "he", "glorot-uniform"],
  ...seedDefaults,
} as const;

const whole = z.int().min(1);
const seed = z.int().min(0);
const name = z.string().min(1).max(LONGEST_NAME);
const names = z.union([name, z.array(name).min(1).max(MOST_LISTED)]);

/** The keys of a study. `problems` chooses among the pairs of `data` and `models`. */
export const studyOptionsSchema = z
  .strictObject({
    $schema: z.string().optional(),
    trainer: trainerField,
    data: names
      .optional()
      .describe(
        "Data sets by name (stepzero list data) or path; of a table, iris.csv#species names the label's column",
      ),
    models: names
      .optional()
      .describe("Networks (stepzero list models), with options as mlp:depth=10, or a file as ./mine.ts or net.onnx"),
    modelInput: name.optional().describe("Input of an .onnx network that receives the samples, where it has several"),
    modelOutput: name.optional().describe("Output of an .onnx network with the logits, where it is not the first"),
    inits: names
      .optional()
      .describe(
        "Initializers (stepzero list initializers), with options as random:std=0.1, groups of them as group:scaled, or a file as ./mine.ts",
      ),
    problems: z
      .array(z.strictObject({ data: name, model: name }))
      .min(1)
      .max(MOST_LISTED)
      .optional()
      .describe("Pairs of a data set and a network: instead of data and models, or some of their pairs"),
    seeds: z
      .union([
        whole.max(MOST_RUNS),
        z.array(seed).min(1).max(MOST_RUNS),
        z.strictObject({ first: seed, count: whole.max(MOST_RUNS).optional() }),
      ])
      .optional()
      .describe("Runs per method: how many (seeds 0, 1, …), which seeds, or the first and how many"),
    untilDecided: z
      .boolean()
      .optional()
      .describe(
        "Add seeds, looking after each, until a winner is separated or equivalence within the margin is shown; methods that are beaten get no more",
      ),
    confidence: z
      .number()
      .min(0.8)
      .lt(1)
      .optional()
      .describe("Chance that a race calls nothing different that is equal, over all its looks and pairs"),
    maxSeeds: z
      .int()
      .min(horizons.first)
      .max(horizons.last)
      .optional()
      .describe("The most runs per method of a race; it then ends undecided"),
    ...readingFields,
    limit: whole
      .max(1_000_000_000)
      .optional()
      .describe("Use only the first training samples, this many; the test set stays whole"),
    validation: whole
      .max(1_000_000_000)
      .optional()
      .describe("Hold this many training samples out, the same for every seed, and evaluate them after each epoch"),
    evaluateTrain: z
      .union([z.boolean(), z.enum(["last", "every"])])
      .optional()
      .describe("Also evaluate on the training samples, dropout off, after each epoch or the last"),
    probe: z
      .boolean()
      .optional()
      .describe(
        "Read signals, gradients and dead units of every layer, as doctor does, at step 0 and after each epoch; the report shows them",
      ),
    vary: z
      .enum(["all", "init", "order"])
      .optional()
      .describe(
        "What the seed varies: all, init (initial weights only) or order (batches, dropout, augmentation only)",
      ),
    ...recipeFields,
    learningRate: z
      .union([recipeFields.learningRate.unwrap(), z.literal("auto")])
      .optional()
      .describe(
        "Learning rate; auto tunes it for each initializer on held-out samples, and reports both verdicts: at the recipe's rate, and each at its best. An optimizer that is not the network's starts from its usual one: sgd 0.01, adam, adamw and rmsprop 0.001, adadelta 1",
      ),
    tuningSeeds: whole
      .max(MOST_TUNING_SEEDS)
      .optional()
      .describe("Runs per initializer and rate where rates are tuned"),
    tuningEpochs: whole
      .optional()
      .describe("Epochs of each of these runs, at most those of the final runs; by default as many"),
    finalists: z
      .int()
      .min(2)
      .optional()
      .describe("Where rates are tuned: only so many initializers, the best on held-out samples, have final runs"),
    baseline: name
      .optional()
      .describe("Compare the others with this one of the initializers only, which needs fewer seeds than all pairs"),
    metric: metricField,
    margin: z
      .number()
      .gt(0)
      .optional()
      .describe(
        "Call methods equivalent whose difference in test accuracy is shown to be below this: 0.003 is 0.3 points",
      ),
    target: z.number().optional().describe("Count epochs to this test accuracy, a fraction: 0.95 is 95 %"),
    training: z
      .array(recipeOverridesSchema)
      .min(1)
      .max(MOST_LISTED)
      .optional()
      .describe("Recipes to compare: every initializer with every recipe is a method"),
  })
  .meta({
    title: "A study of stepzero",
    description: "Data sets × networks × initializers × recipes × seeds.",
  });

/** A study as a file or a program writes it: `export default { … } satisfies StudyOptions`. */
export type StudyOptions = DeepReadonly<z.input<typeof studyOptionsSchema>>;

/** The options of a study, checked and complete. */
export interface StudyRequest {
  /** Names of the catalogue, or paths. */
  readonly data: readonly string[];
  /** "mnist_cnn", "mlp:depth=10,activation=tanh", "./my-cnn.ts", "net.onnx". */
  readonly models: readonly string[];
  /** The input of .onnx networks that receives the samples; undefined for the first. */
  readonly modelInput: string | undefined;
  /** The output of .onnx networks with the logits; undefined for the first. */
  readonly modelOutput: string | undefined;
  /** "he", "random:std=0.1", "./mine.ts"; the methods of groups by their names. */
  readonly inits: readonly string[];
  /** Those of them that only a group names: one that does not fit a network is left out. */
  readonly ofGroups: readonly string[];
  /** Pairs of a data set and a network; undefined for all pairs. */
  readonly problems: readonly Problem[] | undefined;
  /** One run per seed: whole numbers from 0 on, all different. */
  readonly seeds: readonly number[];
  /** How the user's files are read, where the study says it. */
  readonly reading: ReadingOptions | undefined;
  /** Only the first `limit` training samples are used; undefined for all. */
  readonly limit: number | undefined;
  /** This many training samples are held out and evaluated after every epoch. */
  readonly validation: number | undefined;
  /** When the training samples are evaluated too. */
  readonly evaluateTrain: EvaluateTrain | false;
  /** Whether every run is probed at step 0 and after each epoch. */
  readonly probe: boolean;
  /** What the seed varies. */
  readonly vary: Vary;
  /** What changes about every network's recipe, where a recipe of `recipes` does not name it. */
  readonly recipe: RecipeOverrides;
  /** The recipes that are compared; a single empty one where the study compares none. */
  readonly recipes: readonly RecipeOverrides[];
  /** What the others are compared with, as it is written in `inits`; undefined for all pairs. */
  readonly baseline: string | undefined;
  /** How methods race; undefined where every method gets all seeds. */
  readonly race: RaceDesign | undefined;
  /** How learning rates are tuned; undefined where all methods are trained at the recipe's. */
  readonly tuning: TuningDesign | undefined;
  /** The user's own trainer; undefined where stepzero trains. */
  readonly trainer: TrainerRequest | undefined;
  /** The figure by which methods are compared; undefined for test accuracy. */
  readonly metric: Metric | undefined;
  /** Methods count as equivalent within this difference in test accuracy, a fraction up to 0.1. */
  readonly margin: number | undefined;
  /** Epochs are counted to this test accuracy, a fraction. */
  readonly target: number | undefined;
}

/**
 * Checks the options of a study and completes them.
 *
 * @param options as a file, a program or the command line wrote them
 * @param source where they come from, for messages: "study.yaml"
 * @throws InputError for an unknown key (with "did you mean"), a value that is not legal, a key of
 *   the recipe that every recipe of `training` names, too, or a study that is too large
 * @example
 * import { requestStudy } from "stepzero/study";
 *
 * const { seeds } = requestStudy({ data: "mnist", models: "mnist_cnn", inits: ["he"], seeds: 5 });
 * console.log(seeds); // → [0, 1, 2, 3, 4]
 */
export function requestStudy(options: unknown, source = "The study"): StudyRequest {
  const parsed = studyOptionsSchema.safeParse(options ?? {});
  if (!parsed.success) {
    throw new InputError(`${source} is not a study: ${problemsInWords(parsed.error, options, keysOf)}`);
  }
  const {
    data,
    models,
    modelInput,
    modelOutput,
    inits,
    problems,
    seeds,
    limit,
    validation,
    evaluateTrain = false,
  } = parsed.data;
  const { probe = false, vary = "all", baseline, margin, target, training = [{}] } = parsed.data;
  const list = (names: string | readonly string[]) => {
    // On the command line commas separate names; here they are a list. Options have commas, too.
    if (typeof names === "string" && names.includes(",") && !names.includes(":")) {
      throw new InputError(`${source}: "${excerpt(names)}" is read as one name; write a list: [${excerpt(names)}].`);
    }
    return distinct(source, [names].flat());
  };
  const trainer = trainerOf(parsed.data, source);
  const [recipe, recipes] = [recipeOf(parsed.data), training.map(recipeOf)];
  mustHoldSomewhere(source, recipe, recipes);
  const raced = raceSeeds(parsed.data, source);
  const fromProblems = (key: "data" | "model") => problems && [...new Set(problems.map((p) => p[key]))];
  const compared = {
    data: list(trainer?.data?.map((one) => one.name) ?? data ?? fromProblems("data") ?? studyDefaults.data),
    models: list(models ?? fromProblems("model") ?? studyDefaults.models),
    ...withoutGroups(list(inits ?? studyDefaults.inits)),
    seeds: seedsOf(raced?.seeds ?? seeds ?? studyDefaults.seeds, source),
  };
  const tuning = tuningOf(parsed.data, compared.seeds, source);
  mustBeOfSize(source, {
    problems: problems?.length ?? compared.data.length * compared.models.length,
    methods: compared.inits.length * recipes.length,
    seeds: compared.seeds.length,
    rates: tuning && { rates: tuning.rates + 2 * tuning.extension, seeds: tuning.seeds.length },
  });
  return {
    ...compared,
    modelInput,
    modelOutput,
    problems,
    reading: readingOf(parsed.data),
    limit,
    validation,
    evaluateTrain: evaluateTrain === true ? "every" : evaluateTrain,
    probe,
    vary,
    recipe,
    recipes,
    baseline,
    race: raced?.race,
    tuning,
    trainer,
    metric: metricFrom(parsed.data, source),
    margin,
    target,
  };
}

/** The keys that a study may have, or one of its recipes. */
function keysOf(inRecipe: boolean): readonly string[] {
  return Object.keys(inRecipe ? recipeFields : studyOptionsSchema.shape);
}

/** The entries of a study that are a recipe's, without those that are undefined. */
function recipeOf(options: Omit<RecipeOverrides, "learningRate"> & { learningRate?: number | "auto" | undefined }) {
  return Object.fromEntries(
    Object.entries(options).filter(([key, value]) => key in recipeFields && value !== undefined && value !== "auto"),
  ) as RecipeOverrides;
}
