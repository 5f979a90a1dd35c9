/**
 * The arithmetic mean.
 *
 * @throws RangeError for no values
 */
export function mean(values) {
    atLeast(1, "mean", values);
    return values.reduce((sum, x) => sum + x, 0) / values.length;
}
/**
 * The sample standard deviation, with n − 1.
 *
 * @throws RangeError for fewer than two values
 */
export function sampleStd(values) {
    atLeast(2, "sampleStd", values);
    const center = mean(values);
    return Math.sqrt(values.reduce((sum, x) => sum + (x - center) * (x - center), 0) / (values.length - 1));
}
/**
 * The middle value, or the mean of the two in the middle.
 *
 * @throws RangeError for no values
 */
export function median(values) {
    atLeast(1, "median", values);
    const sorted = Float64Array.from(values).sort();
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
/**
 * The mean of the middle half: ⌊n/4⌋ values are left out at either end. Single odd runs move it
 * less than the mean, and it wastes less than the median (Agarwal et al., "Deep reinforcement
 * learning at the edge of the statistical precipice", 2021).
 *
 * @throws RangeError for no values
 * @example
 * import { interquartileMean } from "stepzero/statistics";
 *
 * interquartileMean([0, 0.97, 0.98, 0.99]); // → 0.975
 */
export function interquartileMean(values) {
    atLeast(1, "interquartileMean", values);
    const cut = values.length >> 2;
    const sorted = Float64Array.from(values).sort();
    let sum = 0;
    for (let i = cut; i < sorted.length - cut; i++)
        sum += sorted[i];
    return sum / (sorted.length - 2 * cut);
}
/**
 * The p-quantile of sorted values, linear between neighbours (Hyndman & Fan, "Sample quantiles in
 * statistical packages", 1996, type 7: the default of NumPy and R).
 *
 * @param sorted at least one value, ascending
 * @param p between 0 and 1
 */
export function quantileOfSorted(sorted, p) {
    const place = p * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
function atLeast(n, what, values) {
    if (values.length < n)
        throw new RangeError(`${what}: needs at least ${n} value${n > 1 ? "s" : ""}, got ${values.length}`);
}
