/** Student's t distribution. */
import { incompleteBeta } from "./gamma.js";
/**
 * P(T ≤ t) for Student's t, within 1e-10 relative in both tails (Abramowitz & Stegun 1964, 26.7.1).
 *
 * @param df degrees of freedom, above 0, not necessarily an integer
 * @throws RangeError unless df > 0
 */
export function tCdf(t, df) {
    checkDegrees(df);
    if (Number.isNaN(t))
        return t;
    if (t === 0)
        return 0.5;
    const beyond = tail(Math.abs(t), df);
    return t < 0 ? beyond : 1 - beyond;
}
/**
 * The t with P(T ≤ t) = p, within 1e-10 relative: the number of standard errors in an interval.
 *
 * @param df degrees of freedom, above 0, not necessarily an integer
 * @throws RangeError unless df > 0 and 0 ≤ p ≤ 1
 * @example
 * import { tQuantile } from "stepzero/statistics";
 *
 * tQuantile(0.975, 4); // → 2.776445, for a 95 % interval from five seeds
 */
export function tQuantile(p, df) {
    checkDegrees(df);
    if (!(p >= 0 && p <= 1))
        throw new RangeError(`tQuantile: p must be from 0 to 1, got ${p}`);
    if (p === 0.5)
        return 0;
    if (p > 0.5)
        return p === 1 ? Number.POSITIVE_INFINITY : -tQuantile(1 - p, df);
    if (p === 0)
        return Number.NEGATIVE_INFINITY;
    // Near the middle p − 1/2 has the accurate digits, far out p itself.
    const tooFar = p > 0.25 ? (t) => middle(t, df) > 0.5 - p : (t) => tail(t, df) < p;
    let low = 0;
    let high = 1;
    while (!tooFar(high) && high < Number.MAX_VALUE / 2)
        [low, high] = [high, 2 * high];
    for (;;) {
        const t = low + (high - low) / 2;
        if (t <= low || t >= high)
            return -t;
        if (tooFar(t))
            high = t;
        else
            low = t;
    }
}
/** P(T > t) for t > 0. */
function tail(t, df) {
    const square = t * t;
    if (square === Number.POSITIVE_INFINITY)
        return 0;
    return 0.5 * incompleteBeta(df / (df + square), df / 2, 0.5, square / (df + square));
}
/** P(0 < T < t) for t > 0. */
function middle(t, df) {
    const square = t * t;
    return 0.5 * incompleteBeta(square / (df + square), 0.5, df / 2, df / (df + square));
}
function checkDegrees(df) {
    if (!(df > 0 && df < Number.POSITIVE_INFINITY)) {
        throw new RangeError(`Student's t: degrees of freedom must be above 0 and finite, got ${df}`);
    }
}
