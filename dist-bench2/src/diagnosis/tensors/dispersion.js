import { chiSquareTails } from "../../statistics/chi-square.js";
/** Below this p-value the parts are of different scales. Tails of few draws are not quite χ². */
export const DISPERSED_BELOW = 1e-5;
/**
 * The smallest p-value, over the axes, of the test that all slices along an axis have one mean
 * square (χ², with the variance of a mean square by the sample's fourth moment); 1 where no axis
 * has slices to compare.
 */
export function dispersionPValue(values, shape, { secondMoment }) {
    let fourth = 0;
    for (const x of values)
        fourth += x ** 4;
    const kurtosis = fourth / values.length / secondMoment ** 2;
    let smallest = 1;
    let inner = values.length;
    for (const slices of shape) {
        inner /= slices;
        const size = values.length / slices;
        if (slices < 4 || size < 16)
            continue;
        const squares = new Float64Array(slices);
        for (let i = 0; i < values.length; i++)
            squares[Math.floor(i / inner) % slices] += values[i] ** 2;
        let sum = 0;
        for (const square of squares)
            sum += (square / size / secondMoment - 1) ** 2;
        const statistic = (sum * size) / (kurtosis - 1);
        smallest = Math.min(smallest, chiSquareTails(statistic, slices - 1)[1]);
    }
    return smallest;
}
