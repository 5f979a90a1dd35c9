/**
 * How many seeds a paired comparison needs, and how little a pilot of a few seeds tells about that.
 */
import { normalQuantile } from "../random/index.js";
import { checkCount, checkPositive, checkShare } from "./checks.js";
import { chiSquareQuantile, spreadInterval } from "./chi-square.js";
import { noncentralTCdf } from "./noncentral-t.js";
import { tQuantile } from "./student-t.js";
/**
 * The chance that the two-sided paired t test of n seeds detects a true difference: 1 − F(t) +
 * F(−t), where F is the noncentral t with δ = √n difference / sd (Cohen, "Statistical power
 * analysis for the behavioral sciences", 1988, section 2).
 *
 * @param n paired seeds, at least 2
 * @param difference the true mean difference
 * @param sd standard deviation of the differences, above 0
 * @defaultValue `alpha`: 0.05
 * @throws InputError if n, sd or alpha is out of range
 * @example
 * import { pairedPower } from "stepzero/statistics";
 *
 * pairedPower(22, 0.3, 0.48); // → 0.80
 */
export function pairedPower(n, difference, sd, alpha = 0.05) {
    checkCount("pairedPower: n", n, 2);
    checkPositive("pairedPower: sd", sd);
    checkShare("pairedPower: alpha", alpha);
    const critical = tQuantile(1 - alpha / 2, n - 1);
    const delta = (Math.sqrt(n) * Math.abs(difference)) / sd;
    return 1 - noncentralTCdf(critical, n - 1, delta) + noncentralTCdf(-critical, n - 1, delta);
}
/** From here on normal and t agree to about one seed, and nobody runs that many. */
const LARGE = 20_000;
/**
 * The fewest paired seeds that detect a true `difference` with chance `power`. At least 2; above
 * 20,000 by the normal distribution.
 *
 * @param difference the true mean difference, not 0
 * @param sd standard deviation of the differences
 * @throws InputError if an argument is out of range
 * @example
 * import { seedsNeeded } from "stepzero/statistics";
 *
 * seedsNeeded(0.3, 0.47); // → 22
 */
export function seedsNeeded(difference, sd, { alpha = 0.05, power = 0.8 } = {}) {
    checkPositive("seedsNeeded: the size of the difference", Math.abs(difference));
    checkShare("seedsNeeded: alpha", alpha);
    checkShare("seedsNeeded: power", power);
    if (sd === 0)
        return 2;
    checkPositive("seedsNeeded: sd", sd);
    const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
    const byNormal = Math.ceil(((z * sd) / difference) ** 2);
    if (byNormal > LARGE)
        return byNormal;
    const enough = (n) => pairedPower(n, difference, sd, alpha) >= power;
    let low = 1;
    let high = Math.max(2, byNormal);
    while (!enough(high))
        [low, high] = [high, 2 * high];
    while (high - low > 1) {
        const n = (low + high) >> 1;
        if (enough(n))
            high = n;
        else
            low = n;
    }
    return high;
}
/**
 * Seeds needed according to a pilot, with an interval: `seedsNeeded` at either end of the χ²
 * interval of its standard deviation. An answer of 22 from five seeds has a 90 % interval from 11
 * to 111.
 *
 * @param difference the true mean difference, not 0
 * @param pilot standard deviation of the paired differences, and the number of seeds behind it
 * @throws InputError if an argument is out of range
 */
export function seedsNeededFromPilot(difference, pilot, { alpha = 0.05, power = 0.8, level = 0.9 } = {}) {
    const spread = spreadInterval(pilot.sd, pilot.n, level);
    const at = (sd) => seedsNeeded(difference, sd, { alpha, power });
    return {
        seeds: at(pilot.sd),
        low: at(spread.low),
        high: at(spread.high),
        level,
        difference,
        alpha,
        power,
        n: pilot.n,
    };
}
/**
 * The reverse: if `seeds` are truly needed, the answers that a share `level` of pilots with n seeds
 * give, with equal shares below and above. Seeds needed grow with the variance, so the ends are
 * quantiles of seeds · χ²(n − 1) / (n − 1), rounded.
 *
 * @param seeds the true number of seeds needed
 * @param n number of seeds in each pilot
 * @defaultValue `level`: 0.9
 * @throws InputError if an argument is out of range
 * @example
 * import { pilotAnswers } from "stepzero/statistics";
 *
 * const { low, high } = pilotAnswers(22, 5);
 * [low, high]; // → [4, 52]
 */
export function pilotAnswers(seeds, n, level = 0.9) {
    checkPositive("pilotAnswers: seeds", seeds);
    checkCount("pilotAnswers: n", n, 2);
    checkShare("pilotAnswers: level", level);
    const end = (p) => Math.round((seeds * chiSquareQuantile(p, n - 1)) / (n - 1));
    return { low: end((1 - level) / 2), high: end((1 + level) / 2), level, n };
}
