/**
 * The output of `stepzero compare --json` as a schema, from which its type is derived.
 * docs/compare.md describes it in words.
 */
import { z } from "zod";
import { findingKinds } from "../../diagnosis/diagnosis.js";
import { probeSchema } from "../plan/probe-schema.js";
import {
  costSchema,
  count,
  epochSchema,
  fraction,
  idSchema,
  label,
  plannedFields,
  seedSchema,
} from "../plan/stored-schema.js";
import { grounds } from "./advice.js";

/** A mean with its interval. */
export const estimateSchema = z.strictObject({
  mean: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: z.int().min(1),
});

/** A run, apart from its method and how it ended. */
export const runFields = {
  id: idSchema,
  data: label,
  model: label,
  seed: seedSchema,
  learningRate: z.number().positive().optional(),
  reason: z.string().optional(),
  step: z.int().min(1).optional(),
  cost: costSchema.optional(),
  notes: z.array(z.string()).optional(),
  epochs: z.array(epochSchema),
  readings: probeSchema.optional(),
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
  sameAs: label.nullable(),
  runs: z.int().min(1),
  failures: z.strictObject({ diverged: count, crashed: count, refused: count, stuck: count }),
  failureRate: z.strictObject({ rate: fraction, low: fraction, high: fraction }),
  testAccuracy: estimateSchema.nullable(),
  metric: estimateSchema.nullable().optional(),
  median: z.number().nullable(),
  interquartileMean: z.number().nullable(),
  testLoss: estimateSchema.nullable(),
  trainAccuracy: estimateSchema.nullable(),
  trainLoss: estimateSchema.nullable(),
  evalTrainAccuracy: estimateSchema.nullable().optional(),
  evalTrainLoss: estimateSchema.nullable().optional(),
  epochsToTarget: z.strictObject({ target: z.number(), median: z.number().nullable(), reached: count, n: count }),
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
  better: z.literal("lower").optional(),
  n: count,
  basis,
  mean: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  level: fraction.nullable(),
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
  reference: label,
  tied: z.array(label),
  verdicts: z.array(verdictSchema),
});

const distance = z.strictObject({
  method: label,
  by: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

/** What to do on a problem, and the sentences on which that rests. */
export const adviceSchema = z.strictObject({
  data: label,
  model: label,
  ground: z.enum(grounds),
  use: z.array(label),
  worse: z.array(distance),
  better: z.array(distance),
  unreliable: z.array(label),
  avoid: z.array(label),
  sentences: z.array(z.string()),
  evidence: z.array(z.string()),
  reasons: z
    .array(z.strictObject({ method: label, kind: z.enum(findingKinds).nullable(), sentences: z.array(z.string()) }))
    .optional(),
});

const interval = { value: z.number(), low: z.number().nullable(), high: z.number().nullable(), n: count };

/** Methods over all problems. */
export const acrossSchema = z.strictObject({
  problems: count,
  datasets: count,
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

/** Where the race of a problem stands. */
export const raceSchema = z.strictObject({
  data: label,
  model: label,
  outcome: z.enum(["winner", "equivalent", "inconclusive", "running"]),
  seeds: count,
  standing: z.array(label),
  left: z.array(z.strictObject({ name: label, beatenBy: label, look: count })),
  nonStarters: z.array(z.strictObject({ method: label, reason: z.string() })).optional(),
  pairs: z.array(
    z.strictObject({
      a: label,
      b: label,
      kind: z.enum(["different", "equivalent", "open"]),
      winner: label.nullable(),
      by: z.enum(["figures", "failures"]).nullable(),
      look: count.nullable(),
    }),
  ),
});

const side = z.enum(["low", "high"]).nullable();

/** How the rates of a problem were chosen. */
export const ratesSchema = z.strictObject({
  data: label,
  model: label,
  heldOut: count,
  methods: z.array(
    z.strictObject({
      method: label,
      isFinalist: z.boolean(),
      guess: z.strictObject({ step: z.int(), curvature: z.number().nullable(), reason: z.string().optional() }),
      outcome: z.enum(["running", "tuned", "none"]),
      step: z.int().nullable(),
      rate: z.number().nullable(),
      extended: side,
      edge: side,
      scores: z.array(
        z.strictObject({
          step: z.int(),
          rate: z.number(),
          runs: count,
          failed: z.boolean(),
          accuracy: z.strictObject({ mean: fraction, low: fraction, high: fraction }).nullable(),
          metric: z.strictObject({ mean: z.number(), low: z.number(), high: z.number() }).optional(),
          loss: z.number().nullable(),
        }),
      ),
    }),
  ),
  sentences: z.array(z.string()),
});

/** A problem with all methods at the recipe's rate. */
export const sameRateSchema = z.strictObject({
  data: label,
  model: label,
  learningRate: z.number(),
  summary: z.array(methodSchema),
  advice: adviceSchema.omit({ data: true, model: true, evidence: true, reasons: true }),
  verdicts: problemVerdictsSchema.omit({ data: true, model: true }).nullable(),
  race: raceSchema.omit({ data: true, model: true }).nullable(),
});

/** The planned study. */
export const studySchema = z.strictObject({
  stepzero: z.string(),
  resultsVersion: z.int().min(1),
  runtimes: z.array(z.string()),
  ...plannedFields,
});

/** The whole object. */
export const compareSchema = z.strictObject({
  format: z.literal("stepzero/compare/4"),
  study: studySchema,
  runs: z.array(runSchema),
  summary: z.array(methodSchema),
  /** Of a study that races. */
  races: z.array(raceSchema).optional(),
  /** Of a study that tunes rates. */
  rates: z.array(ratesSchema).optional(),
  /** Likewise: all methods at the recipe's rate. */
  sameRate: z.array(sameRateSchema).optional(),
  advice: z.array(adviceSchema),
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
