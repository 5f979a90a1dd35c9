/**
 * What was planned and run, as JSON that a file gives back: schemas of a study, a cell and the
 * result of a cell. A file may have been made by somebody else, or changed since, so every value is
 * checked before it is used.
 */
import { z } from "zod";
import type { ReadingOptions } from "../../data/reading.js";
import type { Recipe } from "../../recipe.js";
import { type Layout, layouts } from "../../weights/layout.js";
import type { CellResult } from "./cell.js";
import { probeSchema } from "./probe-schema.js";
import { FARTHEST_GUESS } from "./rate-tuning.js";
import { readingFields } from "./reading.js";
import type { RecipeOverrides } from "./recipe-overrides.js";
import type { InitializerChoice, Study } from "./study.js";
import { MOST_TUNING_SEEDS } from "./tuning-request.js";

/** A share of a whole. */
export const fraction = z.number().min(0).max(1);
/** JSON has null where it is not a finite number. */
const measured = z.number().nullable() as unknown as z.ZodType<number>;
/** A name; of anything. */
export const label = z.string().min(1);
/** A number of things. */
export const count = z.int().min(0);
const checksum = z.string().regex(/^[0-9a-f]{64}$/);
/** The user's file of a network or an initializer. */
const file = z.strictObject({ path: label, sha256: checksum });

/** What of a user's own trainer decides results. */
const cellTrainer = {
  command: z.array(z.string()),
  loop: label.optional(),
  files: z.array(file),
  weights: z.enum(["safetensors", "npz"]),
  layout: z.enum(layouts as readonly [Layout, ...Layout[]]).optional(),
  metric: label.optional(),
};

/** The figure by which methods are compared. */
const metric = z.strictObject({
  name: label,
  better: z.enum(["higher", "lower"]),
  unit: label.optional(),
  decimals: z.int().min(0).max(10),
  chance: z.number().optional(),
});

/** A network or an initializer by its name, with complete options. */
export const choiceFields = {
  label,
  name: label,
  options: z.record(z.string(), z.union([z.number(), z.string()])),
  file: file.optional(),
};

/** A later version may know more settings; whatever they are, they do not nest. */
const setting = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const settings = z.union([setting, z.record(z.string(), setting)]);

/** Only what reports read is checked: a later version may know more optimizers. */
export const recipeSchema = z
  .object({
    loss: z.string(),
    optimizer: z.object({ kind: z.string(), learningRate: z.number() }).catchall(setting),
    batch: z.int().min(1),
    epochs: z.int().min(1),
  })
  .catchall(settings) as unknown as z.ZodType<Recipe>;

/** Texts of a user's initializer. */
export const descriptionSchema = z
  .strictObject({ title: z.string(), formula: z.string(), summary: z.string() })
  .partial() as unknown as z.ZodType<NonNullable<InitializerChoice["description"]>>;

/** Likewise. */
const recipeOverrides = z
  .object({
    epochs: z.int().min(1).optional(),
    batch: z.int().min(1).optional(),
    optimizer: z.string().optional(),
    learningRate: z.number().optional(),
  })
  .catchall(settings) as unknown as z.ZodType<RecipeOverrides>;

/** The id of a cell. It is used as a name of files, so nothing else is let through. */
export const idSchema = z.string().regex(/^[0-9a-f]{32}$/);

/** The seed of a run. */
export const seedSchema = z.int().min(0);

/** A time of a run: thirty years at most. */
const seconds = z.number().min(0).max(1e9);

/** Batch passes and seconds before the first step. */
export const costSchema = z.strictObject({ forward: count, backward: count, seconds });

/** One epoch's figures. */
export const epochSchema = z.strictObject({
  epoch: z.int().min(1),
  trainAccuracy: fraction.nullable() as unknown as z.ZodType<number>,
  trainLoss: measured,
  evalTrainAccuracy: fraction.optional(),
  evalTrainLoss: measured.optional(),
  validationAccuracy: fraction.optional(),
  validationLoss: measured.optional(),
  // A trainer of the user's may report other figures only.
  testAccuracy: fraction.nullable() as unknown as z.ZodType<number>,
  testLoss: measured,
  metric: measured.optional(),
  validationMetric: measured.optional(),
  seconds,
});

/** A data set without its samples. */
export const dataSchema = z.strictObject({
  name: label,
  checksum,
  /** Empty where a trainer's data is of no shape that stepzero needs. */
  shape: z.array(z.int().min(1)),
  classes: z.int().min(2),
  trainSamples: z.int().min(1),
  testSamples: z.int().min(1),
  majority: z.strictObject({ className: z.string(), share: fraction }),
  training: z.strictObject({ className: z.string(), share: fraction, entropy: z.number().min(0) }).optional(),
  notes: z.array(z.string()).optional(),
});

/** How rates are tuned. */
const tuningSchema = z.strictObject({
  seeds: z.array(seedSchema).min(1).max(MOST_TUNING_SEEDS),
  epochs: count.min(1).optional(),
  finalists: count.min(2).optional(),
  rates: z
    .int()
    .min(3)
    .max(21)
    .refine((rates) => rates % 2 === 1, "it is even"),
  extension: count.max(10),
  heldOut: fraction.optional(),
  guesses: z.array(
    z.strictObject({
      data: label,
      model: label,
      method: label,
      step: z.int().min(-FARTHEST_GUESS).max(FARTHEST_GUESS),
      curvature: z.number().nullable(),
      reason: z.string().optional(),
      cell: idSchema,
    }),
  ),
});

