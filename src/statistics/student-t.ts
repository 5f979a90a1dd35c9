/** Student's t distribution. */
import { exp, log } from "../random/elementary.js";
import { incompleteBeta } from "./gamma.js";

/**
 * P(T ≤ t) for Student's t, within 1e-10 relative in both tails (Abramowitz & Stegun 1964, 26.7.1).
 *
 * @param df degrees of freedom, above 0, not necessarily an integer
 * @throws RangeError unless df > 0
 */
export function tCdf(t: number, df: number): number {
  checkDegrees(df);
  if (Number.isNaN(t)) return t;
  if (t === 0) return 0.5;
  const beyond = tail(Math.abs(t), df);
  return t < 0 ? beyond : 1 - beyond;
}

/**
 * The t with P(T ≤ t) = p, within 1e-10 relative: the number of standard errors in an interval.
 *
 * @param df degrees of freedom, above 0, not necessarily an integer
 * @throws RangeError unless df > 0 and 0 ≤ p ≤ 1
 * @example
 * import { tQuantile } from "stepzero/statistics";
 *
 * tQuantile(0.975, 4); // → 2.776445, for a 95 % interval from five seeds
 */
export function tQuantile(p: number, df: number): number {
  checkDegrees(df);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`tQuantile: p must be from 0 to 1, got ${p}`);
  if (p === 0.5) return 0;
  if (p > 0.5) return p === 1 ? Number.POSITIVE_INFINITY : -tQuantile(1 - p, df);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  // Near the middle p − 1/2 has the accurate digits, far out p itself.
  return p > 0.25
    ? -rootOf((t) => log(middle(t, df)) - log(0.5 - p))
    : -rootOf((t) => (t === Number.POSITIVE_INFINITY ? -t : log(p) - log(tail(t, df))));
}

/**
 * The t > 0 at which an increasing function passes 0, by the Illinois rule (Dowell & Jarratt 1971)
 * on ln t, in which both logarithms above are nearly straight.
 */
function rootOf(excess: (t: number) => number): number {
  let [low, high] = [1, 1];
  let [atLow, atHigh] = [excess(1), excess(1)];
  while (atHigh < 0 && high < Number.MAX_VALUE) {
    [low, atLow] = [high, atHigh];
    high = Math.min(Number.MAX_VALUE, high * 4);
    atHigh = excess(high);
  }
  while (atLow > 0 && low > 0) {
    [high, atHigh] = [low, atLow];
    low /= 4;
    atLow = excess(low);
  }
  let side = 0;
  for (let i = 0; i < 200 && high / low - 1 > 4e-16; i++) {
    let t = low * exp((log(high / low) * -atLow) / (atHigh - atLow));
    if (!(t > low && t < high)) t = low * Math.sqrt(high / low);
    if (t <= low || t >= high) break;
    const value = excess(t);
    if (value === 0) return t;
    // The end that stays twice counts half, so that it moves, too.
    if (value < 0) {
      [low, atLow] = [t, value];
      if (side < 0) atHigh /= 2;
      side = -1;
    } else {
      [high, atHigh] = [t, value];
      if (side > 0) atLow /= 2;
      side = 1;
    }
  }
  return Math.abs(atLow) < Math.abs(atHigh) ? low : high;
}

/** P(T > t) for t > 0. */
function tail(t: number, df: number): number {
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0;
  return 0.5 * incompleteBeta(df / (df + square), df / 2, 0.5, square / (df + square));
}

/** P(0 < T < t) for t > 0. */
function middle(t: number, df: number): number {
  const square = t * t;
  return 0.5 * incompleteBeta(square / (df + square), 0.5, df / 2, df / (df + square));
}

function checkDegrees(df: number): void {
  if (!(df > 0 && df < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Student's t: degrees of freedom must be above 0 and finite, got ${df}`);
  }
}
