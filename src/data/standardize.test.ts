import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../errors.js";
import { standardizeColumns } from "./standardize.js";

const split = (inputs: number[], count: number) => ({
  inputs: Float32Array.from(inputs),
  labels: new Int32Array(count),
  count,
});

describe("standardizeColumns", () => {
  it("is (x − mean) / deviation by the training rows alone", () => {
    // import numpy as np; x = np.array([[2, 100], [4, 100], [4, 130], [6, 190.]]); m, s =
    // x.mean(0), x.std(0) ((x - m) / s).astype("f4"); (([[8, 0.]] - m) / s).astype("f4")
    const { train, test } = standardizeColumns(
      { train: split([2, 100, 4, 100, 4, 130, 6, 190], 4), test: split([8, 0], 1) },
      2,
      "f.csv",
    );
    expect(Array.from(train.inputs)).toEqual(
      [-Math.SQRT2, -0.8164966, 0.0, -0.8164966, 0.0, 0.0, Math.SQRT2, 1.6329932].map(Math.fround),
    );
    expect(Array.from(test.inputs)).toEqual([2.828427, -3.5381517].map(Math.fround));
  });

  it("makes columns 0 that are constant in training, in the test rows too", () => {
    const parts = { train: split([0.1, 1, 0.1, 2, 0.1, 3], 3), test: split([7, 2], 1) };
    const { train, test } = standardizeColumns(parts, 2, "f.csv");
    expect([0, 2, 4].map((i) => train.inputs[i])).toEqual([0, 0, 0]);
    expect(Array.from(test.inputs)).toEqual([0, 0]);
  });

  it("gives every column mean 0 and standard deviation 1, whatever its unit", () => {
    const column = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 5, maxLength: 40 });
    const unit = fc.constantFrom(1e-20, 1e-3, 1, 300, 1e20);
    fc.assert(
      fc.property(column, unit, (integers, scale) => {
        fc.pre(new Set(integers).size > 1);
        const part = split(
          integers.map((value) => value * scale),
          integers.length,
        );
        const inputs = Array.from(standardizeColumns({ train: part, test: part }, 1, "f.csv").train.inputs);
        const mean = inputs.reduce((a, b) => a + b, 0) / inputs.length;
        const variance = inputs.reduce((a, b) => a + (b - mean) ** 2, 0) / inputs.length;
        expect(Math.abs(mean)).toBeLessThan(1e-6);
        expect(Math.abs(variance - 1)).toBeLessThan(1e-6);
      }),
    );
  });

  it("refuses a test value out of range", () => {
    const parts = { train: split([0, 1e-30], 2), test: split([1e30], 1) };
    expect(() => standardizeColumns(parts, 1, "f.csv")).toThrow(InputError);
  });
});
