/**
 * Two methods compared seed by seed. What their runs share (order, masks, augmentation) cancels in
 * the differences.
 */
import { checkShare, checkValues } from "./checks.js";
import { sampleStd } from "./descriptive.js";
import { tCdf } from "./student-t.js";
import { tInterval } from "./t-interval.js";
/**
 * The differences a − b at the seeds that both have. A seed whose run failed under either method
 * drops out.
 *
 * @param a figures by seed
 * @param b figures by seed
 * @example
 * import { pairBySeed } from "stepzero/statistics";
 *
 * const he = new Map([[0, 0.98], [1, 0.97]]);
 * const glorot = new Map([[1, 0.96], [2, 0.99]]);
 * pairBySeed(he, glorot); // → { seeds: [1], differences: [0.01] }
 */
export function pairBySeed(a, b) {
    const seeds = [...a.keys()].filter((seed) => b.has(seed));
    return { seeds, differences: seeds.map((seed) => a.get(seed) - b.get(seed)) };
}
/**
 * The paired t test (Student, "The probable error of a mean", 1908) of "the mean difference is
 * zero", two-sided, with the t interval of the mean: t = mean / (s / √n) on n − 1 degrees of
 * freedom. It is the right primary test for few seeds: at n = 5 no rank test gets below 0.0625.
 *
 * Differences that are all the same have no spread. If all are zero, p = 1; if all equal another
 * value, t = ±∞ and p = 0, which is not to be believed: `judge` uses the permutation test instead.
 *
 * @param differences one per seed (`pairBySeed`)
 * @defaultValue `level`: 0.95
 * @throws InputError for fewer than two differences, one that is not finite, or a level outside (0,
 *   1)
 */
export function pairedTTest(differences, level = 0.95) {
    checkValues("pairedTTest", differences, 2);
    checkShare("pairedTTest: level", level);
    const n = differences.length;
    if (!vary(differences)) {
        const same = differences[0];
        const t = same === 0 ? 0 : same * Number.POSITIVE_INFINITY;
        return { mean: same, low: same, high: same, level, sd: 0, t, p: same === 0 ? 1 : 0, n };
    }
    const { mean, low, high } = tInterval(differences, level);
    const sd = sampleStd(differences);
    const t = (mean / sd) * Math.sqrt(n);
    return { mean, low, high, level, sd, t, p: 2 * tCdf(-Math.abs(t), n - 1), n };
}
/** Whether values differ by more than the rounding errors of subtracting two accuracies. */
export function vary(values) {
    const largest = values.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
    return values.some((x) => Math.abs(x - values[0]) > 1e-10 * largest);
}
