/** A comparison that may be looked at for ever. */

import { bisectUp } from "../bisect.js";
import { checkPositive, checkShare, checkValues } from "../checks.js";

/** Result of `tMixture`. */
export interface TMixture {
  /** Evidence against a mean difference of zero: a bet of 1 became so much. */
  readonly e: number;
  /** 1 / e, at most 1: holds at every look, whatever made you stop. */
  readonly p: number;
  /** Number of differences. */
  readonly n: number;
}

/** Variance of the effect (mean over standard deviation) that the bet is on. */
export const usualScale = 0.3;

/**
 * The e-process of the t test with a normal mixture over the effect (Lai, "On confidence
 * sequences", 1976; Wang and Ramdas, "Anytime-valid t-tests and confidence sequences for Gaussian
 * means with unknown variance", 2023): with S = Σ d and V = Σ d²,
 *
 *   E = √(c² / (n + c²)) · ((n + c²) V / ((n + c²) V − S²))^(n / 2).
 *
 * For normal differences whose mean is zero, whatever their variance, E ever reaches 1 / α with
 * chance α at most. No number of seeds is declared; the price is a higher threshold than that of
 * `nominalLevel` at a horizon.
 *
 * @param differences one per seed
 * @param scale c², above 0: small where a small effect is expected
 * @defaultValue `scale`: 0.3
 * @throws InputError for no differences, one that is not finite, or a scale that is not positive
 * @example
 * import { tMixture } from "stepzero/statistics";
 *
 * tMixture([0.011, 0.012, 0.009, 0.01, 0.013]).p < 0.05; // → true
 */
export function tMixture(differences: readonly number[], scale = usualScale): TMixture {
  checkValues("tMixture", differences);
  checkPositive("tMixture: scale", scale);
  const n = differences.length;
  const sum = differences.reduce((total, d) => total + d, 0);
  const squares = differences.reduce((total, d) => total + d * d, 0);
  if (squares === 0) return { e: Math.sqrt(scale / (n + scale)), p: 1, n };
  const e = Math.exp(logOfE(n, (sum * sum) / squares, scale));
  return { e, p: Math.min(1, 1 / e), n };
}

/** ln E where `share` is S² / V. */
function logOfE(n: number, share: number, scale: number): number {
  const all = n + scale;
  return 0.5 * Math.log(scale / all) - (n / 2) * Math.log1p(-share / all);
}

/**
 * The |t| from which `tMixture` reaches 1 / alpha; infinite where so few differences never do.
 *
 * @param n number of differences, at least 2
 * @throws InputError for an alpha outside (0, 1) or a scale that is not positive
 */
export function tMixtureThreshold(n: number, alpha: number, scale = usualScale): number {
  checkShare("tMixtureThreshold: alpha", alpha);
  checkPositive("tMixtureThreshold: scale", scale);
  // S² / V = n t² / (n − 1 + t²), which grows to n.
  const logAt = (t: number) => logOfE(n, (n * t * t) / (n - 1 + t * t), scale);
  if (logOfE(n, n, scale) < -Math.log(alpha)) return Number.POSITIVE_INFINITY;
  return bisectUp(0, 1, (t) => logAt(t) >= -Math.log(alpha));
}
