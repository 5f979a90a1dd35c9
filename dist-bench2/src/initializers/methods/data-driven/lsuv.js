/** Layer-sequential unit variance. */
import { integer, real } from "../../../options.js";
import { defineDataDrivenInitializer } from "../../data-driven-initializer.js";
import { mishkin2016, saxe2014 } from "../../references.js";
import { orthogonal } from "../orthogonal/index.js";
import { exclusion } from "./exclusion.js";
import { startFrom, unmeasuredNotes } from "./start.js";
/** Mishkin and Matas 2016. */
export const lsuv = defineDataDrivenInitializer({
    name: "lsuv",
    kind: "data-driven",
    title: "Layer-sequential unit variance",
    formula: "W orthonormal; layer by layer W ← W / std(W·x + b) until |std − 1| < tolerance",
    summary: "Makes the outputs of every layer have standard deviation 1 on a batch, whatever the activations.",
    references: [mishkin2016, saxe2014],
    options: {
        tolerance: real(0.1, 1e-6, 0.9, "largest difference between a layer's standard deviation and 1"),
        maxAttempts: integer(10, 1, 1000, "largest number of rescalings of one layer"),
    },
    caveats: [
        exclusion,
        "A layer whose outputs do not vary on the batch (all its inputs are dead) stays orthonormal, and a note says so.",
        "The standard deviation is over all units, positions and samples of a layer together: single units may differ.",
        "The last layer is rescaled too: the logits start with standard deviation 1.",
    ],
    differences: [
        "The paper rescales convolutions and dense layers; here these include attention's projections and shortcuts.",
        "Dropout is off while outputs are measured, and batch norm uses the batch.",
    ],
    prepare: async (network, tensors, seed, { tolerance, maxAttempts }) => {
        const weights = startFrom(orthogonal, tensors, seed);
        const notes = unmeasuredNotes(network, tensors);
        const batch = network.batch(0);
        for (const { name, kernel } of network.layers) {
            for (let attempt = 0;; attempt++) {
                const std = deviation((await network.statistics(weights, batch))[name]);
                if (!(std > 0 && std < Number.POSITIVE_INFINITY)) {
                    notes.push(`${name}: the standard deviation of its outputs on the batch is ${std}; it keeps its drawn weights.`);
                    break;
                }
                if (Math.abs(std - 1) < tolerance)
                    break;
                if (attempt >= maxAttempts) {
                    notes.push(`${name}: its standard deviation is ${std.toPrecision(4)} after ${attempt} rescalings.`);
                    break;
                }
                weights[kernel.name] = weights[kernel.name].map((w) => w / std);
            }
        }
        return { weights, notes };
    },
});
/**
 * The standard deviation of all outputs of a layer together, from the means and variances of its
 * units.
 */
export function deviation({ mean, variance }) {
    const middle = mean.reduce((sum, m) => sum + m, 0) / mean.length;
    const total = variance.reduce((sum, v, unit) => sum + v + (mean[unit] - middle) ** 2, 0);
    return Math.sqrt(total / mean.length);
}
