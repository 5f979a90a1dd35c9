/**
 * Batch normalization in training without its operator, of which WebGPU has the form for inference
 * only.
 */
import { add, div, mul, reduceMean, reshape, scale, shift, sqrt, sub } from "../../expressions.js";
/**
 * BatchNormalization with `training_mode` 1 → means, differences and a root: [N, C, …] by each
 * channel's mean and biased variance.
 */
export const composedBatchNormalization = (node, { g, renewed }) => {
    const { training_mode: training, momentum = 0.9, epsilon = 1e-5 } = node.attributes;
    if (node.operator !== "BatchNormalization" || training !== 1)
        return undefined;
    const [x, slope, offset, ...running] = node.inputs.map((v) => renewed(v));
    const axes = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
    // [C, 1, …]
    const along = (v) => reshape(g, v, [x.shape[1], ...x.shape.slice(2).map(() => 1)]);
    const mean = reduceMean(g, x, axes, false);
    const centered = sub(g, x, along(mean));
    const variance = reduceMean(g, mul(g, centered, centered), axes, false);
    const factor = div(g, slope, sqrt(g, shift(g, variance, Number(epsilon))));
    const share = Number(momentum);
    const updated = [mean, variance].map((batch, i) => share === 0 ? batch : add(g, scale(g, running[i], share), scale(g, batch, 1 - share)));
    return [add(g, mul(g, centered, along(factor)), along(offset)), ...updated];
};
