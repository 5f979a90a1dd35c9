import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CurveAxis, placeOn } from "./curve-data.js";
import { cutMeans } from "./cut-lines.js";

const cut = (values: readonly number[], [low, high]: readonly [number, number], logarithmic = false) =>
  cutMeans(
    { domain: [low, high], logarithmic },
    values.map((mean, i) => ({ method: "he", epoch: i + 1, mean, low: null, high: null, n: 3 })),
  ).map(({ epoch, mean }) => [epoch, mean]);

describe("lines that leave the axis", () => {
  it("end at its edge and begin there again", () => {
    expect(cut([1, 3, 1], [0, 2])).toEqual([
      [1, 1],
      [1.5, 2],
      [2, Number.NaN],
      [2.5, 2],
      [3, 1],
    ]);
  });

  it("cross it from beyond one end to beyond the other", () => {
    expect(cut([-1, 3], [0, 2])).toEqual([
      [1, Number.NaN],
      [1.25, 0],
      [1.75, 2],
      [2, Number.NaN],
    ]);
  });

  it("are cut by the place on a logarithmic axis", () => {
    expect(cut([1, 10_000], [0.1, 100], true)).toEqual([
      [1, 1],
      [1.5, 100],
      [2, Number.NaN],
    ]);
  });

  it("have no point outside, and every point that lies within", () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
        const axis: CurveAxis = { domain: [-5, 7], logarithmic: false };
        const drawn = cut(values, [-5, 7]);
        for (const [, mean] of drawn) expect(Number.isNaN(mean!) || (mean! >= -5 && mean! <= 7)).toBe(true);
        const within = values.filter((one) => placeOn(axis, one) >= 0 && placeOn(axis, one) <= 1);
        expect(
          drawn.filter(([epoch]) => Number.isInteger(epoch)).filter(([, mean]) => !Number.isNaN(mean!)),
        ).toHaveLength(within.length);
      }),
    );
  });
});
