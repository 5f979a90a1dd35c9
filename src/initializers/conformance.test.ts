/**
 * One suite over all initializers: every member of the table must be in `kernelFormulas`, with its
 * formula written anew.
 */
import { describe, expect, test } from "vitest";
import { CUT, kernelFormulas } from "../../test/initializers/kernel-formulas.js";
import { residualTensors } from "../../test/residual-tensors.js";
import { InputError } from "../errors.js";
import { sizeOf } from "../graph/tensor.js";
import type { TensorRole, TensorSpecification } from "../network/parameter.js";
import { normals, stream } from "../random/index.js";
import { completeOptions, initializers, initialWeights } from "./index.js";
import type { Initializer } from "./initializer.js";

const dense = (name: string, shape: number[]): TensorSpecification => ({
  name,
  shape,
  role: { kind: "kernel", operation: "dense" },
});
const conv = (name: string, shape: number[]): TensorSpecification => ({
  name,
  shape,
  role: { kind: "kernel", operation: "convolution" },
});
const big: [TensorSpecification, fanIn: number, fanOut: number][] = [
  [dense("fc1.kernel", [128, 1152]), 1152, 128],
  [dense("wide.kernel", [2000, 100]), 100, 2000],
  [conv("conv.kernel", [128, 64, 3, 3]), 576, 1152],
];
const of = (kind: TensorRole["kind"], shape: number[], role: Partial<TensorRole> = {}): TensorSpecification => ({
  name: `x.${kind}`,
  shape,
  role: { kind, ...role },
});

/** The tensors, and a residual block beside them for methods that refuse networks without. */
const company = ({ requires }: Initializer, tensors: readonly TensorSpecification[]): readonly TensorSpecification[] =>
  requires === undefined ? tensors : [...tensors, ...residualTensors];

function draw(initializer: Initializer, tensor: TensorSpecification, seed = 1): Float32Array {
  return initialWeights(initializer, company(initializer, [tensor]), seed)[tensor.name]!;
}

function meanAndStd(values: Float32Array): [mean: number, std: number] {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]!;
    squares += values[i]! * values[i]!;
  }
  const mean = sum / values.length;
  return [mean, Math.sqrt(Math.max(0, squares / values.length - mean * mean))];
}

function largest(values: Float32Array, centre = 0): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]! - centre));
  return most;
}

