/** Normalizations of all opsets, and those that have a definition in other operators. */
import { add, div, mul, ones, reduceMean, reshape, shift, sqrt, sub, zeros } from "../../expressions.js";
import { sizeOf } from "../../tensor.js";
import { axisOf, numberOf, required, without } from "./file-node.js";
const epsilonOf = (node) => numberOf(node, "epsilon", 1e-5);
/** 1 / √(variance + ε). */
const reciprocal = (node, variance) => div(node.g, node.g.scalar(1, variance.type), sqrt(node.g, shift(node.g, variance, epsilonOf(node))));
/**
 * The training form says so by `training_mode` since opset 14; before, it is the form with more
 * outputs than one, and in opset 6 the one with `is_test` 0, the default.
 */
function isTraining({ opset, attributes, outputCount }) {
    if (opset >= 14)
        return attributes.training_mode === 1;
    return opset >= 7 ? outputCount > 1 : attributes.is_test !== 1;
}
/**
 * In training ours has three outputs. Those of opset 7 to 13 that follow (what the file calls saved
 * mean and saved variance) are the batch's mean and, as ONNX Runtime computes, 1 / √(variance + ε).
 */
const batchNormalization = (node) => {
    const { g, opset, outputCount } = node;
    const inputs = node.inputs;
    if (opset >= 14 && !isTraining(node))
        return {};
    const attributes = without(node.attributes, "spatial", "is_test", "consumed_inputs");
    if (!isTraining(node)) {
        if (node.isRead(1))
            node.fail("statistics are outputs of the training form, which this node is not");
        return node.attributes.spatial === 0 ? byElement(node) : { attributes, outputCount: 1 };
    }
    if (node.attributes.spatial === 0)
        node.fail("spatial = 0 (statistics for each element) is for inference only");
    const training = { ...attributes, training_mode: 1 };
    if (!node.isRead(3) && !node.isRead(4))
        return { attributes: training, outputCount: 3 };
    const x = required(node, 0);
    const axes = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
    const mean = reduceMean(g, x, axes);
    const centered = sub(g, x, mean);
    const deviation = reciprocal(node, reduceMean(g, mul(g, centered, centered), axes));
    const saved = [mean, deviation].map((v) => reshape(g, v, [x.shape[1]]));
    const three = g.applyAll("BatchNormalization", inputs, training, { outputs: 3 });
    return [...three, ...saved].slice(0, outputCount);
};
/** Opset 7 and 8 with `spatial` 0: each element has its own mean, variance, scale and bias. */
function byElement(node) {
    const { g } = node;
    const [x, scale, bias, mean, variance] = [0, 1, 2, 3, 4].map((i) => required(node, i));
    return [add(g, mul(g, mul(g, sub(g, x, mean), reciprocal(node, variance)), scale), bias)];
}
/** Each group of channels of each sample by its mean and variance. */
const groupNormalization = (node) => {
    const { g, opset } = node;
    const [x, scale, bias] = [0, 1, 2].map((i) => required(node, i));
    const groups = numberOf(node, "num_groups", 0);
    const [n = 1, c = 0, ...space] = x.shape;
    if (groups < 1 || c % groups !== 0)
        node.fail(`${c} channels do not make ${groups} groups`);
    // Opset 18 has a scale and a bias for each group, opset 21 for each channel.
    const perGroup = opset < 21;
    const expected = perGroup ? groups : c;
    if (scale.shape.join() !== `${expected}` || bias.shape.join() !== `${expected}`) {
        node.fail(`scale and bias must be [${expected}] in opset ${opset}`);
    }
    const one = { type: x.type, shape: [groups] };
    const rows = reshape(g, x, [n, groups, (c / groups) * sizeOf(space)]);
    const affine = perGroup ? [scale, bias] : [ones(g, one), zeros(g, one)];
    const normal = g.apply("InstanceNormalization", [rows, ...affine], { epsilon: epsilonOf(node) });
    if (perGroup)
        return [reshape(g, normal, x.shape)];
    const [byChannel, shiftByChannel] = [scale, bias].map((v) => reshape(g, v, [c, ...space.map(() => 1)]));
    return [add(g, mul(g, reshape(g, normal, x.shape), byChannel), shiftByChannel)];
};
/** x / √(mean of squares + ε) · scale, over `axis` and all axes after it. */
const rmsNormalization = (node) => {
    const { g } = node;
    const [x, scale] = [required(node, 0), required(node, 1)];
    const first = axisOf(node, numberOf(node, "axis", -1), x.shape.length);
    const axes = x.shape.flatMap((_, axis) => (axis < first ? [] : [axis]));
    const size = sqrt(g, shift(g, reduceMean(g, mul(g, x, x), axes), epsilonOf(node)));
    return [mul(g, div(g, x, size), scale)];
};
/** The normalizations. */
export const normalizationForms = {
    BatchNormalization: batchNormalization,
    GroupNormalization: groupNormalization,
    RMSNormalization: rmsNormalization,
    // What ONNX Runtime called it before the standard had it.
    SimplifiedLayerNormalization: rmsNormalization,
};
