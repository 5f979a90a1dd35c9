/** Mean, spread and middle of a sample. All throw RangeError where the sample is too small to have one. */

export function mean(values: readonly number[]): number {
  atLeast(1, "mean", values);
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/** The sample standard deviation, with n − 1 (needs two values). */
export function sampleStd(values: readonly number[]): number {
  atLeast(2, "sampleStd", values);
  const center = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - center) * (x - center), 0) / (values.length - 1));
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  atLeast(1, "median", values);
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * The mean of the middle half: ⌊n/4⌋ values are cut from either end. Less moved by single odd runs than the mean, less
 * wasteful than the median (Agarwal et al. 2021, "Deep reinforcement learning at the edge of the statistical precipice").
 *
 * @example
 * interquartileMean([0, 0.97, 0.98, 0.99]); // 0.975
 */
export function interquartileMean(values: readonly number[]): number {
  atLeast(1, "interquartileMean", values);
  const cut = values.length >> 2;
  const sorted = Float64Array.from(values).sort();
  let sum = 0;
  for (let i = cut; i < sorted.length - cut; i++) sum += sorted[i]!;
  return sum / (sorted.length - 2 * cut);
}

/** The p-quantile of sorted values, linear between neighbours (Hyndman & Fan 1996, type 7: NumPy's and R's default). */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  const place = p * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}

function atLeast(n: number, what: string, values: readonly number[]): void {
  if (values.length < n)
    throw new RangeError(`${what}: needs at least ${n} value${n > 1 ? "s" : ""}, got ${values.length}`);
}
