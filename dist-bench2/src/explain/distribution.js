/** The distributions that frameworks draw from. */
import { TRUNCATED_STD } from "../initializers/parts/noise.js";
/** U(−bound, bound). */
export const uniform = (bound) => ({
    kind: "uniform",
    std: bound / Math.sqrt(3),
    low: -bound,
    high: bound,
});
/** N(0, std²). */
export const normal = (std) => ({ kind: "normal", std });
/**
 * N(0, σ²) truncated at ±2σ: "cut", so that its standard deviation is less than σ, or "stretched",
 * so that it is σ.
 */
export function truncatedNormal(sigma, how) {
    const bound = how === "cut" ? 2 * sigma : (2 * sigma) / TRUNCATED_STD;
    return { kind: "truncated-normal", std: how === "cut" ? sigma * TRUNCATED_STD : sigma, low: -bound, high: bound };
}
/** The distribution of a constant. */
export const value = (constant) => ({ kind: "constant", std: 0, low: constant, high: constant });
