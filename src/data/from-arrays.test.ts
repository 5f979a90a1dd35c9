import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../errors.js";
import type { Dataset } from "./dataset.js";
import type { Numbers } from "./formats/array.js";
import { datasetFromArrays } from "./from-arrays.js";
import type { LabelledArrays } from "./labelled-arrays.js";

type Labels = { shape: number[]; data: Numbers } | { words: string[] };

function pair(part: string, shape: readonly number[], data: Numbers, labels: Labels): LabelledArrays {
  return { inputs: { name: `x_${part}`, shape, data }, labels: { name: `y_${part}`, ...labels } };
}
const numbers = (...values: number[]) => ({ shape: [values.length], data: Int32Array.from(values) });
const count = (n: number) => Float32Array.from({ length: n }, (_, i) => i);

const load = (train: LabelledArrays, test?: LabelledArrays, options?: { testFraction: number }) =>
  datasetFromArrays("mine.npz", train, test ?? { ...train, inputs: { ...train.inputs, name: "x_test" } }, options);

describe("datasetFromArrays: inputs", () => {
  it.each([
    [[2, 3], [3]],
    [
      [2, 3, 4],
      [1, 3, 4],
    ],
    [
      [2, 5, 6, 1],
      [1, 5, 6],
    ],
    [
      [2, 5, 6, 3],
      [3, 5, 6],
    ],
    [
      [2, 3, 5, 6],
      [3, 5, 6],
    ],
  ])("of shape %j are samples of shape %j", async (shape, sample) => {
    const size = shape.reduce((a, b) => a * b);
    const data = await load(pair("train", shape, count(size), numbers(0, 1)));
    expect([data.shape, data.train.count, data.train.inputs.length]).toEqual([sample, 2, size]);
  });

  it("in Keras's order are turned channels first", async () => {
    const channels = fc.integer({ min: 1, max: 4 });
    const side = fc.integer({ min: 5, max: 9 }); // fewer could be channels
    await fc.assert(
      fc.asyncProperty(side, side, channels, async (height, width, depth) => {
        const shape = [3, height, width, depth];
        const data = await load(pair("train", shape, count(3 * height * width * depth), numbers(0, 1, 0)));
        expect(data.shape).toEqual([depth, height, width]);
        for (let n = 0, i = 0; n < 3; n++) {
          for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
              for (let c = 0; c < depth; c++, i++) {
                expect(data.train.inputs[((n * depth + c) * height + y) * width + x]).toBe(i);
              }
            }
          }
        }
      }),
    );
  });

  it("stay bytes where they are bytes and become float32 otherwise", async () => {
    const bytes = await load(pair("train", [2, 2], new Uint8Array([0, 1, 254, 255]), numbers(0, 1)));
    expect(bytes.train.inputs).toEqual(new Uint8Array([0, 1, 254, 255]));
    const doubles = await load(pair("train", [2, 1], new Float64Array([0.1, -2]), numbers(0, 1)));
    expect(doubles.train.inputs).toEqual(new Float32Array([0.1, -2]));
  });

  it.each<[string, LabelledArrays, LabelledArrays | undefined, string]>([
    [
      "no sample axis",
      pair("train", [4], count(4), numbers(0, 1)),
      undefined,
      "x_train is float32 [4], expected [N, F]",
    ],
    ["too many channels", pair("train", [1, 5, 5, 5], count(125), numbers(0)), undefined, "at most 4 channels"],
    ["no sample", pair("train", [0, 3], count(0), numbers()), undefined, "at least one sample"],
    [
      "not a number",
      pair("train", [2, 2], new Float32Array([1, 2, 3, Number.NaN]), numbers(0, 1)),
      undefined,
      "holds NaN in sample 1",
    ],
    [
      "beyond float32",
      pair("train", [2, 1], new Float64Array([1, 1e39]), numbers(0, 1)),
      undefined,
      "holds 1e+39 in sample 1",
    ],
    [
      "other test shapes",
      pair("train", [2, 3], count(6), numbers(0, 1)),
      pair("test", [2, 4], count(8), numbers(0, 1)),
      "x_test is float32 [2, 4], expected samples like those of x_train: float32 [2, 3]",
    ],
    [
      "other test types",
      pair("train", [2, 1], count(2), numbers(0, 1)),
      pair("test", [2, 1], new Uint8Array(2), numbers(0, 1)),
      "x_test is uint8 [2, 1], expected samples like those of x_train: float32",
    ],
  ])("are refused: %s", async (_, train, test, message) => {
    await expect(load(train, test)).rejects.toThrow(InputError);
    await expect(load(train, test)).rejects.toThrow(message);
  });
});

