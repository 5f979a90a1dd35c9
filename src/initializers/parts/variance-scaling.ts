/** Variance scaling: noise whose variance is `scale` over a fan. LeCun's, Glorot's and He's methods are points of it. */
import { sizeOf } from "../../graph/tensor.js";
import { type Fans, fans } from "../../network/fans.js";
import type { TensorSpecification } from "../../network/parameter.js";
import type { Stream } from "../../random/index.js";
import { normalNoise, truncatedNoise, uniformNoise } from "./noise.js";

export const fanModes = ["fanIn", "fanOut", "fanAverage", "fanGeometric"] as const;
export const distributions = ["normal", "uniform", "truncated-normal"] as const;

export interface VarianceScaling {
  /** The numerator: 1 keeps the variance through a linear layer, 2 through a ReLU layer. */
  readonly scale: number;
  /** The denominator; `fanAverage` is (fanIn + fanOut) / 2, `fanGeometric` √(fanIn · fanOut). */
  readonly mode: (typeof fanModes)[number];
  /** All have the same variance: the uniform one's bound is √3 σ, the truncated one (at ±2σ) is stretched to it. */
  readonly distribution: (typeof distributions)[number];
  /** Where not the true fans are wanted: `frameworkFans`. */
  readonly fans?: (tensor: TensorSpecification) => Fans;
}

/**
 * The kernel with Var(w) = scale / fan.
 *
 * The name and the parameters are Keras's and JAX's `VarianceScaling`, whose `normal` is the truncated one here; Keras before 2018
 * did not stretch it (variance 0.774 of nominal).
 *
 * @throws InputError where the tensor has no fans
 * @example
 * varianceScaling(stream, tensor, { scale: 2, mode: "fanIn", distribution: "normal" }); // He normal
 */
export function varianceScaling(stream: Stream, tensor: TensorSpecification, how: VarianceScaling): Float32Array {
  const variance = how.scale / fan((how.fans ?? fans)(tensor), how.mode);
  const size = sizeOf(tensor.shape);
  switch (how.distribution) {
    case "normal":
      return normalNoise(stream, size, Math.sqrt(variance));
    case "uniform":
      return uniformNoise(stream, size, Math.sqrt(3 * variance));
    case "truncated-normal":
      return truncatedNoise(stream, size, Math.sqrt(variance));
  }
}

function fan({ fanIn, fanOut }: Fans, mode: VarianceScaling["mode"]): number {
  switch (mode) {
    case "fanIn":
      return fanIn;
    case "fanOut":
      return fanOut;
    case "fanAverage":
      return (fanIn + fanOut) / 2;
    case "fanGeometric":
      return Math.sqrt(fanIn * fanOut);
  }
}
