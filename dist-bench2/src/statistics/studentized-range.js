/**
 * The studentized range: the distance from the smallest to the largest of k normal means, in units
 * of their standard deviation.
 */
import { exp, log } from "../random/elementary.js";
import { normalCdf, normalDensity } from "../random/index.js";
import { bisectUp } from "./bisect.js";
import { logGamma } from "./gamma.js";
/**
 * P(range / s ≤ q) of k independent standard normals, with an independent s² from χ²/df (df
 * infinite: s = 1). Within 1e-10.
 *
 * It is k ∫ φ(z) [Φ(z) − Φ(z − q)]^(k−1) dz over the largest value z, averaged over s = e^u. Both
 * integrals use the trapezoid rule, which converges exponentially for such smooth and fast falling
 * functions (Trefethen & Weideman, "The exponentially convergent trapezoidal rule", 2014).
 *
 * @param k number of means
 * @defaultValue `df`: infinite
 * @throws RangeError unless k is an integer from 2 up and df > 0
 */
export function studentizedRangeCdf(q, k, df = Number.POSITIVE_INFINITY) {
    check(k, df);
    if (!(q > 0))
        return Number.isNaN(q) ? q : 0;
    if (q === Number.POSITIVE_INFINITY)
        return 1;
    const points = pointsFor(k);
    if (df === Number.POSITIVE_INFINITY)
        return rangeCdf(q, k, points);
    // The density of u = ln s is 2 (df/2)^(df/2) / Γ(df/2) · exp(df (u − e^(2u)/2)). Its maximum is
    // at u = 0, its width 1/√(2 df).
    const constant = Math.LN2 + (df / 2) * log(df / 2) - logGamma(df / 2);
    const step = 0.15 / Math.sqrt(Math.max(df, 1));
    let sum = 0;
    for (const direction of [1, -1]) {
        for (let i = direction > 0 ? 0 : 1;; i++) {
            const s = exp(direction * i * step);
            const weight = exp(constant + df * (direction * i * step - (s * s) / 2));
            const value = weight * rangeCdf(q * s, k, points);
            sum += value;
            if (i > 0 && value < 1e-16 && weight < 1)
                break;
        }
    }
    return Math.min(1, sum * step);
}
/**
 * The q with P(range / s ≤ q) = p.
 *
 * @defaultValue `df`: infinite
 * @throws RangeError unless 0 ≤ p < 1, k is an integer from 2 up, and df > 0
 * @example
 * import { studentizedRangeQuantile } from "stepzero/statistics";
 *
 * // The factor of Nemenyi's test for four methods (Demšar 2006, table 5):
 * studentizedRangeQuantile(0.95, 4) / Math.SQRT2; // → 2.569
 */
export function studentizedRangeQuantile(p, k, df = Number.POSITIVE_INFINITY) {
    check(k, df);
    if (!(p >= 0 && p < 1))
        throw new RangeError(`studentizedRangeQuantile: p must be from 0 to below 1, got ${p}`);
    if (p === 0)
        return 0;
    return bisectUp(0, 4, (q) => studentizedRangeCdf(q, k, df) > p);
}
/**
 * The points of the trapezoid rule over the largest of k, with everything that does not depend on
 * q.
 */
function pointsFor(k) {
    const step = 0.8 / Math.sqrt(k + 8); // the error is about exp(−2π² / (k step²))
    const points = [];
    for (let z = -8.5; z <= 8.5; z += step) {
        points.push({ z, weight: k * step * normalDensity(z), below: normalCdf(z), above: normalCdf(-z) });
    }
    return points;
}
function rangeCdf(q, k, points) {
    let sum = 0;
    for (const { z, weight, below, above } of points) {
        // Above zero the upper tails have the accurate digits.
        const between = z > 0 && z > q ? normalCdf(q - z) - above : below - normalCdf(z - q);
        sum += weight * between ** (k - 1);
    }
    return Math.min(1, sum);
}
function check(k, df) {
    if (!Number.isSafeInteger(k) || k < 2)
        throw new RangeError(`studentized range: k must be a whole number from 2, got ${k}`);
    if (!(df > 0))
        throw new RangeError(`studentized range: degrees of freedom must be above 0, got ${df}`);
}
