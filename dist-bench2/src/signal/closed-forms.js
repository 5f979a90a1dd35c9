/**
 * Means of built-in activations that elementary functions express, for pre-activations of variance
 * q. The second moment is the product at correlation 1.
 *
 * The products of ReLU, step and squared ReLU are the arc-cosine kernels of degree 1, 0 and 2 (Cho
 * and Saul 2009, "Kernel methods for deep learning"). That of GELU follows from Stein's lemma and
 * the orthant probability ¼ + asin ρ / 2π.
 */
import { exp } from "../random/elementary.js";
import { expMinusOne } from "./scalar-functions.js";
const LEAK = 0.01;
/** π − arccos c, without loss of digits near c = −1. */
const supplement = (c) => Math.atan2(Math.sqrt((1 - c) * (1 + c)), -c);
/** Σ from k = first of (−1)^(k + first) factor(k) x^(2k + 1) / (2k + 1)!. */
function series(x, first, factor) {
    let term = x;
    for (let k = 1; k <= first; k++)
        term *= (x * x) / (2 * k * (2 * k + 1));
    let sum = 0;
    for (let k = first; k < first + 12; k++) {
        sum += factor(k) * term;
        term *= (-x * x) / ((2 * k + 2) * (2 * k + 3));
    }
    return sum;
}
/** Angles below this are summed as series, where the closed form loses digits. */
const SMALL = 0.5;
/** E max(0, x) max(0, y) for variance 1. */
function reluProduct(c) {
    const t = supplement(c);
    return (t < SMALL ? series(t, 1, (k) => 2 * k) : Math.sin(t) - t * Math.cos(t)) / (2 * Math.PI);
}
/** E max(0, x)² max(0, y)² for variance 1. */
function squaredReluProduct(c) {
    const t = supplement(c);
    const sum = t < SMALL ? series(2 * t, 2, (k) => k - 1) : t * (1 + 2 * Math.cos(t) ** 2) - 3 * Math.sin(t) * Math.cos(t);
    return sum / (2 * Math.PI);
}
/** ¼ + asin(q c / (1 + q)) / 2π, the mean of Φ(x) Φ(y), and √((1 + q)² − q² c²). */
function orthant(q, c) {
    const root = Math.sqrt((1 + q * (1 - c)) * (1 + q * (1 + c)));
    return { probability: 0.25 + Math.atan2(q * c, root) / (2 * Math.PI), root };
}
function geluProduct(q, c) {
    const { probability, root } = orthant(q, c);
    const density = (q * (1 + c * c + q * (1 - c) * (1 + c))) / (2 * Math.PI * (1 + q) * root);
    return q * (c * probability + density);
}
function geluSlope(q) {
    const { probability, root } = orthant(q, 1);
    return probability + (q / (2 * Math.PI * root)) * (2 / (1 + q) + 1 / (1 + 2 * q));
}
/** e^−q sinh(q c). */
function sinProduct(q, c) {
    const size = Math.abs(c);
    return (Math.sign(c) * exp(-q * (1 - size)) * -expMinusOne(-2 * q * size)) / 2;
}
const table = {
    linear: { mean: () => 0, product: (q, c) => q * c, slope: () => 1 },
    relu: {
        mean: (q) => Math.sqrt(q / (2 * Math.PI)),
        product: (q, c) => q * reluProduct(c),
        slope: () => 0.5,
    },
    "leaky-relu": {
        mean: (q) => (1 - LEAK) * Math.sqrt(q / (2 * Math.PI)),
        product: (q, c) => q * (LEAK * c + (1 - LEAK) * (1 - LEAK) * reluProduct(c)),
        slope: () => (1 + LEAK * LEAK) / 2,
    },
    "squared-relu": {
        mean: (q) => q / 2,
        product: (q, c) => q * q * squaredReluProduct(c),
        slope: (q) => 2 * q,
    },
    step: { mean: () => 0.5, product: (_, c) => supplement(c) / (2 * Math.PI) },
    sin: { mean: () => 0, product: sinProduct, slope: (q) => (1 + exp(-2 * q)) / 2 },
    gelu: {
        mean: (q) => q / Math.sqrt(2 * Math.PI * (1 + q)),
        product: geluProduct,
        slope: geluSlope,
    },
};
/** The closed forms of a built-in activation by its name; none for other activations. */
export function closedFormOf(activation) {
    return typeof activation === "string" && Object.hasOwn(table, activation) ? table[activation] : undefined;
}
