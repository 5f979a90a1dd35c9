import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { at, stream, uniforms } from "../random/index.js";
import { augmentBatch, moveSample } from "./augment.js";

/** One image `[2, 3, 4]` of bytes. */
const image = [2, 3, 4] as const;
const bytes = Uint8Array.from({ length: 24 }, (_, i) => (i * 37) % 256);

/** Samples `[count, ...shape]` as a data set's training split. */
function dataset(inputs: Uint8Array | Float32Array, shape: readonly number[], count: number) {
  return { name: "test", shape, train: { inputs, labels: new Int32Array(count), count } };
}

describe("moveSample", () => {
  /*
   * SciPy 1.10.1, called as Keras 2.2 calls it:
   *   import numpy as np, scipy.ndimage as ndi
   *   x = ((np.arange(2 * 3 * 4) * 37) % 256).astype(np.uint8).reshape(2, 3, 4)  # [C, H, W]
   *   for dy, dx in [(-0.9, 1.3), (0.25, -0.5), (2.0, -3.75), (-9.5, 0.5)]:
   *       how = dict(order=1, mode="nearest")
   *       y = [ndi.affine_transform(c / 255, np.eye(2), (dy, dx), **how) for c in x]
   *       print(dy, dx, np.round(y, 6).ravel().tolist())
   */
  const golden: [dy: number, dx: number, values: number[]][] = [
    [
      -0.9,
      1.3,
      [
        0.188627, 0.333725, 0.435294, 0.435294, 0.246667, 0.361647, 0.392941, 0.392941, 0.726667, 0.600706, 0.069804,
        0.069804, 0.624706, 0.067059, 0.168627, 0.168627, 0.612471, 0.125098, 0.226667, 0.226667, 0.46, 0.605098,
        0.706667, 0.706667,
      ],
    ],
    [
      0.25,
      -0.5,
      [
        0.145098, 0.217647, 0.362745, 0.382353, 0.47451, 0.547059, 0.692157, 0.460784, 0.156863, 0.229412, 0.37451,
        0.519608, 0.631373, 0.703922, 0.472549, 0.241176, 0.458824, 0.405882, 0.42549, 0.570588, 0.894118, 0.464706,
        0.107843, 0.252941,
      ],
    ],
    [2, -3.75, [...new Array(12).fill(0.156863), ...new Array(12).fill(0.894118)]],
    [
      -9.5,
      0.5,
      [0, 1, 2]
        .flatMap(() => [0.072549, 0.217647, 0.362745, 0.435294])
        .concat([0, 1, 2].flatMap(() => [0.809804, 0.452941, 0.096078, 0.168627])),
    ],
  ];

  it.each(golden)("by (%d, %d) agrees with scipy.ndimage.affine_transform", (dy, dx, expected) => {
    const moved = new Float32Array(24);
    moveSample(bytes, 0, image, { dy, dx, mirrored: false }, moved, 0);
    for (const [i, value] of expected.entries()) expect(Math.abs(moved[i]! - value)).toBeLessThan(1e-6);
  });

  it("mirrors after it shifts, writes only its own sample, and reads only its own", () => {
    const two = new Uint8Array([...new Array(24).fill(255), ...bytes]);
    const plain = new Float32Array(24);
    moveSample(bytes, 0, image, { dy: 0.3, dx: 1.6, mirrored: false }, plain, 0);
    const target = new Float32Array(72).fill(-1);
    moveSample(two, 1, image, { dy: 0.3, dx: 1.6, mirrored: true }, target, 1);
    const mirrored = Array.from(plain, (_, i) => plain[i - (i % 4) + 3 - (i % 4)]!);
    expect(Array.from(target.subarray(24, 48))).toEqual(mirrored);
    expect(new Set([...target.subarray(0, 24), ...target.subarray(48)])).toEqual(new Set([-1]));
  });

  it("commutes with addition: floats are moved linearly and keep their scale", () => {
    const values = fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 24, maxLength: 24 });
    const shift = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(values, values, shift, shift, fc.boolean(), (a, b, dy, dx, mirrored) => {
        const move = (x: Float32Array) => {
          const y = new Float32Array(24);
          moveSample(x, 0, image, { dy, dx, mirrored }, y, 0);
          return y;
        };
        const [x, y] = [Float32Array.from(a), Float32Array.from(b)];
        const sum = move(x.map((value, i) => value + y[i]!));
        const [movedX, movedY] = [move(x), move(y)];
        sum.forEach((value, i) => {
          expect(Math.abs(value - movedX[i]! - movedY[i]!)).toBeLessThan(1e-5);
        });
      }),
    );
  });
});

