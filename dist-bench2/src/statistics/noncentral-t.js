/** The noncentral t distribution: that of a t statistic when there is a true difference. */
import { exp, log } from "../random/elementary.js";
import { normalCdf, normalDensity } from "../random/index.js";
import { chiSquareTails } from "./chi-square.js";
import { incompleteBeta, logGamma } from "./gamma.js";
import { tCdf } from "./student-t.js";
/** From here on the series would need thousands of terms. */
const LARGE = 200;
/**
 * P(T ≤ t) for T = (Z + δ) / √(χ²/df), within 1e-12 absolute.
 *
 * For t ≥ 0 and x = t² / (t² + df), λ = δ²/2, it is Φ(−δ) + ½ Σ_j [ e^−λ λ^j / j! · I_x(j + ½,
 * df/2) + δ/√2 · e^−λ λ^j / Γ(j + 3/2) · I_x(j + 1, df/2) ] (Lenth, "Algorithm AS 243: cumulative
 * distribution function of the non-central t distribution", 1989, equation 1). The sum starts at
 * its largest weight and goes outwards (Benton & Krishnamoorthy 2003), so that a large δ does not
 * underflow. Beyond δ = 200 that takes too many terms, and an integral replaces it. Below zero, P(T
 * ≤ t; δ) = 1 − P(T ≤ −t; −δ).
 *
 * @param df degrees of freedom
 * @param delta noncentrality δ
 * @throws RangeError unless df > 0 and δ is finite
 */
export function noncentralTCdf(t, df, delta) {
    if (!(df > 0 && df < Number.POSITIVE_INFINITY && Number.isFinite(delta))) {
        throw new RangeError(`noncentral t: degrees of freedom ${df} must be above 0 and finite, noncentrality ${delta} finite`);
    }
    if (Number.isNaN(t))
        return t;
    const lambda = (delta * delta) / 2;
    if (lambda === 0)
        return tCdf(t, df);
    if (t < 0)
        return 1 - noncentralTCdf(-t, df, -delta);
    const square = t * t;
    if (square === Number.POSITIVE_INFINITY)
        return 1;
    if (Math.abs(delta) > LARGE)
        return delta < 0 ? 1 : averagedOverNumerator(t, df, delta);
    const x = square / (square + df);
    const rest = df / (square + df);
    const logLambda = log(lambda);
    const weight = (j, shift) => exp(j * logLambda - lambda - logGamma(j + shift));
    const term = (j) => {
        const even = weight(j, 1);
        const odd = (delta / Math.SQRT2) * weight(j, 1.5);
        const value = even * incompleteBeta(x, j + 0.5, df / 2, rest) + odd * incompleteBeta(x, j + 1, df / 2, rest);
        return [even + Math.abs(odd), value];
    };
    const mode = Math.floor(lambda);
    let sum = 0;
    for (const step of [1, -1]) {
        for (let j = step > 0 ? mode : mode - 1; j >= 0; j += step) {
            const [size, value] = term(j);
            sum += value;
            if (size < 1e-18)
                break;
        }
    }
    return Math.max(0, Math.min(1, normalCdf(-delta) + sum / 2));
}
/**
 * The mean over z of P(χ² ≥ df ((z + δ) / t)²), by the trapezoid rule, for t ≥ 0 and δ so large
 * that z + δ never falls below zero.
 */
function averagedOverNumerator(t, df, delta) {
    if (t === 0)
        return 0;
    const step = 0.1;
    let sum = 0;
    for (let z = -8.5; z <= 8.5; z += step) {
        sum += normalDensity(z) * chiSquareTails(df * ((z + delta) / t) ** 2, df)[1];
    }
    return Math.min(1, sum * step);
}
