/**
 * The exact paired permutation test. If the two methods were the same, each difference could as
 * well have the opposite sign.
 */
import { InputError } from "../errors.js";
import { at, uint32s } from "../random/index.js";
import { checkCount, checkValues } from "./checks.js";
/** Up to this many differences all 2^n sign patterns are counted. */
export const EXACT_UP_TO = 32;
/**
 * The two-sided sign-flip test of "a and b are exchangeable" by the mean difference (Fisher, "The
 * design of experiments", 1935, section 21): the share of the 2^n sign patterns whose |mean| is at
 * least the observed one. It assumes nothing about the distribution. In return p has a floor
 * (`smallestP`): 0.25 at n = 3, 0.0625 at n = 5. So a large p from few seeds proves nothing.
 *
 * Up to n = 32 it is exact: the sums of either half of the differences are sorted, then counted by
 * two pointers. Above, p = (1 + hits) / (1 + draws) over random sign patterns (Phipson & Smyth,
 * "Permutation p-values should never be zero", 2010), which needs `stream`.
 *
 * @param differences one per seed
 * @throws InputError for no differences, one that is not finite, or more than 32 without a stream
 * @example
 * import { permutationTest } from "stepzero/statistics";
 *
 * const { p, smallestP } = permutationTest([0.3, 0.1, 0.4, 0.2, 0.5]);
 * [p, smallestP]; // → [0.0625, 0.0625]
 */
export function permutationTest(differences, options = {}) {
    checkValues("permutationTest", differences);
    const n = differences.length;
    const sizes = differences.map(Math.abs).filter((size) => size > 0);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const sum = differences.reduce((s, d) => s + d, 0);
    // Rounding errors must not distinguish patterns with the same mean.
    const threshold = Math.abs(sum) - 1e-11 * total;
    const common = { smallestP: Math.min(1, 2 / 2 ** sizes.length), mean: sum / n, n };
    if (sizes.length <= EXACT_UP_TO) {
        const p = sizes.length === 0 ? 1 : shareAtLeast(sizes, threshold);
        return { p, method: "exact", standardError: 0, ...common };
    }
    const { stream, draws = 100_000 } = options;
    if (stream === undefined) {
        throw new InputError(`permutationTest: ${sizes.length} differences have too many sign patterns to count; above ${EXACT_UP_TO} give { stream } to draw some at random.`);
    }
    checkCount("permutationTest: draws", draws, 1);
    let hits = 0;
    for (let draw = 0; draw < draws; draw++) {
        const words = uint32s(at(stream, draw), Math.ceil(sizes.length / 32));
        let flipped = 0;
        for (let i = 0; i < sizes.length; i++)
            flipped += (words[i >> 5] >>> (i & 31)) & 1 ? sizes[i] : -sizes[i];
        if (Math.abs(flipped) >= threshold)
            hits++;
    }
    const p = (1 + hits) / (1 + draws);
    return { p, method: "monte-carlo", standardError: Math.sqrt((p * (1 - p)) / draws), ...common };
}
/** The share of sign patterns with |sum| ≥ threshold. */
function shareAtLeast(sizes, threshold) {
    if (threshold <= 0)
        return 1;
    const middle = sizes.length >> 1;
    const left = signedSums(sizes.slice(0, middle));
    const right = signedSums(sizes.slice(middle));
    // By symmetry, p is twice the share of patterns with sum ≥ threshold. As the left sum ascends,
    // more right sums suffice.
    let hits = 0;
    let first = right.length;
    for (const sum of left) {
        while (first > 0 && sum + right[first - 1] >= threshold)
            first--;
        hits += right.length - first;
    }
    return Math.min(1, (2 * hits) / (left.length * right.length));
}
/** The sums of all 2^m sign patterns, ascending. */
function signedSums(sizes) {
    let sums = Float64Array.of(0);
    // Adding a size to an ascending list, and subtracting it, gives two ascending lists to merge.
    for (const size of sizes) {
        const merged = new Float64Array(2 * sums.length);
        for (let i = 0, plus = 0, minus = 0; i < merged.length; i++) {
            const takeMinus = minus < sums.length && sums[minus] - size <= sums[plus] + size;
            merged[i] = takeMinus ? sums[minus++] - size : sums[plus++] + size;
        }
        sums = merged;
    }
    return sums;
}
