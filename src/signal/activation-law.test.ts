/** ReLU of N(c, d²), whose mean is c Φ(c / d) + d n(c / d). */
import fc from "fast-check";
import { expect, it } from "vitest";
import { normalCdf, normalDensity } from "../random/index.js";
import { activationLaw } from "./activation-law.js";

const relu = activationLaw({ value: (x) => Math.max(0, x), derivative: (x) => (x > 0 ? 1 : 0), surrogate: false });

function expectMean(center: number, deviation: number): void {
  const z = center / deviation;
  const mean = center * normalCdf(z) + deviation * normalDensity(z);
  expect(relu(center, deviation).mean / deviation).toBeCloseTo(mean / deviation, 9);
}

it("has the mean of the closed form, whatever the center", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -4, max: 4, noNaN: true }),
      fc.integer({ min: -20, max: 20 }),
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      (center, exponent, deviation) => expectMean(center * 2 ** exponent, deviation * 2 ** exponent),
    ),
    { numRuns: 150 },
  );
});

// The function's features are looked for octave by octave, up to four points of 828.4334 beyond.
it.each([1e-14, 1e-12, 1e-9, 1e-6, 1e-4, 1e-3])(
  "with a kink the share %d below the last point of an octave, where ReLU is 0 but there",
  (gap) => {
    for (const exponent of [-8, -4, 0, 4, 12]) {
      const last = 2 ** exponent * (2 + (Math.ceil(828.4334) + 4 - 828.4334) / 828.4334);
      for (const center of [last, -last]) expectMean(center * (1 - gap), 2 ** exponent / 2);
    }
  },
);
