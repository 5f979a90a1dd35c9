/**
 * Whether numbers come from a distribution. All seeds are fixed, so each check passes always or
 * never; the thresholds say how far chance alone could take it.
 */
import type { Distribution } from "../../src/explain/index.js";
import { truncatedMoments } from "../../src/initializers/parts/noise.js";
import { normalCdf } from "../../src/random/index.js";

/** Standard errors that a moment may be off: beyond five lie 6 of 10 million samples. */
const STANDARD_ERRORS = 5;

/**
 * Bound on √n · D of Kolmogorov and Smirnov: P(√n D > t) → 2 exp(−2t²), which is 4 of 10 billion
 * at 3.34.
 */
const KOLMOGOROV = 3.34;

/** Mean, standard deviation and largest magnitude, in double precision. */
export function momentsOf(data: Float32Array): { mean: number; std: number; largest: number } {
  const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
  const variance = data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length;
  return { mean, std: Math.sqrt(variance), largest: data.reduce((most, x) => Math.max(most, Math.abs(x)), 0) };
}

/** Fourth central moment by the square of the variance. */
function kurtosis({ kind }: Distribution): number {
  if (kind === "uniform") return 9 / 5;
  if (kind === "normal") return 3;
  // Of a standard normal truncated at ±2: E t⁴ = 3 E t² − 2 · 2³ φ(2) / (2 Φ(2) − 1).
  const second = truncatedMoments(-2, 2).std ** 2;
  const edge = (1 - second) / 4; // φ(2) / (2 Φ(2) − 1), as E t² = 1 − 2 · 2 φ(2) / (2 Φ(2) − 1)
  return (3 * second - 16 * edge) / second ** 2;
}

/** P(X ≤ x). */
function cdf({ kind, std, low = 0, high = 0 }: Distribution, x: number): number {
  if (kind === "normal") return normalCdf(x / std);
  if (x <= low || x >= high) return x <= low ? 0 : 1;
  if (kind === "uniform") return (x - low) / (high - low);
  const [at, inside] = [normalCdf((2 * x) / high), normalCdf(2) - normalCdf(-2)];
  return (at - normalCdf(-2)) / inside;
}

/**
 * What contradicts that the numbers are independent draws from a distribution of mean 0: their
 * mean, standard deviation, range, or distribution function. Empty where nothing does.
 */
export function contradictions(data: Float32Array, distribution: Distribution): string[] {
  const { kind, std, low, high } = distribution;
  if (kind === "constant") {
    const stray = data.find((x) => x !== low);
    return stray === undefined ? [] : [`a number is ${stray}, not ${low}`];
  }
  const n = data.length;
  const moments = momentsOf(data);
  const wrong: string[] = [];
  const meanError = Math.abs(moments.mean) / (std / Math.sqrt(n));
  if (!(meanError < STANDARD_ERRORS)) wrong.push(`mean ${moments.mean} is ${meanError.toFixed(1)} standard errors off`);
  const spread = Math.sqrt((kurtosis(distribution) - 1) / n);
  const varianceError = Math.abs(moments.std ** 2 / std ** 2 - 1) / spread;
  if (!(varianceError < STANDARD_ERRORS)) {
    wrong.push(`std ${moments.std} for ${std} is ${varianceError.toFixed(1)} standard errors off`);
  }
  // Single precision rounds a bound, and what is multiplied by it.
  if (high !== undefined && !(moments.largest <= high * (1 + 2e-7))) wrong.push(`${moments.largest} is beyond ${high}`);
  const sorted = Float64Array.from(data).sort();
  const distance = sorted.reduce((most, x, i) => {
    const at = cdf(distribution, x);
    return Math.max(most, at - i / n, (i + 1) / n - at);
  }, 0);
  if (!(Math.sqrt(n) * distance < KOLMOGOROV))
    wrong.push(`√n · D of the distribution function is ${Math.sqrt(n) * distance}`);
  return wrong;
}

/**
 * √(nm / (n + m)) · D of two samples, over the bound: below 1 where they can be of one
 * distribution.
 */
export function twoSampleDistance(left: Float32Array, right: Float32Array): number {
  const [a, b] = [Float64Array.from(left).sort(), Float64Array.from(right).sort()];
  let [i, j, most] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const x = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! === x) i++;
    while (j < b.length && b[j]! === x) j++;
    most = Math.max(most, Math.abs(i / a.length - j / b.length));
  }
  return (Math.sqrt((a.length * b.length) / (a.length + b.length)) * most) / KOLMOGOROV;
}
