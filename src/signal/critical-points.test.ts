/** Points of the edge of chaos that the literature prints, found by the solver. */
import { describe, expect, it } from "vitest";
import { normalCdf } from "../random/index.js";
import { criticalPoint, varianceSlope } from "./index.js";

/** erf, as 2 Φ(√2 x) − 1. */
const erf = (x: number): number => 2 * normalCdf(Math.SQRT2 * x) - 1;

describe("erf (Williams 1997; Schoenholz et al. 2017)", () => {
  it.each([0.1, 1, 5])("at q* = %d: E φ² = 2/π asin(2q / (1 + 2q)), E φ′² = 4/π / √(1 + 4q)", (qStar) => {
    const { sigmaW, sigmaB } = criticalPoint(erf, { qStar });
    const slopes = 4 / Math.PI / Math.sqrt(1 + 4 * qStar);
    const second = (2 / Math.PI) * Math.asin((2 * qStar) / (1 + 2 * qStar));
    // The derivative of a function that a user writes is numeric.
    expect(Math.abs(sigmaW ** 2 - 1 / slopes)).toBeLessThan(1e-7);
    expect(Math.abs(sigmaB ** 2 - (qStar - second / slopes))).toBeLessThan(1e-7);
  });
});

/** The q* at which the variance map, too, has slope 1. */
function halfStable(activation: string, low: number, high: number): number {
  const gap = (q: number) => varianceSlope(activation, criticalPoint(activation, { qStar: q }), q) - 1;
  const sign = Math.sign(gap(low));
  let [a, b] = [low, high];
  for (let i = 0; i < 60; i++) {
    const middle = (a + b) / 2;
    if (Math.sign(gap(middle)) === sign) a = middle;
    else b = middle;
  }
  return a;
}

// Roberts, Yaida, Hanin 2022, "The principles of deep learning theory", chapter 5: the points where
// both the parallel and the perpendicular susceptibility are 1, (C_b, C_W) to 8 digits.
it.each([
  ["silu", 5, 30, 0.55514317, 1.98800468],
  ["gelu", 1, 20, 0.17292239, 1.98305826],
])("%s: the half-stable critical point", (activation, low, high, biases, weights) => {
  const { sigmaW, sigmaB } = criticalPoint(activation, { qStar: halfStable(activation, low, high) });
  expect(Math.abs(sigmaB ** 2 - biases)).toBeLessThan(1e-7);
  expect(Math.abs(sigmaW ** 2 - weights)).toBeLessThan(1e-8);
});

/*
 * SciPy 1.10, /usr/bin/python3, with E as in mean-field.test.ts, d the derivative and f the
 * activation: slopes = E(lambda z: d(s * z) ** 2); print(1 / sqrt(slopes),
 * sqrt(s ** 2 - E(lambda z: f(s * z) ** 2) / slopes)) for s = 1 and 8.
 *
 * SELU keeps N(0, 1) at σ_w = 1, σ_b = 0 (Klambauer et al. 2017), where χ₁ = 1.0716: gradients
 * grow.
 */
it.each([
  ["selu", 1, 0.9660257769739012, 0.25844573554611155],
  ["sigmoid", 64, 11.023660134932703, 3.025141514312982],
])("%s at q* = %d", (activation, qStar, sigmaW, sigmaB) => {
  const point = criticalPoint(activation, { qStar });
  expect(Math.abs(point.sigmaW - sigmaW)).toBeLessThan(1e-9);
  expect(Math.abs(point.sigmaB - sigmaB)).toBeLessThan(1e-9);
});

it("sigmoid has none for usual q*, softplus none at all", () => {
  // Hayou, Doucet, Rousseau 2019: sigmoid networks are ordered. E φ² is at least ¼ and E φ′² at
  // most 1/16, so that q − E φ² / E φ′² is negative for q below 4.
  for (const qStar of [0.1, 1, 4]) {
    expect(() => criticalPoint("sigmoid", { qStar })).toThrow("It has one from about q* = 64 on.");
    expect(() => criticalPoint("softplus", { qStar })).toThrow("Nor has it one at any other q*");
  }
});

it.each(["tanh", "sin"])("%s with σ_b = 0: critical at σ_w = 1 and q* = 0 (Poole et al. 2016)", (activation) => {
  // Near 0 the function is x: σ_w² = 1 + O(q*), σ_b² = O(q*²).
  const { sigmaW, sigmaB } = criticalPoint(activation, { qStar: 1e-4 });
  expect(Math.abs(sigmaW - 1)).toBeLessThan(2e-4);
  expect(sigmaB ** 2).toBeLessThan(2e-8);
});
