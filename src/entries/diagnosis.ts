/**
 * A network before its first training step: measured, predicted, judged, its tensors identified.
 *
 * @module stepzero/diagnosis
 */
export {
  type CheckPlan,
  type CoordinateCheckOptions,
  coordinateCheck,
  type NetworkAtWork,
} from "../diagnosis/coordinate-check/check.js";
export type {
  CoordinateCheck,
  Dimension,
  LayerGroup,
  Quantity,
  Series,
  SlopeInterval,
  Sweep,
  TransferVerdict,
} from "../diagnosis/coordinate-check/coordinate-check.js";
export type { Family } from "../diagnosis/coordinate-check/family.js";
export { type DiagnoseOptions, diagnose } from "../diagnosis/diagnose.js";
export {
  type Diagnosis,
  type Finding,
  type FindingKind,
  findingKinds,
  type LayerDiagnosis,
  type Verdict,
} from "../diagnosis/diagnosis.js";
export type { SubjectLoss, SubjectLossName } from "../diagnosis/loss/subject-loss.js";
export { type MeasureOptions, measure } from "../diagnosis/measure/measure.js";
export { type Measurement, type Meter, type MeterOptions, openMeter } from "../diagnosis/measure/meter.js";
export type { NotMeasured } from "../diagnosis/measure/read-layers.js";
export type {
  AttentionReading,
  Histogram,
  KernelReading,
  LayerHistograms,
  LayerReadings,
  NetworkReadings,
  SignalReading,
  WeightReading,
} from "../diagnosis/measure/readings.js";
export type { LayerNumbers, ProbedEpoch, ProbedLayer, ProbeRecord } from "../diagnosis/probe/record.js";
export type { RateReading } from "../diagnosis/stable-rate.js";
export type { FewSteps, StepReadings } from "../diagnosis/steps.js";
export { type DrawnSamples, drawnBatch, type Subject, sampledBatch } from "../diagnosis/subject.js";
export { compareFiles, type TensorComparison } from "../diagnosis/tensors/compare-files.js";
export { type IdentifyContext, identify } from "../diagnosis/tensors/identify.js";
export type { FittedMethod, Recipe, TensorValues } from "../diagnosis/tensors/recipe.js";
export {
  type AttentionDepth,
  type AttentionPhase,
  type AttentionStack,
  attentionByDepth,
} from "../diagnosis/theory/attention-phase.js";
export type { CorrelationMap, PhaseDiagram, PhasePoint } from "../diagnosis/theory/phase-diagram.js";
export { type Anchor, type Predictions, type PredictOptions, predictions } from "../diagnosis/theory/predict.js";
export type { Noise, Prediction } from "../diagnosis/theory/prediction.js";
