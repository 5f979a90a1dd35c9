/** A mean over seeds with its Student t interval. */
import { mean, sampleStd } from "./descriptive.js";
import { tQuantile } from "./student-t.js";
/**
 * The mean with its Student t interval, mean ± t(n − 1) s / √n. In repeated studies `confidence` of
 * such intervals hold the true mean, if the values are roughly normal. For a paired comparison,
 * pass the differences.
 *
 * One value says nothing about its spread and has no interval; the caller decides how to show that.
 *
 * @defaultValue `confidence`: 0.95
 * @throws RangeError for fewer than two values, or a confidence outside (0, 1)
 * @example
 * import { tInterval } from "stepzero/statistics";
 *
 * tInterval([0.982, 0.985, 0.987]); // → { mean: 0.98467, low: 0.97842, high: 0.99092, n: 3 }
 */
export function tInterval(values, confidence = 0.95) {
    if (!(confidence > 0 && confidence < 1)) {
        throw new RangeError(`tInterval: confidence must be between 0 and 1, got ${confidence}`);
    }
    const n = values.length;
    if (n < 2)
        throw new RangeError(`tInterval: an interval needs at least 2 values, got ${n}`);
    const center = mean(values);
    const margin = (tQuantile(0.5 + confidence / 2, n - 1) * sampleStd(values)) / Math.sqrt(n);
    return { mean: center, low: center - margin, high: center + margin, n };
}
