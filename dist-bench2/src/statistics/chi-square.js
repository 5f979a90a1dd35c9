/** The chi-square distribution, and the interval of a standard deviation. */
import { bisectUp } from "./bisect.js";
import { checkCount, checkShare } from "./checks.js";
import { incompleteGamma } from "./gamma.js";
/**
 * The two tails [P(X ≤ x), P(X > x)] of the chi-square distribution. The smaller one is accurate to
 * all its digits (Abramowitz & Stegun, "Handbook of mathematical functions", 1964, 26.4.19).
 *
 * @param df degrees of freedom, above 0
 * @throws RangeError unless df > 0
 */
export function chiSquareTails(x, df) {
    if (!(df > 0))
        throw new RangeError(`chi-square: degrees of freedom must be above 0, got ${df}`);
    return x <= 0 ? [0, 1] : incompleteGamma(df / 2, x / 2);
}
/**
 * The x with P(X ≤ x) = p.
 *
 * @throws RangeError unless df > 0 and 0 ≤ p ≤ 1
 */
export function chiSquareQuantile(p, df) {
    if (!(p >= 0 && p <= 1))
        throw new RangeError(`chiSquareQuantile: p must be from 0 to 1, got ${p}`);
    if (p === 0)
        return 0;
    if (p === 1)
        return Number.POSITIVE_INFINITY;
    const tooFar = (x) => (p <= 0.5 ? chiSquareTails(x, df)[0] > p : chiSquareTails(x, df)[1] < 1 - p);
    return bisectUp(0, df, tooFar);
}
/**
 * How precisely n normal values determine their standard deviation: s √((n − 1) / χ²). It is exact
 * for normal values only; heavy tails make the interval far too short (docs/statistics.md has the
 * table).
 *
 * @param sd sample standard deviation, with n − 1
 * @param n number of values, at least 2
 * @defaultValue `level`: 0.95
 * @throws InputError if n or level is out of range
 * @example
 * import { spreadInterval } from "stepzero/statistics";
 *
 * const { low, high } = spreadInterval(0.5, 5);
 * [low, high]; // → [0.2996, 1.4368]
 */
export function spreadInterval(sd, n, level = 0.95) {
    checkCount("spreadInterval: n", n, 2);
    checkShare("spreadInterval: level", level);
    const df = n - 1;
    const limit = (p) => sd * Math.sqrt(df / chiSquareQuantile(p, df));
    return { sd, low: limit(0.5 + level / 2), high: limit(0.5 - level / 2), n, level };
}
