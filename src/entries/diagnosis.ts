/**
 * A network at known weights: what its layers return, their gradients, and which method drew its
 * tensors.
 *
 * @module stepzero/diagnosis
 */
export { type Finding, type FindingKind, findingKinds } from "../diagnosis/diagnosis.js";
export { createProbe, type Probe, type ProbeOptions, type ProbeReadings } from "../diagnosis/probe.js";
export { compareFiles, type TensorComparison } from "../diagnosis/tensors/compare-files.js";
export {
  type IdentifiedTensor,
  type IdentifyContext,
  identify,
  identifyTensors,
} from "../diagnosis/tensors/identify.js";
export { inspectTensors, looksTrained, type NetworkFacts } from "../diagnosis/tensors/inspect.js";
export type { FittedMethod, Recipe, TensorValues } from "../diagnosis/tensors/recipe.js";
export type { Sample } from "../diagnosis/tensors/sample.js";
