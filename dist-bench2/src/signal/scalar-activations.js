import { exp } from "../random/elementary.js";
import { normalCdf, normalDensity } from "../random/index.js";
import { expMinusOne, sigmoid, softplus, tanh, tanhshrink } from "./scalar-functions.js";
const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;
/** ½·x·(1 + tanh u) with u = c·(x + a·x³). */
const GELU_C = Math.sqrt(2 / Math.PI);
const GELU_A = 0.044715;
const geluTanh = (x) => tanh(GELU_C * (x + GELU_A * x * x * x));
/** x·sigmoid(βx) and its derivative. */
const swish = (beta) => ({
    value: (x) => x * sigmoid(beta * x),
    derivative: (x) => sigmoid(beta * x) * (1 + beta * x * sigmoid(-beta * x)),
});
const clip = (x, low, high) => Math.max(low, Math.min(high, x));
const inside = (x, low, high) => (x >= low && x <= high ? 1 : 0);
const functions = {
    linear: { value: (x) => x, derivative: () => 1 },
    relu: { value: (x) => Math.max(x, 0), derivative: (x) => (x > 0 ? 1 : 0) },
    "leaky-relu": { value: (x) => (x >= 0 ? x : 0.01 * x), derivative: (x) => (x >= 0 ? 1 : 0.01) },
    elu: { value: (x) => (x >= 0 ? x : expMinusOne(x)), derivative: (x) => (x >= 0 ? 1 : exp(x)) },
    selu: {
        value: (x) => SELU_SCALE * (x >= 0 ? x : SELU_ALPHA * expMinusOne(x)),
        derivative: (x) => SELU_SCALE * (x >= 0 ? 1 : SELU_ALPHA * exp(x)),
    },
    gelu: { value: (x) => x * normalCdf(x), derivative: (x) => normalCdf(x) + x * normalDensity(x) },
    "gelu-tanh": {
        value: (x) => (x / 2) * (1 + geluTanh(x)),
        derivative: (x) => {
            const t = geluTanh(x);
            return (1 + t) / 2 + (x / 2) * (1 - t * t) * GELU_C * (1 + 3 * GELU_A * x * x);
        },
    },
    "quick-gelu": swish(1.702),
    silu: swish(1),
    mish: {
        value: (x) => x * tanh(softplus(x)),
        derivative: (x) => {
            const t = tanh(softplus(x));
            return t + x * (1 - t * t) * sigmoid(x);
        },
    },
    softplus: { value: softplus, derivative: sigmoid },
    sigmoid: { value: sigmoid, derivative: (x) => sigmoid(x) * sigmoid(-x) },
    tanh: { value: tanh, derivative: (x) => 1 - tanh(x) * tanh(x) },
    relu6: { value: (x) => clip(x, 0, 6), derivative: (x) => inside(x, 0, 6) },
    "squared-relu": { value: (x) => Math.max(x, 0) ** 2, derivative: (x) => 2 * Math.max(x, 0) },
    "hard-tanh": { value: (x) => clip(x, -1, 1), derivative: (x) => inside(x, -1, 1) },
    "hard-sigmoid": { value: (x) => clip(x / 6 + 0.5, 0, 1), derivative: (x) => (x > -3 && x < 3 ? 1 / 6 : 0) },
    "hard-swish": {
        value: (x) => x * clip(x / 6 + 0.5, 0, 1),
        derivative: (x) => (x >= 3 ? 1 : x <= -3 ? 0 : x / 3 + 0.5),
    },
    softsign: {
        value: (x) => x / (1 + Math.abs(x)),
        derivative: (x) => 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))),
    },
    "log-sigmoid": { value: (x) => -softplus(-x), derivative: (x) => sigmoid(-x) },
    tanhshrink: { value: tanhshrink, derivative: (x) => tanh(x) * tanh(x) },
    sin: { value: Math.sin, derivative: Math.cos },
    // The derivative is that of clip(x, −1, 1), by which it trains: its true one is 0.
    step: { value: (x) => (x > 0 ? 1 : 0), derivative: (x) => (Math.abs(x) <= 1 ? 1 : 0), surrogate: true },
};
/**
 * The built-in activations by name, without softmax, which is no function of one number. The same
 * bits in every engine, but for sin, which is the engine's. What else there is to say of each
 * stands in the table `activations` (`src/network/activations/activations.ts`), which refers to
 * these.
 */
export const scalarActivations = functions;
