/** What `stepzero compare --json` prints, as a schema. `docs/compare.md` describes it in words. */
import { z } from "zod";

const fraction = z.number().min(0).max(1);
/** Null where it is not a finite number. */
const loss = z.number().nullable();
const label = z.string().min(1);
const count = z.int().min(0);
/** Of a network or an initializer of the user's own. */
const file = z.strictObject({ path: label, sha256: z.string().regex(/^[0-9a-f]{64}$/), label });

export const estimateSchema = z.strictObject({
  mean: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: z.int().min(1),
});

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

export const cellSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  data: label,
  model: label,
  init: label,
  seed: z.int().min(0),
  status: z.enum(["done", "diverged", "crashed", "refused"]),
  reason: z.string().optional(),
  step: z.int().min(1).optional(),
  initializationCost: z.strictObject({ forward: count, backward: count, seconds: z.number().min(0) }).optional(),
  initializationNotes: z.array(z.string()).optional(),
  epochs: z.array(epochSchema),
});

export const methodSummarySchema = z.strictObject({
  data: label,
  model: label,
  init: label,
  rank: z.int().min(1).nullable(),
  runs: z.int().min(1),
  failures: z.strictObject({ diverged: count, crashed: count, refused: count, stuck: count }),
  testAccuracy: estimateSchema.nullable(),
  testLoss: estimateSchema.nullable(),
  trainAccuracy: estimateSchema.nullable(),
  trainLoss: estimateSchema.nullable(),
  evalTrainAccuracy: estimateSchema.nullable().optional(),
  evalTrainLoss: estimateSchema.nullable().optional(),
  validationAccuracy: estimateSchema.nullable().optional(),
  validationLoss: estimateSchema.nullable().optional(),
});

/** The first of a problem against another method of it. */
export const comparisonSchema = z.strictObject({
  data: label,
  model: label,
  leader: label,
  init: label,
  difference: estimateSchema.nullable(),
});

export const studySchema = z.strictObject({
  stepzero: z.string(),
  resultsVersion: z.int().min(1),
  runtimes: z.array(z.string()),
  data: z.array(
    z.strictObject({
      name: label,
      checksum: z.string().regex(/^[0-9a-f]{64}$/),
      shape: z.array(z.int().min(1)),
      classes: z.int().min(2),
      trainSamples: z.int().min(1),
      testSamples: z.int().min(1),
      majority: z.strictObject({ className: z.string(), share: fraction }),
    }),
  ),
  models: z.array(
    z.strictObject({
      label,
      name: label,
      options: z.record(z.string(), z.union([z.number(), z.string()])),
      recipe: z.looseObject({
        loss: z.string(),
        optimizer: z.looseObject({ kind: z.string(), learningRate: z.number() }),
        batch: z.int().min(1),
        epochs: z.int().min(1),
      }),
      file: file.optional(),
    }),
  ),
  inits: z.array(
    z.strictObject({
      label,
      name: label,
      options: z.record(z.string(), z.union([z.number(), z.string()])),
      file: file.optional(),
    }),
  ),
  seeds: z.array(z.int().min(0)),
  limit: z.int().min(1).optional(),
  problems: z.array(z.strictObject({ data: label, model: label })),
  validation: z.int().min(1).optional(),
  evaluateTrain: z.union([z.literal(false), z.enum(["last", "every"])]),
  vary: z.enum(["all", "init", "order"]),
});

export const compareSchema = z.strictObject({
  study: studySchema,
  cells: z.array(cellSchema),
  summary: z.array(methodSummarySchema),
  comparisons: z.array(comparisonSchema),
});

export type CompareOutput = z.infer<typeof compareSchema>;
