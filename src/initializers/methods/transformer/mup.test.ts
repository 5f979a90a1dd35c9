import { expect, test } from "vitest";
import { recurrentTensors } from "../../../../test/initializers/recurrent-tensors.js";
import { sizeOf } from "../../../graph/tensor.js";
import { findModel, parametersOf } from "../../../network/models/index.js";
import type { TensorSpecification } from "../../../network/parameter.js";
import { initialWeights } from "../../initial-weights.js";
import { learningRateMultipliers, mup } from "./index.js";

const mlp = (width: number) =>
  parametersOf(findModel("mlp"), { input: [50], classes: 10 }, { width, depth: 2, activation: "relu" }).parameters;
const kernels = (tensors: readonly TensorSpecification[]) => tensors.filter((t) => t.role.kind === "kernel");

test("variances: 1 / fanIn, baseWidth / fanIn² in the head, or zero with that option", () => {
  for (const width of [64, 512]) {
    const [first, hidden, head] = kernels(mlp(width)) as [
      TensorSpecification,
      TensorSpecification,
      TensorSpecification,
    ];
    const weights = initialWeights(mup, mlp(width), 0);
    const close = (tensor: TensorSpecification, variance: number) => {
      const got = weights[tensor.name]!.reduce((sum, x) => sum + x * x, 0) / sizeOf(tensor.shape);
      expect(Math.abs(got / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / sizeOf(tensor.shape)));
    };
    close(first, 1 / 50);
    close(hidden, 1 / width);
    close(head, 64 / width ** 2);
  }
  const zero = initialWeights(mup, mlp(64), 0, { head: 0 });
  expect(zero[kernels(mlp(64)).at(-1)!.name]!.every((x) => x === 0)).toBe(true);
});

test("with its rates, one step of SGD moves the output by an amount that does not depend on the width, layer by layer", () => {
  // Of the linear network f = v W U x with df = 1, the first-order change of f by each tensor's
  // step is its rate times |vW|² |x|², |v|² |Ux|² and |WUx|². In the standard parametrization
  // (LeCun, equal rates) the last two grow with the width.
  const changes = (width: number) => {
    const tensors = mlp(width);
    const rate = learningRateMultipliers(tensors, { optimizer: "sgd" });
    const [u, w, v] = kernels(tensors) as [TensorSpecification, TensorSpecification, TensorSpecification];
    const sums = [0, 0, 0];
    const seeds = 8;
    for (let seed = 0; seed < seeds; seed++) {
      const weights = initialWeights(mup, tensors, seed);
      const [U, W, V] = [weights[u.name]!, weights[w.name]!, weights[v.name]!];
      // The input x is 1 everywhere.
      const h1 = Array.from({ length: width }, (_, i) => U.subarray(i * 50, (i + 1) * 50).reduce((s, a) => s + a, 0));
      const h2 = Array.from({ length: width }, (_, i) => h1.reduce((s, h, j) => s + h * W[i * width + j]!, 0));
      const vw = Array.from({ length: width }, (_, j) => h1.reduce((s, _h, i) => s + V[i]! * W[i * width + j]!, 0));
      const norm = (a: ArrayLike<number>) => Array.from(a).reduce((s, x) => s + x * x, 0);
      sums[0]! += (rate[u.name]! * norm(vw) * 50) / seeds;
      sums[1]! += (rate[w.name]! * norm(V.subarray(0, width)) * norm(h1)) / seeds;
      sums[2]! += (rate[v.name]! * norm(h2)) / seeds;
    }
    return sums as [number, number, number];
  };
  const narrow = changes(64);
  const wide = changes(512);
  // Each is a mean over 8 seeds of sums over 64 squares or more: 4 · √(2 · 2 / (64 · 8)) and less.
  for (let i = 0; i < 3; i++) expect(Math.abs(wide[i]! / narrow[i]! - 1)).toBeLessThan(0.36);
});

