/** Krähenbühl's initialization: units of equal variance, then layers that learn at one rate. */
import { choice, completeOptions, integer, real } from "../../../options.js";
import { normals, stream } from "../../../random/index.js";
import { defineDataDrivenInitializer } from "../../data-driven-initializer.js";
import { krahenbuhl2016 } from "../../references.js";
import { standardNormal } from "../scaled-noise/index.js";
import { exclusion } from "./exclusion.js";
import { kmeansFilters, pcaFilters } from "./filters.js";
import { normalizeUnits } from "./normalize-units.js";
import { startFrom, unmeasuredNotes } from "./start.js";
/** The methods for the first layer's kernel. */
const firstLayerMethods = [pcaFilters, kmeansFilters];
/** Krähenbühl and others 2016, algorithms 1 and 2. */
export const krahenbuhl = defineDataDrivenInitializer({
    name: "krahenbuhl",
    kind: "data-driven",
    title: "Krähenbühl's data-dependent initialization",
    formula: "per unit w ← w / σ, b ← β − μ / σ; then W ← W·(C / C̃)^(α/2) with C = ‖∂W‖ / ‖W‖ and C̃ its geometric mean over the layers, until all C are equal",
    summary: "Gives every unit the same variance on a batch, then makes the weights of all layers change at the same rate.",
    references: [{ ...krahenbuhl2016, where: "Algorithms 1 and 2" }],
    aliases: ["magic-init"],
    options: {
        start: choice("normal", ["normal", "pca-filters", "kmeans-filters"], "how the first layer's kernel starts"),
        bias: real(0, -10, 10, "mean β of each unit's output after the first stage"),
        iterations: integer(50, 0, 1000, "largest number of rate corrections; 0 skips the second stage"),
        damping: real(0.25, 0.01, 1, "exponent α of one correction"),
        tolerance: real(0.05, 1e-6, 10, "the largest rate may exceed the smallest by this fraction"),
    },
    caveats: [
        exclusion,
        "The second stage changes the scales of the layers again, so the standard deviations are not 1 at the end.",
        "Each bias is multiplied by the product of the corrections up to its layer. In chains of ReLU and pooling layers this keeps the function of the network (up to scale); in other networks the function changes.",
    ],
    differences: [
        "PCA and k-means are available for the first layer only; the paper has them for every layer.",
        "The expected squared gradient is estimated by one backward pass from Gaussian noise at the logits, with different noise for each sample and the same noise in every iteration.",
    ],
    prepare: async (network, tensors, seed, options) => {
        const { start, bias, iterations, damping, tolerance } = options;
        const first = firstLayerMethods.find(({ name }) => name === start);
        const notes = unmeasuredNotes(network, tensors);
        const weights = startFrom(standardNormal, tensors, seed);
        const kernel = network.layers[0]?.kernel;
        if (first !== undefined && kernel !== undefined) {
            const prepared = await first.prepare(network, tensors, seed, completeOptions(first));
            weights[kernel.name] = prepared.weights[kernel.name];
        }
        const batch = network.batch(0);
        for (const layer of network.layers)
            notes.push(...(await normalizeUnits(network, weights, batch, layer, bias)));
        const noise = Float32Array.from(normals(stream(seed, "init-data", "logits"), batch.rows * network.classes));
        for (let i = 0; i < iterations; i++) {
            const measured = await changeRates(network, weights, batch, noise);
            const learning = measured.filter(({ rate }) => rate > 0 && Number.isFinite(rate));
            if (i === 0) {
                for (const { layer, rate } of measured) {
                    if (!(rate > 0 && Number.isFinite(rate)))
                        notes.push(`${layer.name}: its rate is ${rate}; its scale does not change.`);
                }
            }
            const logs = learning.map(({ rate }) => Math.log(rate));
            if (logs.length === 0 || Math.max(...logs) - Math.min(...logs) <= Math.log1p(tolerance))
                break;
            const middle = logs.reduce((sum, l) => sum + l, 0) / logs.length;
            let product = 1;
            learning.forEach(({ layer }, k) => {
                const factor = Math.exp(((logs[k] - middle) * damping) / 2);
                product *= factor;
                weights[layer.kernel.name] = weights[layer.kernel.name].map((w) => w * factor);
                if (layer.bias !== undefined)
                    weights[layer.bias.name] = weights[layer.bias.name].map((b) => b * product);
            });
        }
        return { weights, notes };
    },
});
/**
 * ‖∂W‖ / ‖W‖ of each layer's kernel, with ∂W the gradient of noise · logits: a forward and a
 * backward pass.
 */
export async function changeRates(network, weights, batch, noise) {
    const slopes = await network.logitGradients(weights, batch, noise);
    return network.layers.map((layer) => {
        const { name } = layer.kernel;
        return { layer, rate: norm(slopes[name]) / norm(weights[name]) };
    });
}
function norm(numbers) {
    let sum = 0;
    for (const x of numbers)
        sum += x * x;
    return Math.sqrt(sum);
}
