/**
 * Elementary functions that activations are made of. Built of + − × ÷ and the random streams' own
 * exp and log, so they are the same bits in every engine.
 */
import { exp, log } from "../random/elementary.js";
import { normalCdf } from "../random/index.js";

/** 1 / (1 + e^−x). */
export const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)));

/** The hyperbolic tangent. */
export function tanh(x: number): number {
  if (Math.abs(x) < 0.1) {
    // The continued fraction x / (1 + x²/(3 + x²/(5 + …))): (e^2x − 1) would lose digits.
    let below = 15;
    for (let n = 13; n >= 1; n -= 2) below = n + (x * x) / below;
    return x / below;
  }
  const shrunk = exp(-2 * Math.abs(x));
  const size = (1 - shrunk) / (1 + shrunk);
  return x < 0 ? -size : size;
}

/** log(1 + e^x). */
export function softplus(x: number): number {
  const small = exp(-Math.abs(x));
  return Math.max(x, 0) + logOnePlus(small);
}

/** log(1 + y) for 0 ≤ y ≤ 1, also where 1 + y rounds y away. */
function logOnePlus(y: number): number {
  const sum = 1 + y;
  return sum === 1 ? y : (log(sum) * y) / (sum - 1);
}

/** e^x − 1 for x ≤ 0. */
export function expMinusOne(x: number): number {
  const half = tanh(x / 2);
  return (2 * half) / (1 - half);
}

/** The error function, 2 Φ(√2 x) − 1, within 2e-16. */
export function erf(x: number): number {
  return 2 * normalCdf(x * Math.SQRT2) - 1;
}
