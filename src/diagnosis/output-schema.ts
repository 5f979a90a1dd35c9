/** What `stepzero doctor --json` prints, as a schema: schemas/doctor.schema.json is made of it. */
import { z } from "zod";
import { optimizerNames } from "../recipe.js";
import { dimensions, layerGroups, quantities, transferVerdicts } from "./coordinate-check/coordinate-check.js";
import { findingKinds } from "./diagnosis.js";
import { subjectLossNames } from "./loss/subject-loss.js";

/** A new kind of finding raises no version; a field that changes its meaning or goes does. */
export const doctorFormat = "stepzero-doctor/1";

/** What `--json` prints where two files are compared. */
export const doctorFilesFormat = "stepzero-doctor-files/1";

/** JSON has no NaN and no infinity: they are null. */
const measured = z.number().nullable();
const names = z.array(z.string());

const signal = z.object({
  mean: measured,
  deviation: measured,
  secondMoment: measured,
  kurtosis: measured,
  cosine: measured,
  effectiveRank: measured,
  units: z.int(),
});

const noise = z.object({ shift: measured, variance: measured });

const histogram = z.object({ count: z.int(), values: z.array(z.int()), sizes: z.array(z.int()) });

const recipe = z.object({
  methods: z.array(z.object({ method: z.string(), how: z.string() })),
  runnerUp: z.object({ method: z.string(), how: z.string() }).nullable(),
  shape: z.string().nullable(),
  abstains: z.string().nullable(),
  pValue: measured,
  looksTrained: z.boolean(),
});

const layer = z.object({
  name: z.string(),
  kernel: z.string(),
  bias: z.string().nullable(),
  activation: z.string().nullable(),
  recurrent: z.string().optional(),
  before: signal,
  after: signal,
  dead: measured,
  saturated: measured,
  distinctUnits: z.int(),
  gradientSecondMoment: measured,
  weights: z.object({
    rms: measured,
    gradientRms: measured,
    updateRatio: measured,
  }),
  histograms: z.object({ before: histogram, after: histogram, gradient: histogram.nullable() }).nullable(),
  details: z
    .object({
      distinctRows: z.int(),
      rank: measured,
      fullRank: z.int(),
      spectralRatio: measured,
      gradientRank: measured,
    })
    .nullable(),
  predicted: z
    .object({
      before: measured,
      after: measured,
      mean: measured,
      cosine: measured,
      gradient: measured,
      noise: z.object({ before: noise, signal: noise, gradient: noise.nullable() }),
      dead: measured,
    })
    .nullable(),
  recipe: recipe.nullable(),
});

const network = z.object({
  rows: z.int(),
  labelled: z.boolean(),
  objective: z.object({ name: z.enum(subjectLossNames), outputs: z.int() }),
  classes: z.int(),
  loss: measured,
  classLoss: measured,
  logitDeviation: measured,
  jacobian: z.array(measured).nullable(),
  curvature: measured,
  gradientQuotient: measured,
  attention: z.array(
    z.object({ name: z.string(), entropy: measured, uniformEntropy: measured, logitDeviation: measured }),
  ),
});

const attention = z.object({
  name: z.string(),
  logitDeviation: measured,
  criticalDeviation: measured,
  entropy: measured,
  uniformEntropy: measured,
  tokenCosine: measured,
  mixedCosine: measured,
});

const step = z.object({
  step: z.int(),
  loss: measured,
  signalSecondMoment: measured,
  gradientSecondMoment: measured,
  updateRatio: measured,
  updateRatios: z.array(measured),
  dead: measured,
});

const coordinateCheck = z.object({
  optimizer: z.enum(optimizerNames),
  learningRate: measured,
  steps: z.int(),
  seeds: z.int(),
  rows: z.int(),
  init: z.string(),
  ratesByTensor: z.boolean(),
  sweeps: z.array(
    z.object({
      dimension: z.enum(dimensions),
      sizes: z.array(z.int()),
      fixed: z.object({ dimension: z.enum(dimensions), size: z.int() }).nullable(),
      series: z.array(
        z.object({
          group: z.enum(layerGroups),
          quantity: z.enum(quantities),
          values: z.array(z.array(measured)),
          slope: z.object({ mean: measured, low: measured, high: measured }).nullable(),
          expected: measured,
        }),
      ),
      verdict: z.enum(transferVerdicts),
      agreesWith: z.string().nullable(),
      text: z.string(),
      remedy: z.string().nullable(),
    }),
  ),
  notes: names,
});

const phaseDiagram = z.object({
  activation: z.string().nullable(),
  layers: z.array(
    z.object({
      name: z.string(),
      sigmaW: measured,
      sigmaB: measured,
      variance: measured,
      chi: measured,
      depthScale: measured,
    }),
  ),
  variances: z.array(measured),
  secondMoments: z.array(measured),
  squaredSlopes: z.array(measured),
  map: z.object({ layer: z.string(), from: z.array(measured), to: z.array(measured) }),
});

/** One object: what `--json` prints. */
export const doctorSchema = z.object({
  format: z.literal(doctorFormat),
  model: z.string(),
  subject: z.string(),
  loss: z.string(),
  verdict: z.enum(["healthy", "sick", "cannot-tell"]),
  headline: z.string().nullable(),
  findings: z.array(
    z.object({
      kind: z.enum(findingKinds),
      severity: z.enum(["error", "warning", "note"]),
      layers: names,
      tensors: names,
      measured,
      expected: measured,
      unit: z.string(),
      text: z.string(),
      cause: z.string().nullable(),
      remedy: z.string().nullable(),
    }),
  ),
  layers: z.array(layer),
  network,
  phases: z.array(phaseDiagram),
  attention: z.array(attention),
  rate: z.object({ optimizer: z.enum(optimizerNames), inUse: measured, stable: measured }),
  steps: z.array(step),
  coordinateCheck: coordinateCheck.optional(),
  recommended: z.string().nullable(),
  reference: z
    .object({
      method: z.string(),
      draws: z.int(),
      layers: z.array(z.object({ name: z.string(), secondMoment: measured, gradientSecondMoment: measured })),
    })
    .nullable(),
  notJudged: z.array(z.object({ layers: names, reason: z.string() })),
  notes: names,
});

const ofEachFile = <T extends z.ZodType>(type: T) => z.tuple([type, type]);

/** One object: what `doctor A.onnx B.onnx --json` prints. */
export const doctorFilesSchema = z.object({
  format: z.literal(doctorFilesFormat),
  models: ofEachFile(z.string()),
  tensors: z.array(
    z.object({
      names: ofEachFile(z.string().nullable()),
      outcome: z.enum(["same numbers", "same law", "different", "no counterpart"]),
      pValue: measured,
      scaleRatio: measured,
      factor: measured,
      notFinite: ofEachFile(z.int()),
      recipes: ofEachFile(recipe.nullable()),
    }),
  ),
});
