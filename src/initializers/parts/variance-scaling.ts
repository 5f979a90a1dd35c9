/**
 * Variance scaling: noise of variance `scale` / fan. LeCun's, Glorot's and He's methods are
 * instances of it.
 */
import { sizeOf } from "../../graph/tensor.js";
import { type Fans, fans } from "../../network/fans.js";
import type { TensorSpecification } from "../../network/parameter.js";
import type { Stream } from "../../random/index.js";
import { normalNoise, truncatedNoise, uniformNoise } from "./noise.js";

/** The denominators of variance scaling. */
export const fanModes = ["fanIn", "fanOut", "fanAverage", "fanGeometric"] as const;
/** The distributions of variance scaling. */
export const distributions = ["normal", "uniform", "truncated-normal"] as const;

/** The parameters of `varianceScaling`. */
export interface VarianceScaling {
  /** The numerator: 1 keeps the variance through a linear layer, 2 through a ReLU layer. */
  readonly scale: number;
  /** The denominator; `fanAverage` is (fanIn + fanOut) / 2, `fanGeometric` √(fanIn · fanOut). */
  readonly mode: (typeof fanModes)[number];
  /**
   * All have the same variance: the uniform has the bound √3 σ; the normal truncated at ±2σ is
   * stretched.
   */
  readonly distribution: (typeof distributions)[number];
  /**
   * Which fans: `frameworkFans`, …
   *
   * @defaultValue `fans`, the true ones
   */
  readonly fans?: ((tensor: TensorSpecification) => Fans) | undefined;
}

/**
 * The kernel with Var(w) = scale / fan.
 *
 * The name and the parameters are those of Keras's and JAX's `VarianceScaling`. Their `normal` is
 * "truncated-normal" here; Keras before 2018 did not stretch it (variance 0.774 of nominal).
 *
 * @throws InputError where the tensor has no fans
 * @example
 * import { kernelTensor, varianceScaling } from "stepzero/initializers";
 * import { stream } from "stepzero/random";
 *
 * const tensor = kernelTensor([64, 128]);
 * const heNormal = { scale: 2, mode: "fanIn", distribution: "normal" } as const;
 * varianceScaling(stream(0, "init", "fc1"), tensor, heNormal).length; // → 8192
 */
export function varianceScaling(stream: Stream, tensor: TensorSpecification, scaling: VarianceScaling): Float32Array {
  const variance = scaling.scale / fan((scaling.fans ?? fans)(tensor), scaling.mode);
  const size = sizeOf(tensor.shape);
  switch (scaling.distribution) {
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
