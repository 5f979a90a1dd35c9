/**
 * How activations and random weights change the size of signals: gains and mean-field theory.
 *
 * @module stepzero/signal
 */
export {
  type ActivationLike,
  backwardFactor,
  type CriticalPoint,
  correlationMap,
  correlationSlope,
  criticalPoint,
  depthScale,
  fixedPointGain,
  fixedPointVariance,
  type GainOptions,
  gain,
  gaussianMean,
  type Moments,
  moments,
  type NoiseLevels,
  nameOf,
  pytorchGain,
  rounded,
  type ScalarActivationName,
  scalarActivation,
  scalarActivations,
  varianceMap,
  varianceSlope,
} from "../signal/index.js";
