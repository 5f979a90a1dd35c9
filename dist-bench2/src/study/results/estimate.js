/** A mean with its interval. */
import { tInterval } from "../../statistics/index.js";
import { finalValues } from "./figures.js";
/** Of accuracies. */
export const FRACTION = { least: 0, most: 1 };
/** The t interval of two values is 12.7 standard errors wide: the two say more. */
const FEWEST = 3;
/**
 * The mean of some numbers with its 95 % t interval, cut at the bounds.
 *
 * @returns null where there is no number, or one is not finite: a loss that overflowed has no mean
 */
export function estimate(values, bounds = {}) {
    const n = values.length;
    if (n === 0 || !values.every(Number.isFinite))
        return null;
    if (n < FEWEST)
        return { mean: values.reduce((sum, x) => sum + x, 0) / n, low: null, high: null, n };
    const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = bounds;
    const { mean, low, high } = tInterval(values);
    return { mean, low: Math.max(low, least), high: Math.min(high, most), n };
}
/** The mean of a figure after the last epoch of some runs. */
export function estimateOf(figure, runs) {
    return estimate(finalValues(runs, figure), figure.endsWith("Accuracy") ? FRACTION : { least: 0 });
}
