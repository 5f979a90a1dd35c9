/** How far two numbers put the same things in the same order. */
import { InputError } from "../errors.js";
import { midranks } from "./ranks.js";

/**
 * Spearman's rank correlation (1904): Pearson's of the ranks, ties sharing the mean of theirs. From
 * −1 (the opposite order) to 1 (the same order). NaN where all values of one list are equal.
 *
 * @param a one number per thing
 * @param b of the same things, in the same order
 * @throws InputError for lists of different lengths, or fewer than two things
 * @example
 * import { rankCorrelation } from "stepzero/statistics";
 *
 * rankCorrelation([1, 2, 3, 4], [10, 20, 40, 30]); // → 0.8
 */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length || a.length < 2) {
    throw new InputError(
      `rankCorrelation: two lists of one length, from 2 on, are needed; got ${a.length} and ${b.length} numbers.`,
    );
  }
  const middle = (a.length + 1) / 2;
  const [x, y] = [midranks(a), midranks(b)].map((ranks) => ranks.map((rank) => rank - middle)) as [number[], number[]];
  const product = (p: readonly number[], q: readonly number[]) => p.reduce((sum, value, i) => sum + value * q[i]!, 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}
