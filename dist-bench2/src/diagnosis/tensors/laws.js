/** The distributions that methods draw from, and the test of a sample against one. */
import { truncatedMoments } from "../../initializers/parts/noise.js";
import { normalCdf, normalDensity, normalQuantile } from "../../random/index.js";
import { chiSquareTails } from "../../statistics/chi-square.js";
import { kolmogorovDistance, kolmogorovTail } from "../../statistics/kolmogorov-smirnov.js";
/** A normal distribution without what lies beyond ±bound. */
function truncated(bound) {
    const below = normalCdf(-bound);
    const inside = 1 - 2 * below;
    const { std } = truncatedMoments(-bound, bound);
    const variance = std * std;
    return {
        name: `truncated normal (±${bound}σ)`,
        std,
        kurtosis: (3 * variance - (2 * bound ** 3 * normalDensity(bound)) / inside) / variance ** 2,
        bound,
        cdf: (x) => (x <= -bound ? 0 : x >= bound ? 1 : (normalCdf(x) - below) / inside),
        quantile: (u) => normalQuantile(below + u * inside),
    };
}
/** N(0, 1). */
export const normalFamily = {
    name: "normal",
    std: 1,
    kurtosis: 3,
    bound: Number.POSITIVE_INFINITY,
    cdf: normalCdf,
    quantile: normalQuantile,
};
/** U(−1, 1). */
export const uniformFamily = {
    name: "uniform",
    std: 1 / Math.sqrt(3),
    kurtosis: 1.8,
    bound: 1,
    cdf: (x) => Math.min(1, Math.max(0, (x + 1) / 2)),
    quantile: (u) => 2 * u - 1,
};
/** N(0, 1) without what lies beyond ±2. */
export const truncatedFamily = truncated(2);
/** The families of the catalogue's noise. */
export const families = [normalFamily, uniformFamily, truncatedFamily, truncated(3)];
/** The standard deviation of a law. */
export const stdOf = ({ family, scale }) => family.std * scale;
/** A p-value below this one rejects a law: a right one is rejected once in a hundred tensors. */
export const REJECTED_BELOW = 0.01;
/**
 * The p-value of a sample under a law, whose four tests share the error: the mean, the mean square
 * (χ²), the number that lies farthest out, and the whole distribution (Kolmogorov and Smirnov).
 */
export function pValueOf(sample, law) {
    const quick = Math.min(meanTail(sample, law), scaleTail(sample, law), farthestTail(sample, law));
    if (4 * quick < REJECTED_BELOW / 100)
        return 4 * quick; // no need to sort it out
    return Math.min(1, 4 * Math.min(quick, shapeTail(sample, law)));
}
function meanTail({ mean, size }, law) {
    const z = ((mean - law.mean) * Math.sqrt(size)) / stdOf(law);
    return 2 * normalCdf(-Math.abs(z));
}
/** A sum of squares of kurtosis κ spreads as χ² with 2 n / (κ − 1) degrees of freedom. */
export function scaleTail({ mean, secondMoment, size }, law) {
    const ratio = (secondMoment - 2 * law.mean * mean + law.mean ** 2) / stdOf(law) ** 2;
    const df = (2 * size) / (law.family.kurtosis - 1);
    // Far out the tails are 0, and their series long.
    if (Math.abs(ratio - 1) > 20 * Math.sqrt(2 / df))
        return 0;
    const [below, above] = chiSquareTails(ratio * df, df);
    return Math.min(1, 2 * Math.min(below, above));
}
/** Of n draws all are within ±x with the probability P(|t| ≤ x)ⁿ. */
function farthestTail({ smallest, largest, size, rounding }, { family, mean, scale }) {
    const farthest = Math.max(largest - mean, mean - smallest) / scale;
    if (farthest > family.bound * (1 + 2 * rounding))
        return 0;
    const beyond = (x) => 2 * family.cdf(-x);
    // A generator's numbers have gaps, and the types too.
    const atMost = Math.exp(size * Math.log1p(-beyond(farthest * (1 + 2 * rounding))));
    if (family.bound < Number.POSITIVE_INFINITY)
        return atMost;
    return Math.min(1, 2 * Math.min(atMost, -Math.expm1(size * Math.log1p(-beyond(farthest)))));
}
function shapeTail({ sorted }, { family, mean, scale }) {
    const distance = kolmogorovDistance(sorted, (x) => family.cdf((x - mean) / scale));
    return kolmogorovTail(distance, sorted.length);
}
