import { expect, test } from "vitest";
import { defineInitializer, deltaOrthogonal, draw, fans, he, initialWeights, kernelTensor, random } from "./index.js";

test("draw gives initialWeights' numbers", () => {
  const tensor = { name: "w", shape: [6, 4, 3, 3], role: { kind: "kernel", operation: "convolution" } } as const;
  expect(draw(he, [6, 4, 3, 3], { seed: 3, name: "w" })).toEqual(initialWeights(he, [tensor], 3).w);
  expect(draw(random, [2, 2], { seed: 0, options: { std: 0 } }).every((x) => x === 0)).toBe(true);
  expect(draw(he, [5], { seed: 0, role: { kind: "norm-scale" } })).toEqual(new Float32Array(5).fill(1));
});

test("a role adds what the shape does not show", () => {
  const plain = draw(he, [32, 16, 4, 4], { seed: 0 });
  const strided = draw(he, [32, 16, 4, 4], { seed: 0, role: { operation: "transposed-convolution", stride: [2, 2] } });
  // fanIn 256 against 32 · 16 / 4 = 128.
  expect(strided[0]! / plain[0]!).toBeCloseTo(Math.SQRT2, 6);
  expect(fans(kernelTensor([64, 32, 3, 3], { stride: [2, 2] }))).toEqual({ fanIn: 288, fanOut: 144 });
});

test("different names and seeds give different numbers; mistakes are refused", () => {
  const [a, b] = [draw(he, [3, 3], { seed: 0 }), draw(he, [3, 3], { seed: 0, name: "other" })];
  expect(a).not.toEqual(b);
  expect(() => draw(he, [3, 3], { seed: -1 })).toThrow("A seed must be a whole number");
  expect(() => draw(deltaOrthogonal, [3, 8, 3, 3], { seed: 0 })).toThrow("weights");
  expect(() => draw(he, [65536, 65536], { seed: 0 })).toThrow('"weights" [65536, 65536] has 4294967296 numbers');
  // No zero is −0.
  expect(draw(deltaOrthogonal, [3], { seed: 0, role: { kind: "bias" } })).toEqual(Float32Array.of(0, 0, 0));
});

test.each([
  [["he", [2, 2], { seed: 0 }], 'must be an object such as he, got "he". findInitializer("he") finds'],
  [[he, 4, { seed: 0 }], "the shape must be a list such as [256, 128], got 4"],
  [[he, [2, 2], { seeds: 0 }], 'Unknown setting of draw "seeds"'],
  [[he, [2, 2]], "the seed is missing"],
])("what no type allows is refused: %#", (settings, message) => {
  expect(() => draw(...(settings as unknown as Parameters<typeof draw>))).toThrow(message);
});

test("a name and a function define an initializer", () => {
  const halves = defineInitializer({ name: "halves", initialize: (_, tensor) => sameNumber(tensor.shape) });
  expect(draw(halves, [2], { seed: 0, role: { kind: "kernel" } })).toEqual(Float32Array.of(0.5, 0.5));
  expect(halves).toMatchObject({ title: "halves", references: [] });
});

function sameNumber(shape: readonly number[]): Float32Array {
  return new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5);
}
