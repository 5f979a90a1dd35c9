import { add, mul, scale, shift } from "../../../graph/expressions.js";
import { scalarActivations, scalarOperators } from "../../../signal/index.js";
const number = (attributes, name, ifMissing) => typeof attributes[name] === "number" ? attributes[name] : ifMissing;
const clip = (g, x, low, high) => g.apply("Clip", [x, g.scalar(low), g.scalar(high)]);
const mish = {
    value: ([x]) => scalarActivations.mish.value(x),
    apply: (g, [x]) => mul(g, x, g.apply("Tanh", [g.apply("Softplus", [x])])),
};
const swish = (beta) => ({
    value: ([x], attributes) => x * scalarActivations.sigmoid.value(beta(attributes) * x),
    apply: (g, [x], attributes) => mul(g, x, g.apply("Sigmoid", [scale(g, x, beta(attributes))])),
});
const gelu = (approximate) => ({
    value: ([x], attributes) => scalarOperators.Gelu.value([x], { approximate: approximate(attributes) }),
    apply: (g, [x], attributes) => g.apply("Gelu", [x], { approximate: approximate(attributes) }),
});
const definitions = {
    HardSwish: {
        value: ([x]) => x * Math.max(0, Math.min(1, x / 6 + 0.5)),
        apply: (g, [x]) => mul(g, x, clip(g, shift(g, scale(g, x, 1 / 6), 0.5), 0, 1)),
    },
    Celu: {
        value: ([x], attributes) => {
            const alpha = number(attributes, "alpha", 1);
            return Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha));
        },
        apply: (g, [x], attributes) => {
            const alpha = number(attributes, "alpha", 1);
            return scale(g, g.apply("Elu", [scale(g, x, 1 / alpha)]), alpha);
        },
    },
    Mish: mish,
    Swish: swish((attributes) => number(attributes, "alpha", 1)),
    "com.microsoft:QuickGelu": swish((attributes) => number(attributes, "alpha", 1.702)),
    Gelu: gelu(({ approximate }) => String(approximate ?? "none")),
    "com.microsoft:Gelu": gelu(() => "none"),
    "com.microsoft:FastGelu": gelu(() => "tanh"),
    ThresholdedRelu: {
        value: ([x], attributes) => (x > number(attributes, "alpha", 1) ? x : 0),
        apply: (g, [x], attributes) => {
            const above = g.apply("Greater", [x, g.scalar(number(attributes, "alpha", 1))]);
            return g.apply("Where", [above, x, g.scalar(0)]);
        },
    },
    Shrink: {
        value: ([x], attributes) => {
            const [limit, bias] = [number(attributes, "lambd", 0.5), number(attributes, "bias", 0)];
            return x < -limit ? x + bias : x > limit ? x - bias : 0;
        },
        apply: (g, [x], attributes) => {
            const [limit, bias] = [number(attributes, "lambd", 0.5), number(attributes, "bias", 0)];
            const below = g.apply("Less", [x, g.scalar(-limit)]);
            const above = g.apply("Greater", [x, g.scalar(limit)]);
            const upper = g.apply("Where", [above, shift(g, x, -bias), g.scalar(0)]);
            return g.apply("Where", [below, shift(g, x, bias), upper]);
        },
    },
    // Before opset 11 the bounds are attributes.
    Clip: {
        value: ([x, low, high], { min = low, max = high }) => Math.min(Math.max(x, numberOr(min, Number.NEGATIVE_INFINITY)), numberOr(max, Number.POSITIVE_INFINITY)),
        apply: (g, [x, low, high], { min, max }) => {
            const bound = (attribute, input) => typeof attribute === "number" ? g.scalar(attribute) : input;
            return g.apply("Clip", [x, bound(min, low), bound(max, high)]);
        },
    },
    // x for x ≥ 0, else slope · x.
    PRelu: {
        value: ([x, slope]) => (x >= 0 ? x : slope * x),
        apply: (g, [x, slope]) => add(g, g.apply("Relu", [x]), mul(g, slope, clip(g, x, -3e38, 0))),
    },
};
const numberOr = (value, otherwise) => typeof value === "number" && !Number.isNaN(value) ? value : otherwise;
/** The operator of that name, where it acts on each element alone. */
export function fileFunction(operator) {
    if (Object.hasOwn(definitions, operator))
        return definitions[operator];
    const scalar = Object.hasOwn(scalarOperators, operator) ? scalarOperators[operator] : undefined;
    return (scalar && {
        value: (inputs, attributes) => scalar.value(inputs, attributes),
        apply: (g, inputs, attributes) => g.apply(operator, inputs, attributes),
    });
}