test("the suite covers every initializer, and all names differ", () => {
  expect(initializers.map(({ name }) => name).sort()).toEqual(Object.keys(kernelFormulas).sort());
  const names = initializers.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(initializers.map((one) => [one.name, one] as const))("%s", (name, one) => {
  const { std, shape, mean: centre = 0, copies = 1, independent = sizeOf, ...rest } = kernelFormulas[name]!;
  const { refuses = () => false, residualScale = 1, embedding = 0.02, bias: biases = { all: 0 } } = rest;

  test.each(big.map((entry) => [entry[0].name, ...entry] as const))(
    "mean, spread and bounds of %s",
    (_n, tensor, fanIn, fanOut) => {
      const values = draw(one, tensor);
      const n = sizeOf(tensor.shape);
      expect(values).toBeInstanceOf(Float32Array);
      expect(values.length).toBe(n);
      expect(values.every(Number.isFinite)).toBe(true);
      if (shape === "deterministic") return;
      const expected = std(fanIn, fanOut, tensor.shape);
      const [mean, got] = meanAndStd(values);
      if (shape === "constant") return expect(values.every((x) => x === centre)).toBe(true);
      // Four standard errors; the fourth moment of a uniform variable is 1.8 σ⁴, of a normal one 3
      // σ⁴.
      expect(Math.abs(mean - centre)).toBeLessThanOrEqual((4 * expected) / Math.sqrt(n));
      expect(Math.abs(got - expected)).toBeLessThanOrEqual(
        (4 * expected * Math.sqrt(shape === "uniform" ? 0.8 : 2)) / Math.sqrt(4 * independent(tensor.shape)),
      );
      if (shape === "uniform" || shape === "truncated") {
        // The bound in standard deviations; a float32 may be rounded up to it.
        const bound = (shape === "uniform" ? Math.sqrt(3) : 2 / CUT) * expected;
        const furthest = largest(values, centre);
        expect(furthest).toBeLessThanOrEqual(bound * (1 + 1e-7));
        expect(furthest).toBeGreaterThan(bound * (1 - (shape === "uniform" ? 1e-3 : 1e-2)));
      } else if (shape === "normal") {
        expect(largest(values)).toBeGreaterThan(3.8 * expected);
        expect(largest(values)).toBeLessThan(6.34 * expected);
      }
    },
  );

  test("the seed and the name decide, other tensors do not", () => {
    const tensor = dense("a.kernel", [50, 60]);
    const twin = dense("b.kernel", [50, 60]);
    const first = draw(one, tensor);
    expect(draw(one, tensor)).toEqual(first);
    expect(initialWeights(one, company(one, [twin, of("bias", [7]), tensor]), 1)["a.kernel"]).toEqual(first);
    if (shape === "constant" || shape === "deterministic") {
      return expect(draw(one, tensor, 2)).toEqual(first);
    }
    expect(draw(one, tensor, 2)).not.toEqual(first);
    const [other, a] = [draw(one, twin), first];
    const [middle, s] = meanAndStd(a);
    const correlation = a.reduce((sum, x, i) => sum + (x - middle) * (other[i]! - middle), 0) / (3000 * s * s);
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(3000 / copies));
  });

  test("it transforms the one set of draws: ordered as the stream's normals, and linearly so if it is normal", () => {
    if (shape === "constant" || shape === "structured" || shape === "deterministic") return;
    const tensor = dense("a.kernel", [50, 60]);
    const values = draw(one, tensor);
    const z = normals(stream(1, "init", "a.kernel"), 3000);
    const order = Array.from(z.keys()).sort((i, j) => z[i]! - z[j]!);
    expect(order.every((i, k) => k === 0 || values[i]! >= values[order[k - 1]!]!)).toBe(true);
    if (shape === "normal") {
      const expected = std(60, 50, tensor.shape);
      expect(values.every((x, i) => Math.abs(x - expected * z[i]!) <= 1e-7 * Math.abs(x))).toBe(true);
    }
  });

  test("tensors that are not kernels", () => {
    const all = (kind: TensorRole["kind"], value: number) => {
      expect(draw(one, of(kind, [300])).every((x) => x === value)).toBe(true);
    };
    all("norm-scale", 1);
    all("norm-shift", 0);
    all("bias", "all" in biases ? biases.all : 0);
    expect(draw(one, of("residual-scale", []))).toEqual(Float32Array.of(residualScale));
    for (const kind of ["position", "token"] as const) {
      const [mean, got] = meanAndStd(draw(one, of(kind, [1, 100, 200])));
      expect(Math.abs(mean)).toBeLessThan(4 * 0.02 * Math.sqrt(1 / 20_000));
      expect(Math.abs(got / 0.02 - 1)).toBeLessThan(4 * Math.sqrt(0.5 / 20_000));
    }
    const [, got] = meanAndStd(draw(one, of("embedding", [200, 100])));
    expect(Math.abs(got / embedding - 1)).toBeLessThan(4 * Math.sqrt(0.5 / 20_000));
  });

  test("a layer's bias", () => {
    const kernel = { shape: [20_000, 25], role: { kind: "kernel", operation: "dense" } as const };
    const bias = draw(one, of("bias", [20_000], { kernel }));
    if ("all" in biases) return expect(bias.every((x) => x === biases.all)).toBe(true);
    const { bound } = biases;
    expect(largest(bias)).toBeLessThanOrEqual(bound * (1 + 1e-7));
    // Four standard errors: √(0.8 / 4n) relative.
    expect(Math.abs(meanAndStd(bias)[1] / (bound / Math.sqrt(3)) - 1)).toBeLessThan(4 * Math.sqrt(0.2 / 20_000));
  });

  test("grouped, strided, transposed and fused kernels, 1-D and 3-D ones, and one weight", () => {
    const shapes: [number[], Partial<TensorRole>][] = [
      [[64, 1, 3, 3], { operation: "convolution", groups: 64 }],
      [[32, 16, 3, 3], { operation: "convolution", stride: [2, 2] }],
      [[16, 32, 4, 4], { operation: "transposed-convolution", stride: [2, 2] }],
      [[192, 64], { operation: "dense", fused: 3, projection: "query-key-value" }],
      [[8, 4, 5], { operation: "convolution" }],
      [[8, 4, 3, 3, 3], { operation: "convolution" }],
      [[1, 1], { operation: "dense" }],
      [[100, 10], { operation: "embedding" }],
    ];
    for (const [size, role] of shapes) {
      const tensor: TensorSpecification = { name: "k", shape: size, role: { kind: "kernel", ...role } };
      if (refuses(tensor)) {
        expect(() => draw(one, tensor)).toThrow(InputError);
        continue;
      }
      const values = draw(one, tensor);
      expect(values.length).toBe(sizeOf(size));
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });

  test("every option works at both ends of its range", () => {
    for (const [option, specification] of Object.entries(one.options ?? {})) {
      if ("names" in specification) {
        expect(specification.names).toContain(specification.default);
        for (const value of specification.names) {
          const values = initialWeights(one, company(one, [dense("a", [30, 40])]), 1, { [option]: value }).a!;
          expect(values.every(Number.isFinite)).toBe(true);
        }
        expect(() => completeOptions(one, { [option]: "no such name" })).toThrow(InputError);
        continue;
      }
      const { low, high, default: standard } = specification;
      expect(standard >= low && standard <= high).toBe(true);
      for (const value of [low, high]) {
        if ((option === "low" && value === high) || (option === "high" && value === low)) {
          // The ends of a distribution, past each other.
          expect(() => initialWeights(one, [dense("a", [30, 40])], 1, { [option]: value })).toThrow("low must");
          continue;
        }
        const values = initialWeights(one, company(one, [dense("a", [30, 40])]), 1, { [option]: value }).a!;
        expect(values.every(Number.isFinite)).toBe(true);
      }
      expect(() => completeOptions(one, { [option]: high + 1 })).toThrow(`must be a number from ${low} to`);
    }
  });

  test("its description is complete", () => {
    expect(one.title && one.formula && one.summary.endsWith(".")).toBeTruthy();
    expect(one.references.length).toBeGreaterThan(0);
    for (const text of [...(one.caveats ?? []), ...(one.differences ?? [])]) expect(text).toMatch(/^[A-Z].*\.$/);
  });
});
