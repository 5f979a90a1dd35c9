import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { havePython } from "../../test/oracles.js";
import { runPython } from "../../test/python.js";
import { InputError } from "../errors.js";
import { rowWriter } from "./formats/row-blocks.js";
import { standardizeColumns, standardizeRows } from "./standardize.js";

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

/** Columns that lose their differences, or their squares, where they are rounded too early. */
describe.skipIf(!havePython("numpy"))("standardizeColumns as NumPy", () => {
  const program = `
import sys, json, numpy as np
x = np.array(json.load(sys.stdin), dtype=np.longdouble)
print(json.dumps(((x - x.mean()) / x.std()).astype(np.float64).tolist()))`;
  const seconds = (start: number, step: number) => Array.from({ length: 50 }, (_, i) => start + ((i * 37) % 50) * step);
  it.each<[string, number[]]>([
    ["seconds since 1970", seconds(1_700_000_000, 1)],
    ["milliseconds since 1970", seconds(1_700_000_000_123, 1)],
    ["microseconds since 1970", seconds(1_700_000_000_123_456, 1)],
    ["numbers near 2⁵³", seconds(2 ** 53 - 200, 1)],
    ["negative large numbers", seconds(-1e15, 0.125)],
    ["small differences from 1", seconds(1, 2 ** -50)],
    ["huge numbers", seconds(-1e300, 4e298)],
    ["the whole range of float64", [-Number.MAX_VALUE, Number.MAX_VALUE, 0, 1e308]],
    ["subnormal numbers", seconds(0, Number.MIN_VALUE)],
    ["small numbers", seconds(1e-200, 1e-203)],
    ["one that lies far out", [...seconds(0, 1), 1e300]],
  ])("%s", (_, values) => {
    const unscaled = { inputs: Float64Array.from(values), labels: new Int32Array(values.length), count: values.length };
    const { inputs } = standardizeColumns({ train: unscaled, test: unscaled }, 1, "f.csv").train;
    const expected = JSON.parse(runPython(program, [], JSON.stringify(values))) as number[];
    expect(new Set(inputs).size).toBeGreaterThan(1);
    for (const [i, value] of expected.entries()) {
      // Half a unit of float32's last digit, and the error of the sums.
      expect(Math.abs(inputs[i]! - value)).toBeLessThanOrEqual(2 ** -24 * Math.abs(value) + 1e-13);
    }
  });
});

it("standardizes some of the rows of a table in blocks as it does one array", () => {
  const [width, count] = [3, 200_000]; // more than one block
  const at = (row: number, column: number) => (column === 0 ? row % 256 : column === 1 ? row / 7 : 1.7e9 + row);
  const writer = rowWriter(width);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < width; column++) writer.set(column, at(row, column));
    writer.endRow();
  }
  const rows = writer.rows();
  expect(rows.blocks.length).toBeGreaterThan(1);
  const selection = Int32Array.from({ length: count / 4 }, (_, i) => 3 * i + 1);
  const part = {
    inputs: Float64Array.from({ length: selection.length * width }, (_, i) =>
      at(selection[Math.floor(i / width)]!, i % width),
    ),
    labels: new Int32Array(selection.length),
    count: selection.length,
  };
  const expected = standardizeColumns({ train: part, test: part }, width, "f.csv");
  const got = standardizeRows({ rows, selection }, { rows, selection }, "f.csv");
  expect(got.train).toEqual(expected.train.inputs);
  expect(got.test).toEqual(expected.test.inputs);
});

it("gives the columns of a group one mean and one deviation, as NumPy counts them over all their numbers", () => {
  const width = 6;
  const group = fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: width, maxLength: width }), {
    minLength: 2,
    maxLength: 9,
  });
  fc.assert(
    fc.property(group, fc.constantFrom(1, 2, 3, 6), (table, together) => {
      const part = {
        rows: { width, count: table.length, blockRows: table.length, blocks: [Float64Array.from(table.flat())] },
        selection: undefined,
      };
      const { train } = standardizeRows(part, part, "f.csv", together);
      for (let first = 0; first < width; first += together) {
        const columns = Array.from({ length: together }, (_, i) => first + i);
        const numbers = table.flatMap((row) => columns.map((column) => row[column]!));
        const mean = numbers.reduce((a, b) => a + b) / numbers.length;
        const deviation = Math.sqrt(numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length);
        for (const [row, values] of table.entries()) {
          for (const column of columns) {
            const expected = deviation === 0 ? 0 : (values[column]! - mean) / deviation;
            expect(Math.abs(train[row * width + column]! - expected)).toBeLessThan(1e-6);
          }
        }
      }
    }),
  );
});
