/** Activation functions and tests of numbers, by their definitions in ONNX. */
import { add, div, mul, reshape, scale, shift } from "../../../expressions.js";
import { emptyData, sizeOf } from "../../../tensor.js";
import { floatInput, numberOf, required } from "../file-node.js";
/** A scalar of the input's type. */
const scalarOf = ({ g }, x, like) => g.scalar(x, like.type);
/** x · min(1, max(0, x/6 + ½)). */
const hardSwish = (node) => {
    const x = floatInput(node);
    return [mul(node.g, x, node.g.apply("HardSigmoid", [x], { alpha: 1 / 6, beta: 0.5 }))];
};
/** max(0, x) + min(0, α·(e^(x/α) − 1)). */
const celu = (node) => {
    const x = floatInput(node);
    const alpha = numberOf(node, "alpha", 1);
    if (alpha === 1)
        return [node.g.apply("Elu", [x])];
    return [scale(node.g, node.g.apply("Elu", [div(node.g, x, scalarOf(node, alpha, x))]), alpha)];
};
/** x where x > 0, slope · x elsewhere; until opset 6 the slope was one number a channel. */
const pRelu = (node) => {
    const x = required(node, 0);
    const slopes = required(node, 1);
    const perChannel = node.opset < 7 && sizeOf(slopes.shape) > 1;
    const slope = perChannel ? reshape(node.g, slopes, [...slopes.shape, ...x.shape.slice(2).map(() => 1)]) : slopes;
    const positive = node.g.apply("Greater", [x, scalarOf(node, 0, x)]);
    const y = node.g.apply("Where", [positive, x, mul(node.g, slope, x)]);
    if (sizeOf(y.shape) !== sizeOf(x.shape))
        node.fail(`the slope [${slope.shape.join(", ")}] is larger than the input`);
    return [y];
};
const mish = (node) => {
    const x = floatInput(node);
    return [mul(node.g, x, node.g.apply("Tanh", [node.g.apply("Softplus", [x])]))];
};
/** x · σ(α·x). */
const swish = (node) => {
    const x = floatInput(node);
    const alpha = numberOf(node, "alpha", 1);
    return [mul(node.g, x, node.g.apply("Sigmoid", [alpha === 1 ? x : scale(node.g, x, alpha)]))];
};
const thresholdedRelu = (node) => {
    const x = floatInput(node);
    const above = node.g.apply("Greater", [x, scalarOf(node, numberOf(node, "alpha", 1), x)]);
    return [node.g.apply("Where", [above, x, scalarOf(node, 0, x)])];
};
/** x + bias below −lambd, x − bias above lambd, 0 between them. */
const shrink = (node) => {
    const { g } = node;
    const x = floatInput(node);
    const [bias, bound] = [numberOf(node, "bias", 0), numberOf(node, "lambd", 0.5)];
    const above = g.apply("Where", [
        g.apply("Greater", [x, g.scalar(bound, x.type)]),
        bias === 0 ? x : shift(g, x, -bias),
        g.scalar(0, x.type),
    ]);
    const below = g.apply("Less", [x, g.scalar(-bound, x.type)]);
    return [g.apply("Where", [below, bias === 0 ? x : add(g, x, g.scalar(bias, x.type)), above])];
};
/** A number differs from itself where it is none. */
const notANumber = (node) => {
    const x = floatInput(node);
    return [node.g.apply("Not", [node.g.apply("Equal", [x, x])])];
};
const infinite = (node) => {
    const { g } = node;
    const x = floatInput(node);
    const [negative, positive] = [numberOf(node, "detect_negative", 1), numberOf(node, "detect_positive", 1)];
    if (negative === 0 && positive === 0) {
        return [{ type: "bool", shape: x.shape, data: emptyData("bool", sizeOf(x.shape)) }];
    }
    const bound = positive === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const value = positive === 1 && negative === 1 ? g.apply("Abs", [x]) : x;
    return [g.apply("Equal", [value, g.scalar(bound, x.type)])];
};
/** The definitions of this family, by operator. */
export const activations = {
    HardSwish: hardSwish,
    Celu: celu,
    PRelu: pRelu,
    Mish: mish,
    Swish: swish,
    ThresholdedRelu: thresholdedRelu,
    Shrink: shrink,
    IsNaN: notANumber,
    IsInf: infinite,
};
