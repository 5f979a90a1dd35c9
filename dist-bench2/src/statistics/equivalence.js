/**
 * The test that a difference is too small to matter. A test without a detectable difference does
 * not show that.
 */
import { checkPositive, checkShare, checkValues } from "./checks.js";
import { pairedTTest } from "./paired.js";
import { chanceOfHeads, medianInterval } from "./sign.js";
import { tCdf } from "./student-t.js";
/**
 * Two one-sided paired t tests (Schuirmann, "A comparison of the two one-sided tests procedure and
 * the power approach", 1987) of "the mean difference is −margin or less" and "margin or more".
 * Rejecting both shows that it lies between. The margin is a judgement: the largest difference that
 * would not change a reader's decision. Choose it before you look at the results.
 *
 * Differences that are all the same have no spread, and the t tests would be certain: the median's
 * test judges them.
 *
 * @param differences one per seed
 * @param margin above 0, in the units of the differences
 * @defaultValue `alpha`: 0.05
 * @throws InputError for fewer than two differences, margin ≤ 0, or alpha outside (0, ½)
 * @example
 * import { equivalenceTest } from "stepzero/statistics";
 *
 * const differences = [0.001, -0.0005, 0.0002, 0.0004, -0.0008];
 * equivalenceTest(differences, 0.003).equivalent; // → true
 */
export function equivalenceTest(differences, margin, alpha = 0.05) {
    check("equivalenceTest", differences, margin, alpha);
    const level = 1 - 2 * alpha;
    const { mean: center, low, high, sd, n } = pairedTTest(differences, level);
    if (sd === 0)
        return medianEquivalenceTest(differences, margin, alpha);
    const beyond = (distance) => tCdf((-distance / sd) * Math.sqrt(n), n - 1);
    const p = Math.max(beyond(margin - center), beyond(margin + center));
    return { basis: "mean", p, equivalent: p <= alpha, margin, alpha, center, low, high, level, n };
}
/**
 * The same of the median difference, by two one-sided sign tests. It holds for every shape of the
 * differences. n of them give no p below 2^−n: 0.125 at n = 3, 0.03125 at n = 5.
 *
 * @param differences one per seed
 * @param margin above 0, in the units of the differences
 * @defaultValue `alpha`: 0.05
 * @throws InputError for fewer than two differences, margin ≤ 0, or alpha outside (0, ½)
 * @example
 * import { medianEquivalenceTest } from "stepzero/statistics";
 *
 * medianEquivalenceTest([0, 0, 0], 0.003).p; // → 0.125
 */
export function medianEquivalenceTest(differences, margin, alpha = 0.05) {
    check("medianEquivalenceTest", differences, margin, alpha);
    const { median: center, low, high, level, n } = medianInterval(differences, 1 - 2 * alpha);
    const { above, below } = countWithin(differences, margin);
    const p = chanceOfHeads(Math.min(above, below), n);
    return { basis: "median", p, equivalent: p <= alpha, margin, alpha, center, low, high, level, n };
}
/** How many differences lie above −margin, and how many below margin. */
export function countWithin(differences, margin) {
    return {
        above: differences.filter((d) => d > -margin).length,
        below: differences.filter((d) => d < margin).length,
    };
}
function check(name, differences, margin, alpha) {
    checkValues(name, differences, 2);
    checkPositive(`${name}: margin`, margin);
    checkShare(`${name}: alpha`, alpha);
    if (alpha >= 0.5)
        checkShare(`${name}: 2 alpha`, 2 * alpha);
}
