/** Gradients of Softmax and LogSoftmax along their axis. */
import { exp, mul, reduceSum, sub } from "../../expressions.js";
import type { GradientRule } from "../rule.js";

/** dx = y·(dy - Σ dy·y). */
const softmaxRule: GradientRule = ({ g, node, outputs: [y], gradients: [dy] }) => [
  mul(g, y!, sub(g, dy!, reduceSum(g, mul(g, dy!, y!), [node.attributes.axis as number]))),
];

/** dx = dy - softmax(x)·Σ dy. */
const logSoftmaxRule: GradientRule = ({ g, node, outputs: [y], gradients: [dy] }) => [
  sub(g, dy!, mul(g, exp(g, y!), reduceSum(g, dy!, [node.attributes.axis as number]))),
];

/** The gradient rules of this family, by operator. */
export const softmax: Readonly<Record<string, GradientRule>> = { Softmax: softmaxRule, LogSoftmax: logSoftmaxRule };
