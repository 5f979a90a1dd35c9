/**
 * Friedman's test and Nemenyi's critical difference: whether k methods differ in rank over blocks,
 * and which ones do.
 */
import { checkShare, checkTable } from "./checks.js";
import { chiSquareTails } from "./chi-square.js";
import { incompleteBeta } from "./gamma.js";
import { averageRanks, midranks } from "./ranks.js";
import { studentizedRangeCdf, studentizedRangeQuantile } from "./studentized-range.js";
/**
 * Friedman's test ("The use of ranks to avoid the assumption of normality", 1937) of "all methods
 * have the same mean rank", corrected for ties (Conover, "Practical nonparametric statistics",
 * 1999, section 5.8).
 *
 * @param scores scores[block][method], at least two blocks of three methods (for two methods, use
 *   `wilcoxonTest`)
 * @defaultValue `better`: "higher"
 * @throws InputError for too few blocks or methods, or a score that is not finite
 */
export function friedmanTest(scores, better = "higher") {
    checkTable("friedmanTest", scores, ["block", "method"], 2, 3);
    const { ranks, n } = averageRanks(scores, better);
    const k = ranks.length;
    const between = ranks.reduce((sum, rank) => sum + (rank - (k + 1) / 2) ** 2, 0) * n * n;
    // The ranks' variance about (k + 1)/2 within blocks; without ties n k (k + 1) (k − 1) / 12.
    const within = scores.reduce((sum, row) => sum + midranks([...row]).reduce((s, rank) => s + (rank - (k + 1) / 2) ** 2, 0), 0);
    let smallestP = 1;
    for (let i = 2; i <= k; i++)
        smallestP *= i ** (1 - n);
    if (within === 0)
        return { chiSquare: 0, p: 1, f: 0, pOfF: 1, smallestP, ranks, n, k };
    const chiSquare = ((k - 1) * between) / within;
    const left = n * (k - 1) - chiSquare;
    const f = left > 1e-9 ? ((n - 1) * chiSquare) / left : Number.POSITIVE_INFINITY;
    return {
        chiSquare,
        p: chiSquareTails(chiSquare, k - 1)[1],
        f,
        pOfF: upperF(f, k - 1, (k - 1) * (n - 1)),
        smallestP,
        ranks,
        n,
        k,
    };
}
/** P(F > f) with a and b degrees of freedom (Abramowitz & Stegun 26.6.2). */
function upperF(f, a, b) {
    if (f === Number.POSITIVE_INFINITY)
        return 0;
    return incompleteBeta(b / (b + a * f), b / 2, a / 2, (a * f) / (b + a * f));
}
/**
 * Nemenyi's comparison of all pairs of mean ranks ("Distribution-free multiple comparisons", 1963):
 * CD = q_α(k, ∞) / √2 · √(k (k + 1) / (6 n)), where q is the studentized range (Demšar,
 * "Statistical comparisons of classifiers over multiple data sets", 2006, section 3.2.2). Use it
 * for a critical-difference diagram, after Friedman's test has detected a difference.
 *
 * @param scores scores[block][method]
 * @throws InputError for too few blocks or methods, or a score that is not finite
 * @example
 * import { nemenyiTest } from "stepzero/statistics";
 *
 * // 4 methods on 14 problems
 * const accuracies = Array.from({ length: 14 }, () => [0.91, 0.92, 0.93, 0.94]);
 * nemenyiTest(accuracies).criticalDifference; // → 1.25
 */
export function nemenyiTest(scores, { alpha = 0.05, better = "higher" } = {}) {
    checkTable("nemenyiTest", scores, ["block", "method"], 2, 2);
    checkShare("nemenyiTest: alpha", alpha);
    const { ranks, n } = averageRanks(scores, better);
    const k = ranks.length;
    const unit = unitOf(k, n);
    const p = ranks.map((a) => ranks.map((b) => Math.max(0, 1 - studentizedRangeCdf(Math.abs(a - b) / unit, k))));
    return { ranks, criticalDifference: criticalDifference(k, n, alpha), alpha, p, n, k };
}
/** Nemenyi's critical difference of the mean ranks of k methods in n blocks. */
export function criticalDifference(k, n, alpha = 0.05) {
    return studentizedRangeQuantile(1 - alpha, k) * unitOf(k, n);
}
/** The standard error of a difference of mean ranks, over √2. */
function unitOf(k, n) {
    return Math.sqrt((k * (k + 1)) / (12 * n));
}
