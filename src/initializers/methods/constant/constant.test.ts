import { expect, test } from "vitest";
import type { TensorRole } from "../../../network/parameter.js";
import type { OptionValues } from "../../../options.js";
import { completeOptions, constant, identity, idInit, initialWeights, ones, zeroHadamard } from "../../index.js";
import type { Initializer } from "../../initializer.js";

function kernel(one: Initializer, shape: number[], role: Partial<TensorRole> = {}, options: OptionValues = {}) {
  const tensor = { name: "w", shape, role: { kind: "kernel", ...role } as TensorRole };
  return initialWeights(one, [tensor], 0, options).w!;
}

const rows = (values: Float32Array, width: number): number[][] =>
  Array.from({ length: values.length / width }, (_, i) => Array.from(values.subarray(i * width, (i + 1) * width)));

test("identity matrices, square and not, with a gain", () => {
  expect(rows(kernel(identity, [2, 3]), 3)).toEqual([
    [1, 0, 0],
    [0, 1, 0],
  ]);
  expect(rows(kernel(identity, [3, 2], {}, { gain: 2.5 }), 2)).toEqual([
    [2.5, 0],
    [0, 2.5],
    [0, 0],
  ]);
  expect(rows(kernel(identity, [6, 2], { operation: "dense", fused: 3 }), 2)).toEqual(
    [0, 1, 2].flatMap(() => [
      [1, 0],
      [0, 1],
    ]),
  );
});

/*
 * torch 1.13, /usr/bin/python3:
 *
 * for s, g in (([4,2,3],2), ([6,4,2,3],1), ([3,5,3,3],1), ([4,3,3,2,1],2)):
 *   print(torch.nonzero(torch.nn.init.dirac_(torch.empty(s), g).flatten()).flatten())
 */
test.each([
  [[4, 2, 3], 2, [1, 10, 13, 22]],
  [[6, 4, 2, 3], 1, [4, 34, 64, 94]],
  [[3, 5, 3, 3], 1, [4, 58, 112]],
  [[4, 3, 3, 2, 1], 2, [3, 27, 39, 63]],
])("convolutions %j with %d groups: ones where PyTorch's dirac_ has them", (shape, groups, expected) => {
  const values = kernel(identity, shape, { operation: "convolution", groups });
  expect(Array.from(values.keys()).filter((i) => values[i] !== 0)).toEqual(expected);
  expect(expected.every((i) => values[i] === 1)).toBe(true);
});

/*
 * SciPy 1.10, /usr/bin/python3:
 *
 * from scipy.linalg import hadamard; import numpy as np
 * for m, n in ((6, 3), (8, 5)):
 *   print((np.eye(m, 8) @ hadamard(8) @ np.eye(8, n)).astype(int).tolist())
 */
test.each([
  [
    [6, 3],
    [
      [1, 1, 1],
      [1, -1, 1],
      [1, 1, -1],
      [1, -1, -1],
      [1, 1, 1],
      [1, -1, 1],
    ],
  ],
  [
    [8, 5],
    [
      [1, 1, 1, 1, 1],
      [1, -1, 1, -1, 1],
      [1, 1, -1, -1, 1],
      [1, -1, -1, 1, 1],
      [1, 1, 1, 1, -1],
      [1, -1, 1, -1, -1],
      [1, 1, -1, -1, -1],
      [1, -1, -1, 1, -1],
    ],
  ],
])("ZerO of %j: a piece of SciPy's Hadamard matrix over √8", (shape, signs) => {
  const values = kernel(zeroHadamard, shape);
  expect(Array.from(values)).toEqual(signs.flat().map((sign) => Math.fround(sign / Math.sqrt(8))));
  // At a convolution's centre, in each group; of a transposed one the other way round.
  const [outputs, inputs] = shape as [number, number];
  const conv = kernel(zeroHadamard, [2 * outputs, inputs, 3, 3], { operation: "convolution", groups: 2 });
  expect(Array.from(conv).filter((_, i) => i % 9 === 4)).toEqual([...values, ...values]);
  expect(conv.filter((x, i) => i % 9 !== 4 && x !== 0).length).toBe(0);
  const back = kernel(zeroHadamard, [inputs, outputs, 1], { operation: "transposed-convolution" });
  expect(rows(back, outputs)).toEqual(Array.from({ length: inputs }, (_, i) => rows(values, inputs).map((r) => r[i])));
});

test("ZerO: identity where a layer does not widen, 0 at the end of a residual branch", () => {
  expect(kernel(zeroHadamard, [4, 6])).toEqual(kernel(identity, [4, 6]));
  expect(kernel(zeroHadamard, [4, 4])).toEqual(kernel(identity, [4, 4]));
  const last = { residual: { branch: 0, branches: 1, layer: 1, layers: 2, last: true } };
  expect(kernel(zeroHadamard, [4, 4], last).every((x) => x === 0)).toBe(true);
});

test("IDInit: the identity repeated along the longer side", () => {
  expect(rows(kernel(idInit, [2, 5]), 5)).toEqual([
    [1, 0, 1, 0, 1],
    [0, 1, 0, 1, 0],
  ]);
  expect(rows(kernel(idInit, [5, 2], {}, { tau: 3 }), 2)).toEqual([
    [3, 0],
    [0, 3],
    [3, 0],
    [0, 3],
    [3, 0],
  ]);
  // A convolution [2, 3, 2, 2] is the matrix [2, 12].
  expect(rows(kernel(idInit, [2, 3, 2, 2], { operation: "convolution" }), 12)).toEqual(
    [0, 1].map((row) => Array.from({ length: 12 }, (_, i) => (i % 2 === row ? 1 : 0))),
  );
  const last = { residual: { branch: 0, branches: 1, layer: 1, layers: 2, last: true } };
  expect(rows(kernel(idInit, [2, 3], last), 3)).toEqual(
    [
      [1, 0, 1],
      [0, 1, 0],
    ].map((row) => row.map((x) => Math.fround(x * 1e-6))),
  );
});

test("constants", () => {
  expect(kernel(ones, [2, 3])).toEqual(new Float32Array(6).fill(1));
  expect(kernel(constant, [2, 3], {}, { value: -2 })).toEqual(new Float32Array(6).fill(-2));
  expect(() => completeOptions(constant, { value: Number.NaN })).toThrow("must be a number from");
});

test("what cannot be is refused by name", () => {
  expect(() => kernel(identity, [5])).toThrow('Tensor "w" of shape [5] has no fans');
  expect(() => kernel(identity, [5, 2, 3], { groups: 2, operation: "convolution" })).toThrow("divides 5");
});
