/** Hermite series beside the correlation map, which is integrated in another way. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activationLaw, sensitivity } from "./activation-law.js";
import { crossProductAt, productAt } from "./hermite.js";
import { correlationMap, moments, scalarActivations, varianceMap, varianceSlope } from "./index.js";

/** Activations with a jump: their series end more slowly. */
const JUMPING: ReadonlySet<string> = new Set(["step"]);
const levels = { sigmaW: 1, sigmaB: 0 };

describe.each(Object.entries(scalarActivations))("the law of %s", (name, activation) => {
  const law = activationLaw(activation);

  it.each([0.3, 1, 2.2])("has the moments of the other quadrature at deviation %s", (deviation) => {
    const { mean, second, slopes } = law(0, deviation);
    const q = deviation * deviation;
    expect(Math.abs(second / varianceMap(name, levels, q) - 1)).toBeLessThan(1e-9);
    if (JUMPING.has(name)) return;
    const other = moments(name, deviation);
    expect(Math.abs(mean - other.mean)).toBeLessThan(1e-9);
    expect(Math.abs(slopes / other.derivative - 1)).toBeLessThan(1e-7);
  });

  it("has the correlation map", () => {
    for (const c of [-0.99, -0.5, 0, 0.3, 0.9, 0.97, 0.999]) {
      const { value, second } = law(0, 1.2);
      const expected = correlationMap(name, levels, 1.44, c);
      expect(Math.abs(productAt(value, c) / second - expected)).toBeLessThan(JUMPING.has(name) ? 5e-3 : 3e-4);
    }
  });

  it("knows how its second moment follows the variance", () => {
    const q = 1.44;
    const { square, second } = law(0, Math.sqrt(q));
    expect(sensitivity(square) * second).toBeCloseTo(q * varianceSlope(name, levels, q), 7);
  });
});

it("a law around another mean is that of the shifted function", () => {
  fc.assert(
    fc.property(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: 0.1, max: 2, noNaN: true }), (m, s) => {
      const { mean, second } = activationLaw(scalarActivations.linear)(m, s);
      expect(mean).toBeCloseTo(m, 9);
      expect(second).toBeCloseTo(m * m + s * s, 8);
    }),
    { numRuns: 10 },
  );
});

it("without deviation a law is the function's value", () => {
  const { mean, second, slopes } = activationLaw(scalarActivations.softplus)(0, 0);
  expect(mean).toBeCloseTo(Math.LN2, 12);
  expect(second).toBeCloseTo(Math.LN2 ** 2, 12);
  expect(slopes).toBeCloseTo(0.25, 12);
});

it("a cross product is symmetric, and that of a series with itself its product", () => {
  const { value, square } = activationLaw(scalarActivations.relu)(0.3, 1);
  expect(crossProductAt(value, square, 0.4)).toBe(crossProductAt(square, value, 0.4));
  expect(Math.abs(crossProductAt(value, value, 0.4) - productAt(value, 0.4))).toBeLessThan(1e-12);
});
