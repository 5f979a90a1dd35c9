/** Reductions along axes and normalization by them, by their definitions. */
import { cast, div, exp, identity, log, mul, reduceMean, shift, sqrt, sub } from "../../../expressions.js";
import { reducedShape } from "../../../operators/axes.js";
import { axisOf, floatInput, numberOf, numbersOf, required } from "../file-node.js";
/** The axes that a reduction names, an attribute until opset 17; none stands for all. */
function reducedAxes(node, rank) {
    const stated = node.opset < 18
        ? (node.attributes.axes ?? [])
        : (numbersOf(node, 1, "axes") ?? []);
    if (stated.length > 0)
        return stated.map((axis) => axisOf(node, axis, rank));
    return node.attributes.noop_with_empty_axes === 1 ? [] : Array.from({ length: rank }, (_, i) => i);
}
/** The sum over axes; x itself where there are none. */
const sumOver = ({ g }, x, axes, keepdims) => axes.length === 0 ? x : g.apply("ReduceSum", [x, g.integers(axes)], { keepdims });
const logSum = (node) => {
    const x = floatInput(node);
    const axes = reducedAxes(node, x.shape.length);
    return [log(node.g, sumOver(node, x, axes, numberOf(node, "keepdims", 1)))];
};
/** Largest finite float32: keeps ∞ − ∞ out of the exponent. */
const largest = 3.4028234663852886e38;
/** m + log Σ e^(x − m), with the largest element m, through which no gradient needs to flow. */
const logSumExp = (node) => {
    const { g } = node;
    const x = floatInput(node);
    const axes = reducedAxes(node, x.shape.length);
    if (axes.length === 0)
        return [g.apply("Identity", [x])];
    const bounds = [-largest, largest].map((bound) => g.scalar(bound, x.type));
    const top = identity(g, g.apply("Clip", [g.apply("ReduceMax", [x], { axes, keepdims: 1 }), ...bounds]), null);
    const sum = log(g, sumOver(node, exp(g, sub(g, x, top)), axes, 1));
    const result = g.apply("Add", [sum, top]);
    if (numberOf(node, "keepdims", 1) === 1)
        return [result];
    return [g.apply("Reshape", [result, g.integers(reducedShape(x.shape, axes, false))])];
};
/** The place of the largest −x. */
const argMin = (node) => {
    const x = required(node, 0);
    const signed = x.type === "uint8" ? cast(node.g, x, "int32") : x;
    return [node.g.apply("ArgMax", [node.g.apply("Neg", [signed])], node.attributes)];
};
/** x over its 1-norm or 2-norm along an axis; 0 where the norm is 0. */
const lpNormalization = (node) => {
    const { g } = node;
    const x = floatInput(node);
    const p = numberOf(node, "p", 2);
    if (p !== 1 && p !== 2)
        node.fail(`p is ${p}, legal: 1 and 2`);
    const axes = [axisOf(node, numberOf(node, "axis", -1), x.shape.length)];
    const norm = g.apply(p === 1 ? "ReduceL1" : "ReduceL2", [x], { axes, keepdims: 1 });
    const isZero = g.apply("Equal", [norm, g.scalar(0, x.type)]);
    return [div(g, x, g.apply("Where", [isZero, g.scalar(1, x.type), norm]))];
};
/** (x − mean) / (deviation + 10⁻⁹) over `axes`, the batch and space if left out. */
const meanVarianceNormalization = (node) => {
    const { g } = node;
    const x = floatInput(node);
    const stated = node.attributes.axes ?? [0, 2, 3];
    const axes = stated.map((axis) => axisOf(node, axis, x.shape.length));
    const centered = sub(g, x, reduceMean(g, x, axes));
    const deviation = sqrt(g, reduceMean(g, mul(g, centered, centered), axes));
    return [div(g, centered, shift(g, deviation, 1e-9))];
};
/** The definitions of this family, by operator. */
export const reductions = {
    ReduceLogSum: logSum,
    ReduceLogSumExp: logSumExp,
    ArgMin: argMin,
    LpNormalization: lpNormalization,
    MeanVarianceNormalization: meanVarianceNormalization,
};
