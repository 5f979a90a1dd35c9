/** Gradients of Softmax and LogSoftmax along their axis. */
import { exp, mul, reduceSum, sub } from "../../expressions.js";
/** dx = y·(dy - Σ dy·y). */
const softmaxRule = ({ g, node, outputs: [y], gradients: [dy] }) => [
    mul(g, y, sub(g, dy, reduceSum(g, mul(g, dy, y), [node.attributes.axis]))),
];
/** dx = dy - softmax(x)·Σ dy. */
const logSoftmaxRule = ({ g, node, outputs: [y], gradients: [dy] }) => [
    sub(g, dy, mul(g, exp(g, y), reduceSum(g, dy, [node.attributes.axis]))),
];
/** The gradient rules of this family, by operator. */
export const softmax = { Softmax: softmaxRule, LogSoftmax: logSoftmaxRule };
