/** Gradients of activation functions; written through the output where that takes fewer passes. */
import { add, cast, div, exp, mul, scale, shift, sub } from "../../expressions.js";
import { unary } from "./elementwise.js";
const one = (g, like) => g.scalar(1, like.type);
/**
 * `above` where x > 0, `otherwise` elsewhere (at 0 too, as PyTorch's leaky_relu, elu and selu have
 * it).
 */
function whereAbove({ g, inputs: [x] }, above, otherwise) {
    const positive = g.apply("Greater", [x, g.scalar(0, x.type)]);
    return g.apply("Where", [positive, g.scalar(above, x.type), otherwise]);
}
const leakyReluSlope = (context) => whereAbove(context, 1, context.g.scalar(context.node.attributes.alpha, context.inputs[0].type));
/** For x ≤ 0, α·eˣ = y + α; with α = 1 that is min(y, 0) + 1 everywhere. */
const eluSlope = (context) => {
    const { g, node, outputs } = context;
    const y = outputs[0];
    const alpha = node.attributes.alpha;
    if (alpha === 1)
        return shift(g, g.apply("Clip", [y, undefined, g.scalar(0, y.type)]), 1);
    return whereAbove(context, 1, shift(g, y, alpha));
};
const seluSlope = (context) => {
    const { alpha, gamma } = context.node.attributes;
    return whereAbove(context, gamma, shift(context.g, context.outputs[0], alpha * gamma));
};
/** α strictly inside: y·(1 - y) is positive exactly there. */
const hardSigmoidSlope = ({ g, node, outputs: [y] }) => scale(g, g.apply("Sign", [mul(g, y, sub(g, one(g, y), y))]), node.attributes.alpha);
/** Φ(x) + x·φ(x), with Φ and φ the standard normal's distribution function and density. */
function geluSlope({ g, inputs: [x] }) {
    const distribution = scale(g, shift(g, g.apply("Erf", [scale(g, x, Math.SQRT1_2)]), 1), 0.5);
    const density = scale(g, exp(g, scale(g, mul(g, x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return add(g, distribution, mul(g, x, density));
}
/** With u = c·(x + a·x³) and t = tanh u: ½·(1 + t) + ½·x·(1 - t²)·c·(1 + 3a·x²). */
function geluTanhSlope({ g, inputs: [x] }) {
    const c = Math.sqrt(2 / Math.PI);
    const a = 0.044715;
    const square = mul(g, x, x);
    const t = g.apply("Tanh", [mul(g, x, shift(g, scale(g, square, c * a), c))]);
    const du = shift(g, scale(g, square, 3 * a * c), c);
    const rest = mul(g, mul(g, x, du), sub(g, one(g, x), mul(g, t, t)));
    return scale(g, add(g, shift(g, t, 1), rest), 0.5);
}
/** The gradient rules of this family, by operator. */
export const activations = {
    /**
     * ReLU′(0) = 0, as PyTorch has it. Greater and Cast together take half the time of Sign in ONNX
     * Runtime.
     */
    Relu: unary(({ g, outputs: [y] }) => cast(g, g.apply("Greater", [y, g.scalar(0, y.type)]), y.type)),
    LeakyRelu: unary(leakyReluSlope),
    Elu: unary(eluSlope),
    Selu: unary(seluSlope),
    Sigmoid: unary(({ g, outputs: [y] }) => mul(g, y, sub(g, one(g, y), y))),
    HardSigmoid: unary(hardSigmoidSlope),
    Tanh: unary(({ g, outputs: [y] }) => sub(g, one(g, y), mul(g, y, y))),
    Softplus: unary(({ g, inputs: [x] }) => g.apply("Sigmoid", [x])),
    Softsign: ({ g, inputs: [x], gradients: [dy] }) => {
        const below = shift(g, g.apply("Abs", [x]), 1);
        return [div(g, dy, mul(g, below, below))];
    },
    Gelu: unary((context) => context.node.attributes.approximate === "tanh" ? geluTanhSlope(context) : geluSlope(context)),
};