describe("augmentBatch", () => {
  const draws = stream(5, "augmentation");

  it("without shift and flip is a plain gather of fractions of 255", () => {
    const target = new Float32Array(48);
    const three = new Uint8Array([...new Array(24).fill(255), ...bytes, ...new Array(24).fill(0)]);
    augmentBatch(dataset(three, image, 3), new Int32Array([1, 0]), {}, draws, target);
    for (let i = 0; i < 24; i++) expect(target[i]!).toBeCloseTo(bytes[i]! / 255, 6);
    expect(new Set(target.subarray(24))).toEqual(new Set([1]));
  });

  it("draws uniform shifts of up to the fraction in either direction, and flips half of the samples", () => {
    // A ramp along each axis gives the shift away: the value at the centre is the place it came
    // from.
    const [height, width, batch] = [20, 40, 4000];
    const ramp = new Float32Array(2 * height * width);
    for (let i = 0; i < height * width; i++) {
      ramp[i] = Math.floor(i / width);
      ramp[height * width + i] = i % width;
    }
    const target = new Float32Array(batch * ramp.length);
    const data = dataset(ramp, [2, height, width], 1);
    augmentBatch(data, new Int32Array(batch), { shift: 0.1, flip: true }, at(draws, 7), target);
    const [dys, dxs, flips] = [[] as number[], [] as number[], [] as number[]];
    for (let b = 0; b < batch; b++) {
      const sample = target.subarray(b * ramp.length, (b + 1) * ramp.length);
      const columns = sample.subarray(height * width);
      const flipped = columns[10]! > columns[11]!;
      dys.push(sample[10 * width]! - 10);
      dxs.push(flipped ? columns[width - 1 - 20]! - 20 : columns[20]! - 20);
      flips.push(flipped ? 1 : 0);
    }
    const mean = (x: number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
    const deviation = (x: number[]) => Math.sqrt(mean(x.map((value) => value * value)));
    // Uniform on ±2 and ±4: standard deviations 2/√3 and 4/√3; five standard errors allowed.
    for (const [shifts, limit] of [
      [dys, 2],
      [dxs, 4],
    ] as const) {
      expect(Math.max(...shifts.map(Math.abs))).toBeLessThanOrEqual(limit + 1e-5);
      expect(Math.max(...shifts.map(Math.abs))).toBeGreaterThan(0.98 * limit);
      expect(Math.abs(mean(shifts))).toBeLessThan((5 * limit) / Math.sqrt(3 * batch));
      expect(Math.abs(deviation(shifts) / (limit / Math.sqrt(3)) - 1)).toBeLessThan(0.05);
    }
    expect(Math.abs(mean(flips) - 0.5)).toBeLessThan(5 / Math.sqrt(4 * batch));
  });

  it("gives row b the same draws whatever the batch's size and the other switches", () => {
    const small = new Float32Array(2 * 24);
    const large = new Float32Array(9 * 24);
    augmentBatch(dataset(bytes, image, 1), new Int32Array(2), { shift: 0.3 }, draws, small);
    augmentBatch(dataset(bytes, image, 1), new Int32Array(9), { shift: 0.3 }, draws, large);
    expect(large.subarray(0, 48)).toEqual(small);
    const flip = uniforms(draws, 6);
    const flipped = new Float32Array(2 * 24);
    augmentBatch(dataset(bytes, image, 1), new Int32Array(2), { shift: 0.3, flip: true }, draws, flipped);
    for (const b of [0, 1]) {
      const same = flip[3 * b + 2]! >= 0.5;
      const rows = (x: Float32Array) => Array.from(x.subarray(24 * b, 24 * b + 4));
      expect(rows(flipped)).toEqual(same ? rows(small) : rows(small).reverse());
    }
  });

  it("refuses rows that are no images, and a batch of the wrong size", () => {
    const rows = dataset(new Float32Array(8), [4], 2);
    expect(() => augmentBatch(rows, new Int32Array(1), { shift: 0.1 }, draws, new Float32Array(4))).toThrow(
      /\[C, H, W\].*samples of test are \[4\]/,
    );
    const call = () => augmentBatch(dataset(bytes, image, 1), new Int32Array(2), {}, draws, new Float32Array(24));
    expect(call).toThrow(ShapeError);
    expect(call).toThrow("24 values, expected 2 × 24");
  });
});
