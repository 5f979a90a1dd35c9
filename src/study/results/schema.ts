/**
 * The output of `stepzero compare --json` as a schema, from which its type is derived.
 * docs/compare.md describes it in words.
 */
import { z } from "zod";
import type { Recipe } from "../../recipe.js";
import type { RecipeOverrides } from "../plan/recipe-overrides.js";
import type { InitializerChoice } from "../plan/study.js";

const fraction = z.number().min(0).max(1);
/** JSON has null where it is not a finite number. */
const loss = z.number().nullable() as unknown as z.ZodType<number>;
const label = z.string().min(1);
const count = z.int().min(0);
const checksum = z.string().regex(/^[0-9a-f]{64}$/);
/** The user's file of a network or an initializer. */
const file = z.strictObject({ path: label, sha256: checksum });

/** A network or an initializer by its name, with complete options. */
export const choiceFields = {
  label,
  name: label,
  options: z.record(z.string(), z.union([z.number(), z.string()])),
  file: file.optional(),
};

/** Only what reports read is checked: a later version may know more optimizers. */
export const recipeSchema = z.looseObject({
  loss: z.string(),
  optimizer: z.looseObject({ kind: z.string(), learningRate: z.number() }),
  batch: z.int().min(1),
  epochs: z.int().min(1),
}) as unknown as z.ZodType<Recipe>;

/** Texts of a user's initializer. */
export const descriptionSchema = z
  .strictObject({ title: z.string(), formula: z.string(), summary: z.string() })
  .partial() as unknown as z.ZodType<NonNullable<InitializerChoice["description"]>>;

/** Likewise. */
const recipeOverrides = z.looseObject({
  epochs: z.int().min(1).optional(),
  batch: z.int().min(1).optional(),
  optimizer: z.string().optional(),
  learningRate: z.number().optional(),
}) as unknown as z.ZodType<RecipeOverrides>;

/** A mean with its interval. */
export const estimateSchema = z.strictObject({
  mean: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: z.int().min(1),
});

/** One epoch's figures. */
export const epochSchema = z.strictObject({
  epoch: z.int().min(1),
  trainAccuracy: fraction,
  trainLoss: loss,
  evalTrainAccuracy: fraction.optional(),
  evalTrainLoss: loss.optional(),
  validationAccuracy: fraction.optional(),
  validationLoss: loss.optional(),
  testAccuracy: fraction,
  testLoss: loss,
  seconds: z.number().min(0),
});

/** A run, apart from its method and how it ended. */
export const runFields = {
  id: z.string().regex(/^[0-9a-f]{32}$/),
  data: label,
  model: label,
  seed: z.int().min(0),
  reason: z.string().optional(),
  step: z.int().min(1).optional(),
  cost: z.strictObject({ forward: count, backward: count, seconds: z.number().min(0) }).optional(),
  notes: z.array(z.string()).optional(),
  epochs: z.array(epochSchema),
};

/** One run. */
export const runSchema = z.strictObject({
  ...runFields,
  method: label,
  ending: z.enum(["learned", "stuck", "diverged", "crashed", "refused"]),
});

/** One method on one problem. */
export const methodSchema = z.strictObject({
  data: label,
  model: label,
  method: label,
  rank: z.int().min(1).nullable(),
  runs: z.int().min(1),
  failures: z.strictObject({ diverged: count, crashed: count, refused: count, stuck: count }),
  failureRate: z.strictObject({ rate: fraction, low: fraction, high: fraction }),
  testAccuracy: estimateSchema.nullable(),
  median: fraction.nullable(),
  interquartileMean: fraction.nullable(),
  testLoss: estimateSchema.nullable(),
  trainAccuracy: estimateSchema.nullable(),
  trainLoss: estimateSchema.nullable(),
  evalTrainAccuracy: estimateSchema.nullable().optional(),
  evalTrainLoss: estimateSchema.nullable().optional(),
  epochsToTarget: z.strictObject({ target: fraction, median: z.number().nullable(), reached: count, n: count }),
  areaUnderCurve: estimateSchema.nullable(),
  validationAccuracy: estimateSchema.nullable().optional(),
  validationLoss: estimateSchema.nullable().optional(),
});