describe("datasetFromArrays: labels", () => {
  const three = (part: string, labels: Labels) => pair(part, [3, 1], count(3), labels);
  const read = async (labels: Labels, test = labels): Promise<[number[], number[], readonly string[]]> => {
    const data: Dataset = await load(three("train", labels), three("test", test));
    return [Array.from(data.train.labels), Array.from(data.test.labels), data.classNames];
  };

  it("may be numbers, columns, one-hot rows or words", async () => {
    expect(await read(numbers(0, 2, 1))).toEqual([
      [0, 2, 1],
      [0, 2, 1],
      ["0", "1", "2"],
    ]);
    expect(await read({ shape: [3, 1], data: new Float64Array([1, 0, 1]) })).toEqual([
      [1, 0, 1],
      [1, 0, 1],
      ["0", "1"],
    ]);
    const oneHot = { shape: [3, 3], data: new Float32Array([0, 1, 0, 0, 0, 1, 0, 1, 0]) };
    expect(await read(oneHot)).toEqual([
      [1, 2, 1],
      [1, 2, 1],
      ["0", "1", "2"],
    ]);
    expect(await read({ words: ["dog", "cat", "dog"] })).toEqual([
      [1, 0, 1],
      [1, 0, 1],
      ["cat", "dog"],
    ]);
  });

  it("that do not count from 0 are numbered in ascending order, test by the same table", async () => {
    expect(await read(numbers(10, -1, 2), numbers(2, 2, 10))).toEqual([
      [2, 0, 1],
      [1, 1, 2],
      ["-1", "2", "10"],
    ]);
    expect(await read({ words: ["10", "9", "9"] })).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      ["9", "10"],
    ]);
  });

  it.each<[string, Labels, Labels, string]>([
    [
      "too few",
      numbers(0, 1),
      numbers(0, 1, 0),
      "y_train is int32 [2], expected one for each of the 3 samples of x_train",
    ],
    [
      "too many words",
      { words: ["a", "b", "a", "b"] },
      numbers(0),
      "y_train is 4 labels, expected one for each of the 3",
    ],
    [
      "fractions",
      { shape: [3], data: new Float32Array([0, 0.5, 1]) },
      numbers(0),
      "y_train holds 0.5 (sample 1, from 0)",
    ],
    [
      "three axes",
      { shape: [3, 1, 1], data: count(3) },
      numbers(0),
      "y_train is float32 [3, 1, 1], expected [3] or [3, 1]",
    ],
    ["one class", numbers(4, 4, 4), numbers(4, 4, 4), "y_train has only the label 4, expected at least two classes"],
    [
      "unseen in training",
      numbers(0, 1, 1),
      numbers(0, 1, 7),
      "y_test has the label 7 (sample 2), which does not occur in y_train: 0, 1",
    ],
    [
      "not quite one-hot",
      { shape: [3, 2], data: new Float32Array([1, 0, 1, 1, 0, 1]) },
      numbers(0),
      "y_train: row 1 (from 0) is [1, 1], expected one 1 and zeros",
    ],
    [
      "other one-hot widths",
      { shape: [3, 2], data: new Float32Array([1, 0, 0, 1, 0, 1]) },
      numbers(0, 1, 1),
      "y_test is int32 [3], expected one-hot [3, 2]",
    ],
  ])("are refused: %s", async (_, train, test, message) => {
    await expect(read(train, test)).rejects.toThrow(InputError);
    await expect(read(train, test)).rejects.toThrow(message);
  });
});

