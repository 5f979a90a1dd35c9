/** How well a mean over seeds is known. */

import { mean, sampleStd } from "./descriptive.js";
import { tQuantile } from "./student-t.js";

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** How many values it rests on. */
  readonly n: number;
}

/**
 * The mean with its Student t interval, mean ± t(n − 1) s / √n: in repeated studies `confidence` of such intervals hold the
 * true mean, given roughly normal values. For a paired comparison, give the differences.
 *
 * One value says nothing about its spread and has no interval: how that is shown is the caller's to say.
 *
 * @throws RangeError for fewer than two values, or a confidence outside (0, 1)
 * @example
 * tInterval([0.982, 0.985, 0.987]); // → mean 0.98467, low 0.97842, high 0.99092, n 3
 */
export function tInterval(values: readonly number[], confidence = 0.95): Interval {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`tInterval: confidence must be between 0 and 1, got ${confidence}`);
  }
  const n = values.length;
  if (n < 2) throw new RangeError(`tInterval: an interval needs at least 2 values, got ${n}`);
  const center = mean(values);
  const margin = (tQuantile(0.5 + confidence / 2, n - 1) * sampleStd(values)) / Math.sqrt(n);
  return { mean: center, low: center - margin, high: center + margin, n };
}
