/** Wilcoxon's signed-rank test with its exact distribution, ties and zeros included. */
import { normalCdf } from "../random/index.js";
import { checkValues } from "./checks.js";
import { midranks } from "./ranks.js";
/** Above this, the exact distribution costs more time than it is worth. */
const EXACT_UP_TO = 200;
/**
 * The two-sided signed-rank test of "the differences are symmetric about zero" (Wilcoxon,
 * "Individual comparisons by ranking methods", 1945). Zeros are left out before ranking, as
 * Wilcoxon did. Equal sizes share the mean of their ranks, and the null distribution counts all
 * signs of *those* ranks (Hollander & Wolfe, "Nonparametric statistical methods", 1999, section
 * 3.1), so that p is exact with ties, too. Above 200 differences that are not zero, it is the
 * normal approximation with the variance Σ rank² / 4 and a continuity correction.
 *
 * SciPy's `wilcoxon(mode="exact")` agrees without ties and zeros, and is not exact with them.
 *
 * @param differences one per seed
 * @throws InputError for no differences, or one that is not finite
 * @example
 * import { wilcoxonTest } from "stepzero/statistics";
 *
 * wilcoxonTest([0.3, 0.1, 0.4]).p; // → 0.25, the smallest p of three seeds
 */
export function wilcoxonTest(differences) {
    checkValues("wilcoxonTest", differences);
    const used = differences.filter((d) => d !== 0);
    const sizes = used.map(Math.abs);
    const largest = sizes.reduce((max, size) => Math.max(max, size), 0);
    // Accuracies come in steps of one sample, so equal differences are common; rounding changes
    // their last bits.
    const ranks = midranks(sizes, 1e-11 * largest);
    const positiveRanks = ranks.reduce((sum, rank, i) => sum + (used[i] > 0 ? rank : 0), 0);
    const exact = used.length <= EXACT_UP_TO;
    return {
        positiveRanks,
        p: exact ? exactP(ranks, positiveRanks) : normalP(ranks, positiveRanks),
        smallestP: Math.min(1, 2 / 2 ** used.length),
        method: exact ? "exact" : "normal",
        n: differences.length,
        zeros: differences.length - used.length,
        ties: new Set(ranks).size < ranks.length,
    };
}
function exactP(ranks, observed) {
    // Mean ranks are integers or halves, so twice a rank can index an array.
    // chances[w] = P(twice the sum of the positive ranks is w).
    const doubled = ranks.map((rank) => Math.round(2 * rank));
    const most = doubled.reduce((sum, rank) => sum + rank, 0);
    const chances = new Float64Array(most + 1);
    chances[0] = 1;
    let reached = 0;
    for (const rank of doubled) {
        reached += rank;
        for (let w = reached; w >= 0; w--)
            chances[w] = (chances[w] + (w >= rank ? chances[w - rank] : 0)) / 2;
    }
    const lower = Math.min(2 * observed, most - 2 * observed);
    let p = 0;
    for (let w = 0; w <= lower; w++)
        p += chances[w];
    return Math.min(1, 2 * p);
}
function normalP(ranks, observed) {
    const total = ranks.reduce((sum, rank) => sum + rank, 0);
    const sd = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0)) / 2;
    const distance = Math.max(0, Math.abs(observed - total / 2) - 0.5);
    return Math.min(1, 2 * normalCdf(-distance / sd));
}
