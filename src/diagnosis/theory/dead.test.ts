/** The chance of dead units, against closed forms. */
import { describe, expect, it } from "vitest";
import { allBelow } from "./dead.js";

describe("the chance that all of n correlated normal numbers are below an end", () => {
  // At 0 with a correlation of 1/2 it is E Φ(t)^n = ∫ u^n du.
  it.each([2, 10, 1000, 451_584])("is 1 / (n + 1) at 0, a correlation of 1/2 and n = %i", (n) => {
    expect(allBelow(0, 0.5, n) * (n + 1)).toBeCloseTo(1, 6);
  });

  it("is the power of one chance where they are independent, and that chance where they are one", () => {
    expect(allBelow(0.3, 0, 7)).toBeCloseTo(0.6179114221889526 ** 7, 10);
    expect(allBelow(0.3, 1, 7)).toBeCloseTo(0.6179114221889526, 10);
  });

  it("is a step of the common part where they are nearly one", () => {
    expect(allBelow(0.3, 1 - 1e-8, 7)).toBeCloseTo(0.6179, 2);
  });
});