const p = z.number().min(0).max(1);
const basis = z.enum(["mean", "median"]);
const floored = z.strictObject({ p, smallestP: p }).nullable();

/** Two methods of a problem, paired by seed. */
export const verdictSchema = z.strictObject({
  a: label,
  b: label,
  kind: z.enum(["winner", "no-detectable-difference", "equivalent", "too-few-seeds"]),
  winner: label.nullable(),
  n: count,
  basis,
  mean: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  median: z.strictObject({ value: z.number(), low: z.number(), high: z.number(), level: fraction }).nullable(),
  departure: z
    .strictObject({
      kind: z.enum(["same", "far-out", "skewed"]),
      farOut: z.array(z.strictObject({ seed: count.nullable(), difference: z.number() })),
    })
    .nullable(),
  p: p.nullable(),
  correctedP: p.nullable(),
  family: count,
  sign: z.strictObject({ p, smallestP: p, ahead: count, behind: count }).nullable(),
  permutation: floored,
  wilcoxon: floored,
  equivalence: z.strictObject({ basis, margin: z.number(), p, low: z.number(), high: z.number() }).nullable(),
  needed: z.strictObject({ difference: z.number(), seeds: count, low: count, high: count }).nullable(),
  sentence: z.string(),
});

/** The verdicts on a problem with two methods that learned. */
export const problemVerdictsSchema = z.strictObject({
  data: label,
  model: label,
  leader: label.nullable(),
  tied: z.array(label),
  verdicts: z.array(verdictSchema),
});

const interval = { value: z.number(), low: z.number().nullable(), high: z.number().nullable(), n: count };

/** Methods over all problems. */
export const acrossSchema = z.strictObject({
  problems: count,
  methods: z.array(
    z.strictObject({
      method: label,
      averageRank: z.number(),
      interquartileMean: z.strictObject(interval).nullable(),
      profile: z.array(z.strictObject({ accuracy: fraction, share: fraction })).nullable(),
    }),
  ),
  friedman: floored,
  criticalDifference: z.number(),
  improvement: z.array(z.strictObject({ a: label, b: label, ...interval })),
});

/** A data set without its samples. */
export const dataSchema = z.strictObject({
  name: label,
  checksum,
  shape: z.array(z.int().min(1)),
  classes: z.int().min(2),
  trainSamples: z.int().min(1),
  testSamples: z.int().min(1),
  majority: z.strictObject({ className: z.string(), share: fraction }),
});

/** Which problems a study has, on which samples, and how it is judged. */
export const judgementFields = {
  problems: z.array(z.strictObject({ data: label, model: label })),
  limit: z.int().min(1).optional(),
  validation: z.int().min(1).optional(),
  evaluateTrain: z.union([z.literal(false), z.enum(["last", "every"])]),
  vary: z.enum(["all", "init", "order"]),
  margin: fraction.optional(),
  target: fraction.optional(),
};

/** The planned study. */
export const studySchema = z.strictObject({
  stepzero: z.string(),
  resultsVersion: z.int().min(1),
  runtimes: z.array(z.string()),
  data: z.array(dataSchema),
  models: z.array(z.strictObject({ ...choiceFields, recipe: recipeSchema })),
  methods: z.array(
    z.strictObject({
      label,
      initializer: z.strictObject({
        ...choiceFields,
        description: descriptionSchema.optional(),
      }),
      recipe: recipeOverrides,
    }),
  ),
  seeds: z.array(z.int().min(0)),
  ...judgementFields,
});

/** The whole object. */
export const compareSchema = z.strictObject({
  format: z.literal("stepzero/compare/3"),
  study: studySchema,
  runs: z.array(runSchema),
  summary: z.array(methodSchema),
  verdicts: z.array(problemVerdictsSchema),
  across: acrossSchema.nullable(),
});

/** The output of `compare --json`. */
export type CompareOutput = DeepReadonly<z.infer<typeof compareSchema>>;
/** A run in it. */
export type RunRow = CompareOutput["runs"][number];
/** A method on a problem in it. */
export type MethodRow = CompareOutput["summary"][number];

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
