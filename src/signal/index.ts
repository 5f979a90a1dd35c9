/** What activations and random weights do to the size of signals: gains and mean-field theory. */
export { type CriticalPoint, criticalPoint } from "./critical-point.js";
export { fixedPointVariance } from "./fixed-point.js";
export { backwardFactor, fixedPointGain, type GainOptions, gain, type Moments, moments, pytorchGain } from "./gain.js";
export type { NoiseLevels } from "./layer.js";
export { correlationMap, correlationSlope, depthScale, varianceMap, varianceSlope } from "./mean-field.js";
export { rounded } from "./numbers.js";
export { gaussianMean } from "./quadrature.js";
export { type ScalarActivationName, scalarActivations } from "./scalar-activations.js";
export { type ActivationLike, nameOf, scalarActivation } from "./scalar-form.js";
export { type ScalarOperator, scalarOperators } from "./scalar-operators.js";
