/**
 * A network at known weights: what its layers return, and their gradients.
 *
 * @module stepzero/diagnosis
 */
export { createProbe, type Probe, type ProbeOptions, type ProbeReadings } from "../diagnosis/probe.js";