test("multipliers by role, for Adam and SGD", () => {
  const tensors = mlp(256);
  const [first, hidden, head] = kernels(tensors).map((t) => t.name) as [string, string, string];
  const bias = (name: string) => name.replace("kernel", "bias");
  const adam = learningRateMultipliers(tensors, { optimizer: "adam" });
  expect([adam[first], adam[hidden], adam[head]]).toEqual([1, 0.25, 0.25]);
  expect([adam[bias(first)], adam[bias(hidden)], adam[bias(head)]]).toEqual([1, 1, 1]);
  const sgd = learningRateMultipliers(tensors, { optimizer: "sgd", baseWidth: 128 });
  expect([sgd[first], sgd[hidden], sgd[head]]).toEqual([2, 1, 0.5]);
  expect([sgd[bias(first)], sgd[bias(hidden)], sgd[bias(head)]]).toEqual([2, 2, 1]);
});

test("against a base network: layers of other widths compare with their own; at the base all are 1", () => {
  const vit = (width: number) =>
    parametersOf(findModel("vit_tiny"), { input: [1, 8, 8], classes: 10 }, { width, depth: 1 }).parameters;
  const base = vit(64);
  for (const optimizer of ["sgd", "adam"] as const) {
    expect(Object.values(learningRateMultipliers(base, { optimizer, base })).every((x) => x === 1)).toBe(true);
  }
  const wide = vit(128);
  const rates = learningRateMultipliers(wide, { optimizer: "adam", base });
  for (const { name, role } of wide) {
    expect(rates[name]).toBe(role.kind === "kernel" && !role.first ? 0.5 : 1);
  }
  const sgd = learningRateMultipliers(wide, { optimizer: "sgd", base });
  for (const { name, role } of wide) {
    if (role.kind === "norm-scale" || role.kind === "position" || role.kind === "token") expect(sgd[name]).toBe(2);
  }
  expect(() => learningRateMultipliers(wide, { optimizer: "adam", base: base.slice(1) })).toThrow("has no tensor");
  expect(() => learningRateMultipliers(wide, { optimizer: "adam", baseWidth: 0 })).toThrow("must be 1 or more, got 0");
});

test("depthwise kernels and residual scales", () => {
  const rates = learningRateMultipliers(
    [
      { name: "depthwise", shape: [256, 1, 3, 3], role: { kind: "kernel", operation: "convolution", groups: 256 } },
      { name: "scale", shape: [], role: { kind: "residual-scale" } },
      { name: "up", shape: [256, 64, 2, 2], role: { kind: "kernel", operation: "transposed-convolution" } },
    ],
    { optimizer: "adam" },
  );
  expect(rates).toEqual({ depthwise: 1, scale: 1, up: 0.25 });
});

test("recurrent layers: kernels of the hidden state are hidden kernels, biases and peepholes are not", () => {
  const tensors = recurrentTensors("LSTM", 50, 256).map((tensor) =>
    tensor.name.startsWith("W") ? { ...tensor, role: { ...tensor.role, first: true } } : tensor,
  );
  const adam = learningRateMultipliers(tensors, { optimizer: "adam" });
  const sgd = learningRateMultipliers(tensors, { optimizer: "sgd" });
  for (const { name } of tensors) {
    const isHiddenKernel = name.startsWith("R");
    expect([adam[name], sgd[name]]).toEqual(isHiddenKernel ? [0.25, 1] : [1, 4]);
  }
});

test("one slope or magnitude for a whole layer is a scalar, one per unit is not", () => {
  const kernel = { shape: [256, 64], role: { kind: "kernel", operation: "dense" } } as const;
  const of = (kind: "slope" | "magnitude", size: number): TensorSpecification => ({
    name: `${kind}${size}`,
    shape: [size],
    role: { kind, kernel },
  });
  const tensors = [of("slope", 1), of("slope", 256), of("magnitude", 1), of("magnitude", 256)];
  expect(learningRateMultipliers(tensors, { optimizer: "sgd" })).toEqual({
    slope1: 1,
    slope256: 4,
    magnitude1: 1,
    magnitude256: 4,
  });
});

test("a factor that grows with the width is made up for, against a base network", () => {
  // NTK parametrization: w = p / √width. A step −η r ∂f/∂p moves w by −η r ∂f/∂w / width.
  const at = (width: number): TensorSpecification[] => [
    {
      name: "hidden",
      shape: [width, width],
      role: { kind: "kernel", operation: "dense", multiplier: 1 / Math.sqrt(width) },
    },
  ];
  const rate = (optimizer: "sgd" | "adam") => learningRateMultipliers(at(256), { optimizer, base: at(64) }).hidden;
  expect([rate("sgd"), rate("adam")]).toEqual([4, 0.25 * 2]);
});
