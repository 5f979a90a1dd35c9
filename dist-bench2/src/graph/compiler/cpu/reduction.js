/** Cheaper forms of sums on ONNX Runtime's CPU provider. */
import { reduceSum, reshape, scale } from "../../expressions.js";
import { sizeOf, toNumbers } from "../../tensor.js";
/**
 * ReduceSum or ReduceMean over batch and space of `[N, C, ...space]`, as in a convolution's bias
 * gradient, as two sums: over space in one flat axis, then over the batch. 0.7 ms instead of 2.2
 * for [128, 64, 24, 24]; sums are grouped differently, so last bits differ.
 */
export const channelSum = (node, { g, constant, renewed }) => {
    if (node.operator !== "ReduceSum" && node.operator !== "ReduceMean")
        return undefined;
    const [x, axesValue] = node.inputs;
    const axesTensor = constant(axesValue);
    const signedAxes = axesTensor === undefined ? node.attributes.axes : toNumbers(axesTensor);
    const rank = x.shape.length;
    if (signedAxes === undefined || rank < 3)
        return undefined;
    const axes = signedAxes.map((axis) => (axis < 0 ? axis + rank : axis));
    const allButChannels = x.shape.map((_, i) => i).filter((i) => i !== 1);
    if (axes.length !== allButChannels.length || !allButChannels.every((i) => axes.includes(i)))
        return undefined;
    const [n, c, ...space] = x.shape;
    const flat = reshape(g, renewed(x), [n, c, sizeOf(space)]); // [N, C, space]
    const sums = reduceSum(g, reduceSum(g, flat, [2], false), [0], false); // [C]
    const result = reshape(g, sums, node.outputs[0].shape);
    return [node.operator === "ReduceSum" ? result : scale(g, result, c / sizeOf(x.shape))];
};