/** Which problems a study has, on which samples, and how it is judged. */
export const judgementFields = {
  problems: z.array(z.strictObject({ data: label, model: label })),
  limit: z.int().min(1).optional(),
  validation: z.int().min(1).optional(),
  evaluateTrain: z.union([z.literal(false), z.enum(["last", "every"])]),
  probe: z.literal(true).optional(),
  vary: z.enum(["all", "init", "order"]),
  baseline: label.optional(),
  metric: metric.optional(),
  margin: z.number().min(0).optional(),
  race: z
    .strictObject({
      alpha: z.number().gt(0).lt(1),
      nonStarters: z.array(z.strictObject({ data: label, model: label, method: label, reason: z.string() })).optional(),
    })
    .optional(),
  tuning: tuningSchema.optional(),
  target: z.number().optional(),
};

/** How the user's files are read. */
const reading = z.strictObject(readingFields) as unknown as z.ZodType<ReadingOptions>;

/** A planned study, apart from its version. */
export const plannedFields = {
  data: z.array(dataSchema).min(1),
  models: z.array(z.strictObject({ ...choiceFields, recipe: recipeSchema })).min(1),
  methods: z
    .array(
      z.strictObject({
        label,
        initializer: z.strictObject({ ...choiceFields, description: descriptionSchema.optional() }),
        recipe: recipeOverrides,
      }),
    )
    .min(1),
  seeds: z.array(seedSchema).min(1),
  trainer: z
    .strictObject({ ...cellTrainer, folder: label, environment: z.array(z.string()), diskMegabytes: z.int().min(1) })
    .optional(),
  reading: reading.optional(),
  ...judgementFields,
};

/** A planned study. */
export const studySchema = z.strictObject({
  resultsVersion: z.int().min(1),
  ...plannedFields,
}) as unknown as z.ZodType<Study>;

const evaluateTrain = z.enum(["last", "every"]);

/** How a run ended, apart from its cell. */
export const resultFields = {
  status: z.enum(["done", "diverged", "crashed", "refused"]),
  epochs: z.array(epochSchema),
  reason: z.string().optional(),
  step: z.int().min(1).optional(),
  initializationCost: costSchema.optional(),
  initializationNotes: z.array(z.string()).optional(),
  readings: probeSchema.optional(),
};

/** The result of a cell, with the cell. */
export const cellResultSchema = z
  .strictObject({
    cell: z.strictObject({
      id: idSchema,
      problem: z.strictObject({
        data: label,
        dataChecksum: checksum,
        limit: z.int().min(1).optional(),
        validation: z.int().min(1).optional(),
        model: z.strictObject(choiceFields),
      }),
      method: z.strictObject({ label, initializer: z.strictObject(choiceFields), recipe: recipeSchema }),
      seed: seedSchema,
      initSeed: seedSchema.optional(),
      orderSeed: seedSchema.optional(),
      evaluateTrain: evaluateTrain.optional(),
      probe: z.literal(true).optional(),
      trainer: z.strictObject(cellTrainer).optional(),
    }),
    ...resultFields,
  })
  .refine(({ epochs }) => epochs.every(({ epoch }, i) => epoch === i + 1), "its epochs are not 1, 2, …")
  .refine(
    ({ cell, status, epochs }) =>
      status === "done" ? epochs.length === cell.method.recipe.epochs : epochs.length <= cell.method.recipe.epochs,
    "it does not have the epochs of its recipe",
  )
  .refine(
    ({ cell: { probe }, status, epochs, readings }) =>
      (readings === undefined && (probe === undefined || status !== "done")) ||
      (probe === true && readings?.epochs.length === epochs.length + 1),
    "it does not have the readings of its epochs",
  ) as unknown as z.ZodType<CellResult>;

/**
 * What does not fit together in a study whose values are legal each for itself, in words; undefined
 * where all does.
 */
export function inconsistencyOf({ data, models, methods, problems, seeds }: Study): string | undefined {
  const names = new Set(data.map(({ name }) => name));
  const labels = new Set(models.map((model) => model.label));
  const foreign = problems.find((one) => !names.has(one.data) || !labels.has(one.model));
  if (foreign !== undefined) {
    return `the problem ${foreign.data} × ${foreign.model} is not of the study's data and models`;
  }
  const pairs = problems.map((one) => JSON.stringify([one.data, one.model]));
  const lists: readonly (readonly [what: string, texts: readonly string[]])[] = [
    ["data set", data.map(({ name }) => name)],
    ["model", models.map((model) => model.label)],
    ["method", methods.map((method) => method.label)],
    ["problem", pairs],
    ["seed", seeds.map(String)],
  ];
  const twice = lists.find(([, texts]) => new Set(texts).size < texts.length);
  return twice && `a ${twice[0]} stands twice in the study`;
}
