import { exp, log } from "../random/elementary.js";
import { normalCdf, normalDensity } from "../random/index.js";
import { erf, expMinusOne, sigmoid, softplus, tanh } from "./scalar-functions.js";
/** A function of one number; `slope` may be written through the result `y`. */
const unary = (f, slope) => ({
    value: ([x], attributes) => f(x, attributes),
    partials: ([x], y, attributes) => [slope(x, y, attributes)],
});
/** A function whose derivative is 0 wherever it has one. */
const flat = (f) => ({ value: (x) => f(...x) });
/** True is 1. */
const test = (f) => flat((a, b) => Number(f(a, b)));
/** Ties share the gradient evenly. */
const extreme = (choose) => ({
    value: (x) => choose(...x),
    partials: (x, y) => {
        const ties = x.filter((value) => value === y).length;
        return x.map((value) => (value === y ? 1 / ties : 0));
    },
});
const attribute = (attributes, name, ifMissing) => typeof attributes[name] === "number" ? attributes[name] : ifMissing;
const alphaOf = (attributes, ifMissing) => attribute(attributes, "alpha", ifMissing);
const SELU_ALPHA = 1.6732632423543772;
const seluScale = (attributes) => attribute(attributes, "gamma", 1.0507009873554805);
/** ½·x·(1 + tanh u) with u = c·(x + a·x³). */
const GELU_C = Math.sqrt(2 / Math.PI);
const GELU_A = 0.044715;
const geluTanh = (x) => tanh(GELU_C * (x + GELU_A * x * x * x));
const isTanhForm = (attributes) => attributes.approximate === "tanh";
const geluSlope = (x, _y, attributes) => {
    if (!isTanhForm(attributes))
        return normalCdf(x) + x * normalDensity(x);
    const t = geluTanh(x);
    return (1 + t) / 2 + (x / 2) * (1 - t * t) * GELU_C * (1 + 3 * GELU_A * x * x);
};
/** To the even neighbour at ties, as ONNX rounds. */
const roundToEven = (x) => {
    const below = Math.floor(x);
    if (x - below !== 0.5)
        return Math.round(x);
    return below % 2 === 0 ? below : below + 1;
};
const casts = {
    float32: (x) => x,
    float64: (x) => x,
    bool: (x) => Number(x !== 0),
};
/** Every operator of one element in, one element out, by its ONNX name. */
export const scalarOperators = {
    Add: { value: ([a, b]) => a + b, partials: () => [1, 1] },
    Sub: { value: ([a, b]) => a - b, partials: () => [1, -1] },
    Mul: { value: ([a, b]) => a * b, partials: ([a, b]) => [b, a] },
    Div: { value: ([a, b]) => a / b, partials: ([, b], y) => [1 / b, -y / b] },
    Pow: {
        value: ([a, b]) => a ** b,
        partials: ([a, b], y) => [b === 0 ? 0 : b * a ** (b - 1), a === 0 ? 0 : y * log(a)],
    },
    Mod: {
        value: ([a, b], { fmod }) => (fmod === 1 ? a % b : a - Math.floor(a / b) * b),
        partials: ([a, b], y) => [1, -Math.round((a - y) / b)],
    },
    Sum: { value: (x) => x.reduce((sum, value) => sum + value, 0), partials: (x) => x.map(() => 1) },
    Mean: {
        value: (x) => x.reduce((sum, value) => sum + value, 0) / x.length,
        partials: (x) => x.map(() => 1 / x.length),
    },
    Max: extreme(Math.max),
    Min: extreme(Math.min),
    Clip: {
        value: ([x, low, high]) => {
            const raised = x < low ? low : x;
            return raised > high ? high : raised;
        },
        partials: ([x, low, high], y) => [Number(x === y), Number(x < low), Number(x > high)],
    },
    Where: {
        value: ([condition, a, b]) => (condition !== 0 ? a : b),
        partials: ([condition]) => [0, condition !== 0 ? 1 : 0, condition !== 0 ? 0 : 1],
    },
    Equal: test((a, b) => a === b),
    Greater: test((a, b) => a > b),
    GreaterOrEqual: test((a, b) => a >= b),
    Less: test((a, b) => a < b),
    LessOrEqual: test((a, b) => a <= b),
    And: test((a, b) => a !== 0 && b !== 0),
    Or: test((a, b) => a !== 0 || b !== 0),
    Xor: test((a, b) => a !== b),
    Not: flat((x) => Number(x === 0)),
    Sign: flat(Math.sign),
    Floor: flat(Math.floor),
    Ceil: flat(Math.ceil),
    Round: flat((x) => roundToEven(x)),
    Identity: unary((x) => x, () => 1),
    Cast: {
        value: ([x], { to }) => (casts[String(to)] ?? Math.trunc)(x),
        partials: (_x, _y, { to }) => [to === "float32" || to === "float64" ? 1 : 0],
    },
    Neg: unary((x) => -x, () => -1),
    Abs: unary(Math.abs, Math.sign),
    Exp: unary(exp, (_x, y) => y),
    Log: unary(log, (x) => 1 / x),
    Sqrt: unary(Math.sqrt, (_x, y) => 1 / (2 * y)),
    Reciprocal: unary((x) => 1 / x, (_x, y) => -y * y),
    Erf: unary(erf, (x) => (2 / Math.sqrt(Math.PI)) * exp(-x * x)),
    Sin: unary(Math.sin, Math.cos),
    Cos: unary(Math.cos, (x) => -Math.sin(x)),
    Tan: unary(Math.tan, (_x, y) => 1 + y * y),
    Asin: unary(Math.asin, (x) => 1 / Math.sqrt(1 - x * x)),
    Acos: unary(Math.acos, (x) => -1 / Math.sqrt(1 - x * x)),
    Atan: unary(Math.atan, (x) => 1 / (1 + x * x)),
    Sinh: unary(Math.sinh, Math.cosh),
    Cosh: unary(Math.cosh, Math.sinh),
    Asinh: unary(Math.asinh, (x) => 1 / Math.sqrt(x * x + 1)),
    Acosh: unary(Math.acosh, (x) => 1 / Math.sqrt(x * x - 1)),
    Atanh: unary(Math.atanh, (x) => 1 / (1 - x * x)),
    Relu: unary((x) => Math.max(x, 0), (x) => (x > 0 ? 1 : 0)),
    LeakyRelu: unary((x, attributes) => (x >= 0 ? x : alphaOf(attributes, 0.01) * x), (x, _y, attributes) => (x > 0 ? 1 : alphaOf(attributes, 0.01))),
    Elu: unary((x, attributes) => (x >= 0 ? x : alphaOf(attributes, 1) * expMinusOne(x)), (x, _y, attributes) => (x > 0 ? 1 : alphaOf(attributes, 1) * exp(x))),
    Selu: unary((x, attributes) => seluScale(attributes) * (x >= 0 ? x : alphaOf(attributes, SELU_ALPHA) * expMinusOne(x)), (x, _y, attributes) => seluScale(attributes) * (x > 0 ? 1 : alphaOf(attributes, SELU_ALPHA) * exp(x))),
    Gelu: unary((x, attributes) => (isTanhForm(attributes) ? (x / 2) * (1 + geluTanh(x)) : x * normalCdf(x)), geluSlope),
    Sigmoid: unary(sigmoid, (x) => sigmoid(x) * sigmoid(-x)),
    HardSigmoid: unary((x, attributes) => Math.max(0, Math.min(1, alphaOf(attributes, 0.2) * x + attribute(attributes, "beta", 0.5))), (_x, y, attributes) => (y > 0 && y < 1 ? alphaOf(attributes, 0.2) : 0)),
    Tanh: unary(tanh, (_x, y) => 1 - y * y),
    Softplus: unary(softplus, sigmoid),
    Softsign: unary((x) => x / (1 + Math.abs(x)), (x) => 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x)))),
};