describe("datasetFromArrays: without a test set", () => {
  const all = pair("train", [10, 1], count(10), { shape: [10], data: count(10).map((i) => i % 2) });

  it("sets the fraction aside, always the same samples, each once, in order", async () => {
    for (const [testFraction, size] of [
      [undefined, 2],
      [0.5, 5],
    ] as const) {
      const data = await datasetFromArrays("mine", all, undefined, { testFraction });
      expect([data.train.count, data.test.count]).toEqual([10 - size, size]);
      expect(data.notes).toEqual([expect.stringContaining(`: ${size} of the 10 samples, drawn at random but always`)]);
      const [train, test] = [Array.from(data.train.inputs), Array.from(data.test.inputs)];
      expect([...train, ...test].sort((a, b) => a - b)).toEqual(Array.from(count(10)));
      for (const part of [train, test]) expect(part).toEqual([...part].sort((a, b) => a - b));
      expect(Array.from(data.test.labels)).toEqual(test.map((value) => value % 2));
      expect(await datasetFromArrays("elsewhere", all, undefined, { testFraction })).toEqual({
        ...data,
        name: "elsewhere",
      });
    }
  });

  it.each([0, 1, -0.5, 2, 0.01, 0.99, Number.NaN])("refuses a fraction of %d", async (testFraction) => {
    await expect(datasetFromArrays("mine", all, undefined, { testFraction })).rejects.toThrow(InputError);
  });
});

describe("values far from what networks expect", () => {
  const notes = async (inputs: Float32Array | Uint8Array) =>
    (
      await datasetFromArrays(
        "a",
        pair("train", [2, 1], inputs, numbers(0, 1)),
        pair("test", [2, 1], inputs, numbers(0, 1)),
      )
    ).notes;

  it("are noted beyond 100, unless they are bytes", async () => {
    expect(await notes(new Float32Array([0, -100.5]))).toEqual([
      expect.stringMatching(/^x_train holds values up to 100\.5 in magnitude, which are used as they are\./),
    ]);
    expect(await notes(new Float32Array([-100, 100]))).toBeUndefined();
    expect(await notes(new Uint8Array([0, 255]))).toBeUndefined();
  });
});

describe("large numbers that differ little", () => {
  const load = (data: Numbers, standardize?: boolean) =>
    datasetFromArrays(
      "a",
      pair("train", [4, 1], data, numbers(0, 1, 0, 1)),
      pair("test", [4, 1], data, numbers(0, 1, 0, 1)),
      standardize === undefined ? {} : { standardize },
    );
  const seconds = [1_700_000_000, 1_700_000_001, 1_700_000_003, 1_700_000_004];
  // Mean 1,700,000,002; the mean of the squared deviations (4, 1, 1, 4) is 2.5.
  const scaled = Float32Array.from([-2, -1, 1, 2], (x) => x / Math.sqrt(2.5));

  it.each<[string, Numbers]>([
    ["float64", Float64Array.from(seconds)],
    ["int32", Int32Array.from(seconds)],
    ["uint32", Uint32Array.from(seconds)],
  ])("are standardized before they are rounded: %s", async (_, data) => {
    const { train, test, notes } = await load(data, true);
    expect([train.inputs, test.inputs, notes]).toEqual([scaled, scaled, undefined]);
  });

  it("are noted where they are used as they are", async () => {
    expect((await load(Float64Array.from(seconds))).notes?.[1]).toMatch(
      /^x_train holds numbers in column 0, from 1700000000 to 1700000004, that float32 moves by up to 4: .*standardize: true/,
    );
    expect((await load(Float64Array.of(0.1, 0.2, 0.3, 0.4))).notes).toBeUndefined();
    expect((await load(Float64Array.of(0.1, 0.1, 0.1, 0.1))).notes).toBeUndefined();
  });

  it("may exceed float32 where they are standardized, but not the range of float64", async () => {
    const { train } = await load(
      Float64Array.from([-2, -1, 1, 2], (x) => x * 1e300),
      true,
    );
    expect(train.inputs).toEqual(scaled);
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(load(Float64Array.of(0, 1, 2, bad), true)).rejects.toThrow(InputError);
      await expect(load(Float64Array.of(0, 1, 2, bad), true)).rejects.toThrow(
        `feature 0 holds ${bad}, expected finite`,
      );
    }
  });
});
