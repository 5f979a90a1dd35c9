/** The distributions that frameworks draw from. */
import { TRUNCATED_STD } from "../initializers/parts/noise.js";

/** A distribution by its kind and its numbers. */
export interface Distribution {
  /** Its family. */
  readonly kind: "uniform" | "normal" | "truncated-normal" | "constant";
  /** Standard deviation of the numbers. */
  readonly std: number;
  /** The smallest number; a normal distribution has none. */
  readonly low?: number;
  /** The largest number; a normal distribution has none. */
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

/**
 * N(0, σ²) truncated at ±2σ: "cut", so that its standard deviation is less than σ, or "stretched",
 * so that it is σ.
 */
export function truncatedNormal(sigma: number, how: "cut" | "stretched"): Distribution {
  const bound = how === "cut" ? 2 * sigma : (2 * sigma) / TRUNCATED_STD;
  return { kind: "truncated-normal", std: how === "cut" ? sigma * TRUNCATED_STD : sigma, low: -bound, high: bound };
}

/** The distribution of a constant. */
export const value = (constant: number): Distribution => ({ kind: "constant", std: 0, low: constant, high: constant });
