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
const floored = z.strictObject({ p, smallestP: p }).nullable();

/** Two methods of a problem, paired by seed. */
export const verdictSchema = z.strictObject({
  a: label,
  b: label,
  kind: z.enum(["winner", "no-detectable-difference", "equivalent", "too-few-seeds"]),
  winner: label.nullable(),
  n: count,
  mean: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  p: p.nullable(),
  correctedP: p.nullable(),
  family: count,
  decidedBy: z.enum(["t", "permutation"]),
  permutation: floored,
  wilcoxon: floored,
  equivalence: z.strictObject({ margin: z.number(), p, low: z.number(), high: z.number() }).nullable(),
  needed: z.strictObject({ difference: z.number(), seeds: count, low: count, high: count }).nullable(),
  sentence: z.string(),
});

export const problemVerdictsSchema = z.strictObject({
  data: label,
  model: label,
  leader: label.nullable(),
  tied: z.array(label),
  verdicts: z.array(verdictSchema),
});

const interval = { value: z.number(), low: z.number().nullable(), high: z.number().nullable(), n: count };

export const acrossSchema = z.strictObject({
  problems: count,
  methods: z.array(
    z.strictObject({
      init: label,
      averageRank: z.number(),
      interquartileMean: z.strictObject(interval).nullable(),
      profile: z.array(z.strictObject({ accuracy: fraction, share: fraction })).nullable(),
    }),
  ),
  friedman: floored,
  criticalDifference: z.number(),
  improvement: z.array(z.strictObject({ a: label, b: label, ...interval })),
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
      description: z.strictObject({ title: z.string(), formula: z.string(), summary: z.string() }).partial().optional(),
    }),
  ),
  seeds: z.array(z.int().min(0)),
  limit: z.int().min(1).optional(),
  problems: z.array(z.strictObject({ data: label, model: label })),
  validation: z.int().min(1).optional(),
  evaluateTrain: z.union([z.literal(false), z.enum(["last", "every"])]),
  vary: z.enum(["all", "init", "order"]),
  margin: fraction.optional(),
  target: fraction.optional(),
});

export const compareSchema = z.strictObject({
  study: studySchema,
  cells: z.array(cellSchema),
  summary: z.array(methodSummarySchema),
  verdicts: z.array(problemVerdictsSchema),
  across: acrossSchema.nullable(),
});

export type CompareOutput = z.infer<typeof compareSchema>;
