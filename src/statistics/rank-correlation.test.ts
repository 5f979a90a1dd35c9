import fc from "fast-check";
import { expect, it } from "vitest";
import { InputError } from "../errors.js";
import { rankCorrelation } from "./rank-correlation.js";

// from scipy.stats import spearmanr
// spearmanr([.3, 1.2, 1.2, -4, 9, 2.5, 2.5, 2.5], [1, 5, 2, 2, 8, -3, .5, 7])[0]
it("agrees with SciPy where there are ties", () => {
  expect(rankCorrelation([0.3, 1.2, 1.2, -4, 9, 2.5, 2.5, 2.5], [1, 5, 2, 2, 8, -3, 0.5, 7])).toBeCloseTo(
    0.228464715606672,
    12,
  );
});

it("sees order only: a growing function changes nothing, a falling one the sign", () => {
  const numbers = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(numbers, (values) => {
      expect(
        rankCorrelation(
          values,
          values.map((x) => x ** 3 + x),
        ),
      ).toBeCloseTo(1, 12);
      expect(
        rankCorrelation(
          values,
          values.map((x) => -x),
        ),
      ).toBeCloseTo(-1, 12);
    }),
  );
});

it("refuses lists that do not belong together; equal values have no order", () => {
  expect(() => rankCorrelation([1, 2], [1])).toThrow(InputError);
  expect(rankCorrelation([1, 1], [1, 2])).toBeNaN();
});
