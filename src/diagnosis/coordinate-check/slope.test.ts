/** Slopes of powers, and of numbers that NumPy fitted, too. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { slopeOver } from "./slope.js";

it("a power of the size has its exponent, whatever its factor for each seed", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 4096 }), { minLength: 2, maxLength: 6 }),
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 5 }),
      fc.constantFrom("width" as const, "depth" as const),
      (sizes, exponent, factors, dimension) => {
        const values = sizes.map((size) => factors.map((factor) => factor * size ** exponent));
        const { mean, low, high } = slopeOver(dimension, sizes, values)!;
        for (const end of [mean, low, high]) expect(end).toBeCloseTo(exponent, 6);
      },
    ),
  );
});

it("numbers with noise: numpy.polyfit and scipy.stats.t", () => {
  // import numpy as np; from scipy import stats
  // x = np.array([64., 128, 512]); Y = np.array([[1, 2], [3, 3.5], [9, 20]])
  // for w in (x, 1 / x):  # polyfit takes roots of weights
  //   s = [np.polyfit(np.log(x), np.log(y), 1, w=np.sqrt(w))[0] for y in Y.T]
  //   d = stats.t.ppf(.975, 1) * np.std(s, ddof=1) / np.sqrt(2)
  //   print(np.mean(s), np.mean(s) - d, np.mean(s) + d)
  const values = [
    [1, 2],
    [3, 3.5],
    [9, 20],
  ];
  const expected = {
    width: [1.05715308228659, -0.4086826018529184, 2.5229887664260984],
    depth: [1.1048121551218308, 0.3742857019963096, 1.8353386082473522],
  } as const;
  for (const dimension of ["width", "depth"] as const) {
    const { mean, low, high } = slopeOver(dimension, [64, 128, 512], values)!;
    const [middle, from, to] = expected[dimension];
    expect([mean, low, high].map((x, i) => x - [middle, from, to][i]!)).toEqual(
      [0, 0, 0].map((x) => expect.closeTo(x, 9)),
    );
  }
});

it("no slope through zeros, through what is no number, or through one size", () => {
  const sizes = [2, 4, 8];
  const withOdd = (odd: number | null) =>
    slopeOver("depth", sizes, [
      [1, 1],
      [odd, 1],
      [1, 1],
    ]);
  for (const odd of [0, Number.NaN, Number.POSITIVE_INFINITY]) expect(withOdd(odd)).toBeNull();
  expect(withOdd(null)).toEqual({ mean: 0, low: 0, high: 0 });
  expect(
    slopeOver("depth", sizes, [
      [null, null],
      [null, null],
      [1, 1],
    ]),
  ).toBeNull();
});
