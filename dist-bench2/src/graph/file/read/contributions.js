/**
 * Operators of ONNX Runtime alone that its optimizer and some exporters write, where they are a few
 * ordinary ones in a row.
 */
import { add, div, mul, reduceMean, scale, shift, sqrt, sub } from "../../expressions.js";
import { numberOf, required } from "./file-node.js";
const optionalSum = (node, x, bias) => bias === undefined ? x : add(node.g, x, bias);
const gelu = (approximate) => {
    return (node) => ({
        operator: "Gelu",
        inputs: [optionalSum(node, required(node, 0), node.inputs[1])],
        attributes: { approximate },
    });
};
/** x · σ(alpha · x). */
const quickGelu = (node) => {
    const x = required(node, 0);
    return [mul(node.g, x, node.g.apply("Sigmoid", [scale(node.g, x, numberOf(node, "alpha", 1.702))]))];
};
/**
 * Normalizes input + skip + bias over the last axis; the fourth output is that sum. With `centered`
 * it is layer normalization, without it the root mean square is divided by.
 */
function skipNormalization(node, centered) {
    const { g, inputs } = node;
    const [x, skip, gamma] = [0, 1, 2].map((i) => required(node, i));
    const [beta, bias] = centered ? [inputs[3], inputs[4]] : [undefined, inputs[3]];
    const sum = optionalSum(node, add(g, x, skip), bias);
    const axes = [sum.shape.length - 1];
    const mean = reduceMean(g, sum, axes);
    const from = centered ? sub(g, sum, mean) : sum;
    const square = reduceMean(g, mul(g, from, from), axes);
    const deviation = div(g, g.scalar(1, x.type), sqrt(g, shift(g, square, numberOf(node, "epsilon", 1e-12))));
    const y = optionalSum(node, mul(g, mul(g, from, deviation), gamma), beta);
    return [y, mean, deviation, sum].slice(0, node.outputCount);
}
/** The operators, by their names with the domain. */
export const contributions = {
    "com.microsoft:Gelu": gelu("none"),
    "com.microsoft:BiasGelu": gelu("none"),
    "com.microsoft:FastGelu": gelu("tanh"),
    "com.microsoft:QuickGelu": quickGelu,
    "com.microsoft:SkipLayerNormalization": (node) => skipNormalization(node, true),
    "com.microsoft:SkipSimplifiedLayerNormalization": (node) => skipNormalization(node, false),
};
