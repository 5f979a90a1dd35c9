/** What activations and random weights do to the size of signals: gains and mean-field theory. */
export { criticalPoint } from "./critical-point.js";
export { fixedPointVariance } from "./fixed-point.js";
export { backwardFactor, fixedPointGain, gain, moments, pytorchGain } from "./gain.js";
export { correlationMap, correlationSlope, depthScale, varianceMap, varianceSlope } from "./mean-field.js";
export { rounded } from "./numbers.js";
export { gaussianMean } from "./quadrature.js";
export { scalarActivations } from "./scalar-activations.js";
export { nameOf, scalarActivation } from "./scalar-form.js";
export { scalarOperators } from "./scalar-operators.js";
