/** What activations and random weights do to the size of signals: gains and mean-field theory. */
export { backwardFactor, fixedPointGain, type GainOptions, gain, type Moments, moments, pytorchGain } from "./gain.js";
export {
  type CriticalPoint,
  correlationMap,
  correlationSlope,
  criticalPoint,
  depthScale,
  fixedPointVariance,
  type NoiseLevels,
  varianceMap,
  varianceSlope,
} from "./mean-field.js";
export { gaussianMean, rounded } from "./quadrature.js";
export { type ScalarActivationName, scalarActivations } from "./scalar-activations.js";
export { type ActivationLike, nameOf, scalarActivation } from "./scalar-form.js";
export { type ScalarOperator, scalarOperators } from "./scalar-operators.js";
