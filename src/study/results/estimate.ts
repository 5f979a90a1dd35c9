/** A mean with its interval. */
import { tInterval } from "../../statistics/index.js";

/** A mean over `n` runs with its 95 % t interval; one run has no interval. */
export interface Estimate {
  /** The mean of the values. */
  readonly mean: number;
  /** Lower end of the interval; null for one value. */
  readonly low: number | null;
  /** Upper end of the interval; null for one value. */
  readonly high: number | null;
  /** Number of values. */
  readonly n: number;
}

/**
 * The mean of some numbers with its 95 % t interval.
 *
 * @returns null where there is no number, or one is not finite: a loss that overflowed has no mean
 */
export function estimate(values: readonly number[]): Estimate | null {
  if (values.length === 0 || !values.every(Number.isFinite)) return null;
  if (values.length === 1) return { mean: values[0]!, low: null, high: null, n: 1 };
  const { mean, low, high } = tInterval(values);
  return { mean, low, high, n: values.length };
}
