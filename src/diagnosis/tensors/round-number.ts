/** The roundest number that a measured one could stand for. */
import type { Family } from "./laws.js";
import type { Sample } from "./sample.js";

/** The number of fewest digits from `low` to `high`, as text. */
export function roundest(low: number, high: number): string {
  const middle = (low + high) / 2;
  for (let digits = 1; digits < 6; digits++) {
    const rounded = Number(middle.toPrecision(digits));
    if (rounded >= low && rounded <= high) return String(rounded);
  }
  return String(Number(middle.toPrecision(6)));
}

/** The standard deviation of a sample, within the error that its size leaves (99 %). */
export function roundStd({ secondMoment, mean, size }: Sample, { kurtosis }: Family): string {
  const std = Math.sqrt(secondMoment - mean * mean);
  const error = 2.58 * Math.sqrt((kurtosis - 1) / (4 * size));
  return roundest(std * (1 - error), std * (1 + error));
}
