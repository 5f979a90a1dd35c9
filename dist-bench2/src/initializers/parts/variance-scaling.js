/**
 * Variance scaling: noise of variance `scale` / fan. LeCun's, Glorot's and He's methods are
 * instances of it.
 */
import { sizeOf } from "../../graph/tensor.js";
import { fans } from "../../network/fans.js";
import { normalNoise, truncatedNoise, uniformNoise } from "./noise.js";
/** The denominators of variance scaling. */
export const fanModes = ["fanIn", "fanOut", "fanAverage", "fanGeometric"];
/** The distributions of variance scaling. */
export const distributions = ["normal", "uniform", "truncated-normal"];
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
export function varianceScaling(stream, tensor, scaling) {
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
function fan({ fanIn, fanOut }, mode) {
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
