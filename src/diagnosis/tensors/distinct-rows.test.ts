/** Units with equal weights are counted exactly, and never by chance. */
import { expect, it } from "vitest";
import type { TensorRole } from "../../network/parameter.js";
import { normals, stream } from "../../random/index.js";
import { distinctRows } from "./distinct-rows.js";
import { identifyTensors } from "./identify.js";

const role: TensorRole = { kind: "kernel", operation: "dense", activation: "relu" };

function counted(values: Float32Array, shape: readonly number[], more: Partial<TensorRole> = {}) {
  const [one] = identifyTensors([{ specification: { name: "k", shape, role: { ...role, ...more } }, values }]);
  return distinctRows(one!);
}

const drawn = (size: number) => Float32Array.from(normals(stream(3, "distinct", "k"), size));
/** The numbers of unit `from` for unit `to`, too. */
function copy(values: Float32Array, terms: number, from: number, to: number): Float32Array {
  const copied = values.slice();
  copied.set(values.subarray(from * terms, (from + 1) * terms), to * terms);
  return copied;
}

it("counts copies, and not rows of zeros", () => {
  const values = drawn(32 * 16);
  expect(counted(values, [32, 16])).toEqual({ units: 32, distinct: 32 });
  expect(counted(copy(copy(values, 16, 0, 9), 16, 0, 20), [32, 16])).toEqual({ units: 32, distinct: 30 });
  const zeros = values.slice().fill(0, 0, 5 * 16);
  expect(counted(zeros, [32, 16])).toEqual({ units: 27, distinct: 27 });
});

it("does not compare groups, or projections of one kernel", () => {
  const values = copy(drawn(32 * 9), 9, 0, 31);
  const depthwise = { operation: "convolution", groups: 32 } as const;
  expect(counted(values, [32, 1, 3, 3], depthwise)).toEqual({ units: 32, distinct: 32 });
  expect(counted(values, [32, 1, 3, 3], { ...depthwise, groups: 1 })).toEqual({ units: 32, distinct: 31 });
  expect(counted(copy(drawn(48 * 16), 16, 0, 16), [48, 16], { fused: 3 })).toEqual({ units: 48, distinct: 48 });
});

it("says nothing where rows are equal by chance", () => {
  const signs = drawn(64 * 4).map(Math.sign);
  expect(counted(signs, [64, 4])).toBeUndefined();
  expect(counted(drawn(64 * 64).map(Math.sign), [64, 64])).toEqual({ units: 64, distinct: 64 });
});
