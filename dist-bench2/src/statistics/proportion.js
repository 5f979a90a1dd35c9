/**
 * Rates: how often a method diverges or gets stuck, and how precisely a few runs determine that.
 */
import { InputError } from "../errors.js";
import { normalQuantile } from "../random/index.js";
import { bisect } from "./bisect.js";
import { checkCount, checkShare } from "./checks.js";
import { incompleteBeta } from "./gamma.js";
/**
 * The rate of `failures` among `runs`, with an interval. `wilson` (Wilson, "Probable inference",
 * 1927) has about its nominal coverage on average. `clopper-pearson` (Clopper & Pearson, "The use
 * of confidence or fiducial limits", 1934) never has less, and is longer. No failure in 5 runs is
 * compatible with a rate of 43 %.
 *
 * @throws InputError unless 0 ≤ failures ≤ runs, runs ≥ 1
 * @example
 * import { failureRate } from "stepzero/statistics";
 *
 * const { rate, low, high } = failureRate(0, 5);
 * [rate, low, high]; // → [0, 0, 0.434]
 */
export function failureRate(failures, runs, { level = 0.95, method = "wilson", } = {}) {
    checkCount("failureRate: runs", runs, 1);
    checkCount("failureRate: failures", failures, 0);
    if (failures > runs)
        throw new InputError(`failureRate: got ${failures} failures of ${runs} runs.`);
    checkShare("failureRate: level", level);
    const [low, high] = (method === "wilson" ? wilson : clopperPearson)(failures, runs, level);
    return { rate: failures / runs, low, high, count: failures, n: runs, level, method };
}
/**
 * The highest rate of something that n runs miss altogether with a chance of 5 %: the one-sided
 * bound of Clopper & Pearson for none of n. Five runs can miss what happens in 45 % of them.
 */
export function missableRate(n) {
    checkCount("missableRate: n", n, 1);
    return 1 - 0.05 ** (1 / n);
}
function wilson(count, n, level) {
    const z = normalQuantile((1 + level) / 2);
    const square = z * z;
    const center = (count + square / 2) / (n + square);
    const margin = (z / (n + square)) * Math.sqrt((count * (n - count)) / n + square / 4);
    return [count === 0 ? 0 : center - margin, count === n ? 1 : center + margin];
}
/** Beta quantiles: P(at least `count` | low) = P(at most `count` | high) = (1 − level) / 2. */
function clopperPearson(count, n, level) {
    const half = (1 - level) / 2;
    const low = count === 0 ? 0 : bisect(0, 1, (p) => incompleteBeta(p, count, n - count + 1) > half);
    const high = count === n ? 1 : bisect(0, 1, (p) => incompleteBeta(1 - p, n - count, count + 1, p) < half);
    return [low, high];
}
