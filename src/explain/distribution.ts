/** The distributions that frameworks draw from. */
import { TRUNCATED_STD } from "../initializers/parts/noise.js";

/** A distribution by its kind and its numbers. */
export interface Distribution {
  readonly kind: "uniform" | "normal" | "truncated-normal" | "constant";
  /** Standard deviation of what is drawn. */
  readonly std: number;
  /** Ends of what can be drawn; a normal distribution has none. */
  readonly low?: number;
  readonly high?: number;
}

/** U(−bound, bound). */
export const uniform = (bound: number): Distribution => ({
  kind: "uniform",
  std: bound / Math.sqrt(3),
  low: -bound,
  high: bound,
});

/** N(0, std²). */
export const normal = (std: number): Distribution => ({ kind: "normal", std });

/** Truncated at ±2σ: "cut" and left so, or "stretched" until its standard deviation is σ. */
export function truncatedNormal(sigma: number, how: "cut" | "stretched"): Distribution {
  const bound = how === "cut" ? 2 * sigma : (2 * sigma) / TRUNCATED_STD;
  return { kind: "truncated-normal", std: how === "cut" ? sigma * TRUNCATED_STD : sigma, low: -bound, high: bound };
}

/** One number, always. */
export const value = (constant: number): Distribution => ({ kind: "constant", std: 0, low: constant, high: constant });
