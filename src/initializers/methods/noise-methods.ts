/** Plain distributions as methods, and variance scaling with everything left open. */
import { InputError } from "../../errors.js";
import { sizeOf } from "../../graph/tensor.js";
import type { Initializer } from "../initializer.js";
import { byRole } from "../parts/by-role.js";
import { normalNoise, truncatedBetween, truncatedMoments, uniformBetween } from "../parts/noise.js";
import { distributions, fanModes, type VarianceScaling, varianceScaling } from "../parts/variance-scaling.js";
import { glorot2010, he2015, lecun1998 } from "../references.js";

const sameForAll = "One size for all layers, whatever their fans: signals fade or explode in deep networks.";
const mean = { default: 0, low: -1e6, high: 1e6, meaning: "mean of the kernels" };
const std = { default: 0.05, low: 0, high: 1e6, meaning: "standard deviation of the kernels" };
const keras = {
  authors: "F. Chollet and others",
  year: 2015,
  title: "Keras: RandomUniform, RandomNormal, TruncatedNormal, VarianceScaling",
  link: "https://keras.io/api/layers/initializers/",
};

export const uniform: Initializer = {
  name: "uniform",
  title: "Uniform",
  formula: "W ~ U(low, high)",
  summary: "Uniform noise between two numbers, Keras's ±0.05 if none are given.",
  references: [keras],
  options: {
    low: { default: -0.05, low: -1e6, high: 1e6, meaning: "smallest weight" },
    high: { default: 0.05, low: -1e6, high: 1e6, meaning: "largest weight" },
  },
  caveats: [sameForAll],
  differences: ["PyTorch's uniform_ is U(0, 1), JAX's uniform U(0, 0.01): neither has mean 0."],
  initialize: byRole({
    kernel: (stream, { name, shape }, options) => {
      const [low, high] = [Number(options.low), Number(options.high)];
      if (!(low <= high)) {
        throw new InputError(`uniform: low must not be above high, got ${low} and ${high} (tensor "${name}").`);
      }
      return uniformBetween(stream, sizeOf(shape), low, high);
    },
  }),
};

export const normal: Initializer = {
  name: "normal",
  title: "Normal",
  formula: "W ~ N(mean, std²)",
  summary: "Normal noise of one size, Keras's 0.05 if none is given.",
  references: [keras],
  options: { mean, std },
  caveats: [sameForAll],
  differences: ["PyTorch's normal_ has std 1 by default, JAX's normal 0.01."],
  initialize: byRole({
    kernel: (stream, { shape }, options) => {
      const noise = normalNoise(stream, sizeOf(shape), Number(options.std));
      return options.mean === 0 ? noise : noise.map((x) => x + Number(options.mean));
    },
  }),
};

export const truncatedNormal: Initializer = {
  name: "truncated-normal",
  title: "Truncated normal",
  formula:
    "W ~ mean + std · t, t ~ N(0, 1) within [low, high], centred and scaled to mean 0 and variance 1 if corrected",
  summary:
    "Normal noise without tails; unless told otherwise std is that of the weights, not of the normal that was cut.",
  references: [keras],
  options: {
    mean,
    std,
    low: { default: -2, low: -30, high: 30, meaning: "where it is cut, in standard deviations of the uncut normal" },
    high: { default: 2, low: -30, high: 30, meaning: "where it is cut above" },
    corrected: {
      default: "yes",
      names: ["yes", "no"],
      meaning: "whether mean and std are those of the weights (yes) or of the normal before it is cut (no)",
    },
  },
  caveats: [
    sameForAll,
    "Uncorrected at ±2 the standard deviation is 0.8796 of std, the variance 0.774.",
    "Corrected, the largest weight is beyond `high` standard deviations: 2.27 of them at ±2.",
  ],
  differences: [
    "PyTorch's trunc_normal_ cuts at absolute numbers, ±2 whatever std is: pytorch/trunc-normal.",
    "Keras's TruncatedNormal and JAX's truncated_normal are uncorrected; their he_normal and the like are corrected.",
  ],
  initialize: byRole({
    kernel: (stream, { name, shape }, options) => {
      const [low, high, sigma] = [Number(options.low), Number(options.high), Number(options.std)];
      if (!(low < high)) {
        throw new InputError(`truncated-normal: low must be below high, got ${low} and ${high} (tensor "${name}").`);
      }
      const cut = options.corrected === "yes" ? truncatedMoments(low, high) : { mean: 0, std: 1 };
      const scale = sigma / cut.std;
      const centre = Number(options.mean) - scale * cut.mean;
      return truncatedBetween(stream, sizeOf(shape), { low, high, centre, scale });
    },
  }),
};

export const varianceScalingMethod: Initializer = {
  name: "variance-scaling",
  title: "Variance scaling",
  formula: "Var W = scale / fan",
  summary: "The family that LeCun's, Glorot's and He's methods are points of, with everything left open.",
  references: [
    keras,
    { ...he2015, where: "§2.2" },
    { ...glorot2010, where: "eq. 12" },
    { ...lecun1998, where: "§4.6" },
  ],
  options: {
    scale: { default: 1, low: 0, high: 1e6, meaning: "the numerator: 1 for linear layers, 2 for ReLU" },
    mode: {
      default: "fanIn",
      names: fanModes,
      meaning: "the denominator; fanAverage is (fanIn + fanOut) / 2, fanGeometric √(fanIn · fanOut)",
    },
    distribution: {
      default: "truncated-normal",
      names: distributions,
      meaning: "all have the same variance; the truncated one is cut at ±2σ and stretched",
    },
  },
  differences: [
    "Defaults are Keras's, whose `normal` is truncated; its `untruncated_normal` is normal here.",
    "Fans are the true ones: see fans.",
  ],
  initialize: byRole({
    kernel: (stream, tensor, options) =>
      varianceScaling(stream, tensor, {
        scale: Number(options.scale),
        mode: options.mode as VarianceScaling["mode"],
        distribution: options.distribution as VarianceScaling["distribution"],
      }),
  }),
};
