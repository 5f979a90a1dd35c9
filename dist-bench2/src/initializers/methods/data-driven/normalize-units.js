import { scaleUnits, unitsNote } from "./start.js";
/**
 * Makes the output of each unit of a layer have standard deviation 1 on the batch, and mean `mean`
 * where the layer has a bias, in place: w ← w / σ, b ← (b − μ) / σ + mean. A forward pass.
 *
 * @returns notes about units with constant output, which do not change
 */
export async function normalizeUnits(network, weights, batch, layer, mean) {
    const outputs = (await network.statistics(weights, batch))[layer.name];
    const scales = Array.from(outputs.variance, (variance) => 1 / Math.sqrt(variance));
    const constant = scales.filter((scale) => !Number.isFinite(scale) || scale === 0).length;
    const factor = (unit) => (Number.isFinite(scales[unit]) && scales[unit] > 0 ? scales[unit] : 1);
    scaleUnits(layer, weights[layer.kernel.name], factor);
    if (layer.bias !== undefined) {
        const bias = weights[layer.bias.name];
        const { multiplier = 1 } = layer.bias.role;
        for (let unit = 0; unit < bias.length; unit++) {
            if (factor(unit) !== scales[unit])
                continue;
            bias[unit] = ((multiplier * bias[unit] - outputs.mean[unit]) * scales[unit] + mean) / multiplier;
        }
    }
    return constant === 0
        ? []
        : [unitsNote(layer, constant, "have a constant (or no finite) output on the batch and keep their drawn weights")];
}
