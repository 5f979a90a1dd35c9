/**
 * How likely the ranking of a table is noise, when the table has one run per method and the spread
 * over seeds was measured elsewhere.
 */
import { InputError } from "../errors.js";
import { normalCdf, normals } from "../random/index.js";
import { checkCount, checkPositive, checkValues } from "./checks.js";
import { studentizedRangeCdf } from "./studentized-range.js";
/**
 * Audits a ranking of k methods by one figure each. The figure of each method varies over seeds
 * with standard deviation `sd` (normally distributed). Two methods have closed forms, with D = (x₁
 * − x₂) / √(sd₁² + sd₂²): 2Φ(−D), Φ(D), and Φ(D/√2) for another run. More methods are simulated
 * from the stream; the range of equal spreads is the studentized range for every k.
 *
 * "Is true" reads the likelihood as a posterior with a flat prior; another run is drawn about means
 * that are drawn from it. All chances treat sd as known, and the figures as unpaired: with a common
 * seed part of the spread is common, and differences vary less.
 *
 * @param figures one per method
 * @param sd over seeds: one for all methods, or one per method
 * @throws InputError for fewer than two methods, an sd not above 0, or more than two methods
 *   without a stream
 * @example
 * import { rankingNoise } from "stepzero/statistics";
 *
 * // Two runs of one method differ by more than this in two of three cases:
 * rankingNoise([0.9914, 0.9911], 0.0005).leadByChance; // → 0.67
 */
export function rankingNoise(figures, sd, { stream, draws = 100_000 } = {}) {
    checkValues("rankingNoise", figures, 2);
    const k = figures.length;
    const spreads = typeof sd === "number" ? new Array(k).fill(sd) : [...sd];
    if (spreads.length !== k) {
        throw new InputError(`rankingNoise: got ${spreads.length} standard deviations for ${k} methods; expected one for all, or one per method.`);
    }
    for (const s of spreads)
        checkPositive("rankingNoise: sd", s);
    let orderByChance = 1;
    for (let i = 2; i <= k; i++)
        orderByChance /= i;
    const common = { orderByChance, k, n: 1, sd: spreads };
    if (k === 2) {
        const distance = Math.abs(figures[0] - figures[1]) / Math.hypot(spreads[0], spreads[1]);
        const byChance = 2 * normalCdf(-distance);
        const isTrue = normalCdf(distance);
        // The variances of the posterior and of the new run add up to twice the variance.
        const again = normalCdf(distance / Math.SQRT2);
        return {
            leadByChance: byChance,
            rangeByChance: byChance,
            bestIsBest: isTrue,
            orderIsTrue: isTrue,
            sameBestAgain: again,
            sameOrderAgain: again,
            ...common,
            draws: 0,
        };
    }
    if (stream === undefined) {
        throw new InputError(`rankingNoise: ${k} methods need random tables; give { stream } (two methods do not need it).`);
    }
    checkCount("rankingNoise: draws", draws, 100);
    return { ...simulate(figures, spreads, stream, draws), ...common, draws };
}
function simulate(figures, sd, stream, draws) {
    const k = figures.length;
    const order = figures.map((_, i) => i).sort((i, j) => figures[j] - figures[i]);
    const sorted = order.map((i) => figures[i]);
    const spreads = order.map((i) => sd[i]);
    const lead = sorted[0] - sorted[1];
    const range = sorted[0] - sorted[k - 1];
    const counts = { lead: 0, range: 0, best: 0, order: 0, bestAgain: 0, orderAgain: 0 };
    for (let draw = 0; draw < draws; draw++) {
        const z = normals(stream, 2 * k, 2 * k * draw);
        const noise = spreads.map((s, i) => s * z[i]);
        const truth = sorted.map((x, i) => x + noise[i]);
        const again = truth.map((x, i) => x + spreads[i] * z[k + i]);
        const [first, second, last] = extremes(noise);
        if (first - second >= lead)
            counts.lead++;
        if (first - last >= range)
            counts.range++;
        if (firstIsLargest(truth))
            counts.best++;
        if (falls(truth))
            counts.order++;
        if (firstIsLargest(again))
            counts.bestAgain++;
        if (falls(again))
            counts.orderAgain++;
    }
    const equal = spreads.every((s) => s === spreads[0]);
    return {
        leadByChance: counts.lead / draws,
        rangeByChance: equal ? 1 - studentizedRangeCdf(range / spreads[0], k) : counts.range / draws,
        bestIsBest: counts.best / draws,
        orderIsTrue: counts.order / draws,
        sameBestAgain: counts.bestAgain / draws,
        sameOrderAgain: counts.orderAgain / draws,
    };
}
/** Largest, second largest and smallest. */
function extremes(values) {
    let first = Number.NEGATIVE_INFINITY;
    let second = first;
    let last = Number.POSITIVE_INFINITY;
    for (const x of values) {
        if (x > first)
            [first, second] = [x, first];
        else if (x > second)
            second = x;
        if (x < last)
            last = x;
    }
    return [first, second, last];
}
function firstIsLargest(values) {
    for (let i = 1; i < values.length; i++)
        if (values[i] > values[0])
            return false;
    return true;
}
function falls(values) {
    for (let i = 1; i < values.length; i++)
        if (values[i] > values[i - 1])
            return false;
    return true;
}
