/**
 * Elementary functions that activations are made of. Built of + − × ÷ and the random streams' own
 * exp and log, so they are the same bits in every engine.
 */
import { exp, log } from "../random/elementary.js";
import { normalCdf } from "../random/index.js";
/** 1 / (1 + e^−x). */
export const sigmoid = (x) => (x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)));
/** The hyperbolic tangent. */
export function tanh(x) {
    // (e^2x − 1) would lose digits.
    if (Math.abs(x) < 0.1)
        return x / (1 + tanhFraction(x));
    const shrunk = exp(-2 * Math.abs(x));
    const size = (1 - shrunk) / (1 + shrunk);
    return x < 0 ? -size : size;
}
/** x / tanh(x) − 1, by the continued fraction x² / (3 + x² / (5 + x² / (7 + …))); for |x| ≤ 1. */
function tanhFraction(x) {
    let below = 25;
    for (let n = 23; n >= 3; n -= 2)
        below = n + (x * x) / below;
    return (x * x) / below;
}
/** x − tanh(x). */
export function tanhshrink(x) {
    if (Math.abs(x) > 1)
        return x - tanh(x);
    const fraction = tanhFraction(x);
    return (x * fraction) / (1 + fraction);
}
/** log(1 + e^x). */
export function softplus(x) {
    const small = exp(-Math.abs(x));
    return Math.max(x, 0) + logOnePlus(small);
}
/** log(1 + y) for 0 ≤ y ≤ 1, also where 1 + y rounds y away. */
function logOnePlus(y) {
    const sum = 1 + y;
    return sum === 1 ? y : (log(sum) * y) / (sum - 1);
}
/** e^x − 1 for x ≤ 0. */
export function expMinusOne(x) {
    const half = tanh(x / 2);
    return (2 * half) / (1 - half);
}
/** The error function, 2 Φ(√2 x) − 1; near 0 by (2 / √π) e^−x² (x + 2x³/3 + 4x⁵/15 + …). */
export function erf(x) {
    if (!(Math.abs(x) < 1))
        return 2 * normalCdf(x * Math.SQRT2) - 1;
    let term = x;
    let sum = x;
    for (let n = 3; n < 50; n += 2) {
        term *= (2 * x * x) / n;
        sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * exp(-x * x) * sum;
}
