/** A normal distribution without tails. */
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../../graph/tensor.js";
import { choice, real } from "../../../options.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { truncatedBetween, truncatedMoments } from "../../parts/noise.js";
import { kerasRandom } from "../../references.js";
import { sameForAll } from "./fixed-size.js";
/** A truncated normal with free bounds. */
export const truncatedNormal = defineInitializer({
    name: "truncated-normal",
    title: "Truncated normal",
    formula: "W ~ mean + std · t, t ~ N(0, 1) within [low, high], centred and scaled to mean 0 and variance 1 if corrected",
    summary: "Normal noise without tails; by default std is that of the weights, not of the normal before truncation.",
    references: [kerasRandom],
    options: {
        mean: real(0, -1e6, 1e6, "mean of the kernels"),
        std: real(0.05, 0, 1e6, "standard deviation of the kernels"),
        low: real(-2, -30, 30, "lower bound, in standard deviations of the normal before truncation"),
        high: real(2, -30, 30, "upper bound, likewise"),
        corrected: choice("yes", ["yes", "no"], "whether mean and std are those of the weights (yes) or of the normal before truncation (no)"),
    },
    caveats: [
        sameForAll,
        "Uncorrected at ±2, the standard deviation is 0.8796 of std and the variance 0.774 of nominal.",
        "Corrected, the largest weight is more than `high` standard deviations from the mean: 2.27 of them at ±2.",
    ],
    differences: [
        "PyTorch's trunc_normal_ truncates at absolute numbers, ±2 whatever std is: `pytorch/trunc-normal`.",
        "Keras's TruncatedNormal and JAX's truncated_normal are uncorrected; their he_normal and similar methods are corrected.",
    ],
    initialize: byRole({
        kernel: (stream, { name, shape }, { mean, std, low, high, corrected }) => {
            if (!(low < high)) {
                throw new InputError(`truncated-normal: low must be below high, got ${low} and ${high} (tensor "${name}").`);
            }
            const truncated = corrected === "yes" ? truncatedMoments(low, high) : { mean: 0, std: 1 };
            const scale = std / truncated.std;
            const centre = mean - scale * truncated.mean;
            return truncatedBetween(stream, sizeOf(shape), { low, high, centre, scale });
        },
    }),
});
