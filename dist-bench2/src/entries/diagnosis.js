/**
 * A network before its first training step: measured, predicted, judged, its tensors identified.
 *
 * @module stepzero/diagnosis
 */
export { diagnose } from "../diagnosis/diagnose.js";
export { findingKinds, } from "../diagnosis/diagnosis.js";
export { measure } from "../diagnosis/measure/measure.js";
export { openMeter } from "../diagnosis/measure/meter.js";
export { createProbe } from "../diagnosis/probe.js";
export { drawnBatch, sampledBatch } from "../diagnosis/subject.js";
export { compareFiles } from "../diagnosis/tensors/compare-files.js";
export { identify } from "../diagnosis/tensors/identify.js";
export { predictions } from "../diagnosis/theory/predict.js";
