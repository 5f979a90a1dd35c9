/** The logarithm of the gamma function, and the regularized incomplete beta and gamma functions. */
import { exp, log } from "../random/elementary.js";
const HALF_LOG_TWO_PI = 0.9189385332046727;
/**
 * ln Γ(x) for x > 0, by Stirling's series at x + m ≥ 12 and the recurrence Γ(x + 1) = x Γ(x) down
 * to x (Abramowitz & Stegun 1964, 6.1.40 and 6.1.15).
 */
export function logGamma(x) {
    let product = 1;
    while (x < 12)
        product *= x++;
    const r = 1 / (x * x);
    // Bernoulli numbers: B₂ₖ / (2k (2k − 1) x^(2k−1)); the first omitted term is below 2e-16.
    const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360 - r / 156)))))) / x;
    return (x - 0.5) * log(x) - x + HALF_LOG_TWO_PI + series - log(product);
}
/**
 * I_x(a, b), the distribution function of Beta(a, b) at x, by the continued fraction of Abramowitz
 * & Stegun (1964, 26.5.8). It is evaluated forwards (Lentz 1976), on the side of the mean where it
 * converges fast.
 *
 * @param x from 0 to 1
 * @param a above 0
 * @param b above 0
 * @param rest 1 − x, for callers that can compute it without cancellation
 * @throws RangeError outside the domain
 */
export function incompleteBeta(x, a, b, rest = 1 - x) {
    if (!(a > 0 && b > 0 && x >= 0 && x <= 1))
        throw new RangeError(`incompleteBeta: x ${x}, a ${a}, b ${b}`);
    if (x === 0 || rest === 0)
        return x === 0 ? 0 : 1;
    // Either side may do near the mean; choosing twice could go on for ever, as x + rest is rounded.
    return x > (a + 1) / (a + b + 2) ? 1 - lowerBeta(rest, b, a, x) : lowerBeta(x, a, b, rest);
}
/** The same by the fraction at x itself. */
function lowerBeta(x, a, b, rest) {
    const front = exp(a * log(x) + b * log(rest) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
    // 1 / (1 + d₁ / (1 + d₂ / (1 + …))), as a product of ratios of successive numerators and
    // denominators.
    let denominator = 1 / (1 - ((a + b) * x) / (a + 1));
    let numerator = 1;
    let value = denominator;
    for (let m = 1; m < 10_000; m++) {
        const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
        const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
        denominator = 1 / (1 + even * denominator);
        numerator = 1 + even / numerator;
        value *= denominator * numerator;
        denominator = 1 / (1 + odd * denominator);
        numerator = 1 + odd / numerator;
        const step = denominator * numerator;
        value *= step;
        if (Math.abs(step - 1) < 1e-16)
            break;
    }
    return front * value;
}
/**
 * Both halves of the regularized incomplete gamma function, [P(a, x), Q(a, x)] with P + Q = 1. The
 * smaller one is accurate to all its digits. Up to x = a + 1 it is the series of Abramowitz &
 * Stegun (1964, 6.5.29), beyond it the continued fraction 6.5.31 (Lentz 1976).
 *
 * @param a above 0
 * @param x at least 0
 * @throws RangeError outside the domain
 */
export function incompleteGamma(a, x) {
    if (!(a > 0 && x >= 0))
        throw new RangeError(`incompleteGamma: a ${a}, x ${x}`);
    if (x === 0)
        return [0, 1];
    if (x === Number.POSITIVE_INFINITY)
        return [1, 0];
    const front = exp(a * log(x) - x - logGamma(a));
    if (x < a + 1) {
        let term = 1 / a;
        let sum = term;
        for (let n = 1; term > sum * 1e-17; n++) {
            term *= x / (a + n);
            sum += term;
        }
        return [front * sum, 1 - front * sum];
    }
    // 1 / (x + 1 − a − 1(1 − a) / (x + 3 − a − 2(2 − a) / (x + 5 − a − …))), as a product of ratios.
    let b = x + 1 - a;
    let c = Number.MAX_VALUE;
    let d = 1 / b;
    let value = d;
    for (let n = 1; n < 100_000; n++) {
        const numerator = -n * (n - a);
        b += 2;
        d = 1 / (b + numerator * d);
        c = b + numerator / c;
        value *= c * d;
        if (Math.abs(c * d - 1) < 1e-16)
            break;
    }
    return [1 - front * value, front * value];
}
