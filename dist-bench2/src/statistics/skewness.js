/** Whether one tail of a sample is longer than the other. */
import { normalCdf } from "../random/index.js";
import { mean } from "./descriptive.js";
import { vary } from "./paired.js";
/** The approximation is good from here on. */
const FEWEST = 8;
/**
 * D'Agostino's test of a normal law's skewness ("Transformation to normality of the null
 * distribution of g₁", 1970).
 *
 * @returns null for fewer than eight values, or if they are all the same
 */
export function skewnessTest(values) {
    const n = values.length;
    if (n < FEWEST || !vary(values))
        return null;
    const center = mean(values);
    const moment = (k) => values.reduce((sum, x) => sum + (x - center) ** k, 0) / n;
    const skewness = moment(3) / moment(2) ** 1.5;
    const scaled = skewness * Math.sqrt(((n + 1) * (n + 3)) / (6 * (n - 2)));
    const kurtosis = (3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3)) / ((n - 2) * (n + 5) * (n + 7) * (n + 9));
    const square = Math.sqrt(2 * (kurtosis - 1)) - 1;
    const z = Math.asinh(scaled / Math.sqrt(2 / (square - 1))) / Math.sqrt(Math.log(square) / 2);
    return { skewness, p: 2 * normalCdf(-Math.abs(z)) };
}
