/**
 * One suite over all initializers: every member of the table must be in `KERNELS` below, with its
 * formula written anew.
 */
import { describe, expect, test } from "vitest";
import { residualTensors } from "../../test/residual-tensors.js";
import { InputError } from "../errors.js";
import { sizeOf } from "../graph/tensor.js";
import type { TensorRole, TensorSpecification } from "../network/parameter.js";
import { normals, stream } from "../random/index.js";
import { completeOptions, initializers, initialWeights } from "./index.js";
import type { Initializer } from "./initializer.js";

interface Noise {
  readonly std: (fanIn: number, fanOut: number, shape: readonly number[]) => number;
  /**
   * "structured": elements depend on each other (rows of orthogonal matrices), or on draws of other
   * tensors. What ties them is tested beside the method; that each element transforms its own draw
   * does not hold. "deterministic": there are no draws; every element is tested beside the method.
   * "truncated": a normal cut at ±2 of its own σ.
   */
  readonly shape: "normal" | "uniform" | "truncated" | "constant" | "structured" | "deterministic";
  /** 0 if left out. */
  readonly mean?: number;
  /**
   * How many elements are independent draws, where not all are: those of sparse kernels that are
   * not 0.
   */
  readonly independent?: (shape: readonly number[]) => number;
  /** Biases of a dense layer of 25 inputs and 20,000 outputs, where they are not 0. */
  readonly bias?: { readonly bound: number } | { readonly all: number };
  /** How often each number stands in a kernel, up to its sign. */
  readonly copies?: number;
  /**
   * Standard deviation of an embedding of width 100, and what a residual scale starts as, where the
   * method has a word on them.
   */
  readonly embedding?: number;
  readonly residualScale?: number;
  /** Kernels that the method has to refuse. */
  readonly refuses?: (tensor: TensorSpecification) => boolean;
}

/**
 * Root mean square of a kernel whose blocks have orthonormal rows or columns, on places more than
 * one position or on one.
 */
const orthonormal = (shape: readonly number[]): number => 1 / Math.sqrt(Math.max(shape[0]!, sizeOf(shape) / shape[0]!));
const orthonormalInSpace = ([rows, columns, ...places]: readonly number[]): number =>
  1 / Math.sqrt(Math.max(rows!, columns!) * sizeOf(places));

const lecun = (i: number) => Math.sqrt(1 / i);
const kaiming = (i: number) => Math.sqrt(2 / i);
const glorot = (i: number, o: number) => Math.sqrt(2 / (i + o));
/** Of N(0, 1) cut at ±2: scipy.stats.truncnorm(-2, 2).std(). */
const CUT = 0.87962566103423978;
const cut = (std: Noise["std"]) => (i: number, o: number, shape: readonly number[]) => CUT * std(i, o, shape);
const keras = { embedding: 0.05 / Math.sqrt(3) };

const KERNELS: Record<string, Noise> = {
  zero: { std: () => 0, shape: "constant" },
  random: { std: () => 0.01, shape: "normal" },
  "standard-normal": { std: () => 1, shape: "normal" },
  "xavier-fan-in": { std: (i) => Math.sqrt(1 / i), shape: "normal" },
  he: { std: (i) => Math.sqrt(2 / i), shape: "normal" },
  "he-uniform": { std: (i) => Math.sqrt(2 / i), shape: "uniform" },
  "glorot-normal": { std: (i, o) => Math.sqrt(2 / (i + o)), shape: "normal" },
  "glorot-uniform": { std: (i, o) => Math.sqrt(2 / (i + o)), shape: "uniform" },
  "lecun-normal": { std: (i) => Math.sqrt(1 / i), shape: "normal" },
  "lecun-uniform": { std: (i) => Math.sqrt(1 / i), shape: "uniform" },
  "pytorch-default": { std: (i) => 1 / Math.sqrt(3 * i), shape: "uniform", embedding: 1, bias: { bound: 0.2 } },
  "keras-default": { std: (i, o) => Math.sqrt(2 / (i + o)), shape: "uniform", ...keras },
  ones: { std: () => 0, shape: "constant", mean: 1 },
  constant: { std: () => 0, shape: "constant", mean: Math.fround(0.01) },
  identity: { std: () => 0, shape: "deterministic" },
  "zero-hadamard": { std: () => 0, shape: "deterministic" },
  idinit: { std: () => 0, shape: "deterministic" },
  uniform: { std: () => 0.05 / Math.sqrt(3), shape: "uniform" },
  normal: { std: () => 0.05, shape: "normal" },
  "truncated-normal": { std: () => 0.05, shape: "truncated" },
  "variance-scaling": { std: lecun, shape: "truncated" },
  "nguyen-widrow": {
    std: (i, _o, [units]) => (0.7 * units! ** (1 / i)) / Math.sqrt(i),
    shape: "structured",
    bias: { bound: 0.7 * 20_000 ** (1 / 25) },
  },
  "random-walk": { std: (i) => Math.exp(1 / (2 * i)) / Math.sqrt(i), shape: "normal" },
  sparse: { std: (i) => Math.sqrt(15 / i), shape: "structured", independent: ([units]) => 15 * units! },
  siren: { std: (i) => Math.sqrt(2 / i) / 30, shape: "uniform" },
  "activation-aware": { std: lecun, shape: "normal" },
  "edge-of-chaos": { std: lecun, shape: "normal" },
  "pytorch/xavier-uniform": { std: glorot, shape: "uniform" },
  "pytorch/xavier-normal": { std: glorot, shape: "normal" },
  "pytorch/kaiming-uniform": { std: kaiming, shape: "uniform" },
  "pytorch/kaiming-normal": { std: kaiming, shape: "normal" },
  "pytorch/kaiming-normal-fan-out": { std: (_i, o) => kaiming(o), shape: "normal" },
  "pytorch/trunc-normal": { std: () => CUT, shape: "truncated" },
  "pytorch/sparse": {
    std: (_i, _o, [rows]) => 0.01 * Math.sqrt(1 - Math.ceil(0.1 * rows!) / rows!),
    shape: "structured",
    independent: (shape) => 0.8 * sizeOf(shape),
  },
  "torch7/default": { std: (i) => 1 / Math.sqrt(3 * i), shape: "uniform", embedding: 1, bias: { bound: 0.2 } },
  "caffe/xavier": { std: lecun, shape: "uniform" },
  "caffe/msra": { std: kaiming, shape: "normal" },
  "tf-playground/default": { std: () => 0.5 / Math.sqrt(3), shape: "uniform", bias: { all: Math.fround(0.1) } },
  "keras/glorot_uniform": { std: glorot, shape: "uniform", ...keras },
  "keras/glorot_normal": { std: glorot, shape: "truncated", ...keras },
  "keras/he_uniform": { std: kaiming, shape: "uniform", ...keras },
  "keras/he_normal": { std: kaiming, shape: "truncated", ...keras },
  "keras/lecun_uniform": { std: lecun, shape: "uniform", ...keras },
  "keras/lecun_normal": { std: lecun, shape: "truncated", ...keras },
  "keras-2018/glorot_normal": { std: cut(glorot), shape: "truncated", ...keras },
  "keras-2018/he_normal": { std: cut(kaiming), shape: "truncated", ...keras },
  "keras-2018/lecun_normal": { std: cut(lecun), shape: "truncated", ...keras },
  "tfjs/glorotUniform": { std: glorot, shape: "uniform", ...keras },
  "tfjs/glorotNormal": { std: cut(glorot), shape: "truncated", ...keras },
  "tfjs/heUniform": { std: kaiming, shape: "uniform", ...keras },
  "tfjs/heNormal": { std: cut(kaiming), shape: "truncated", ...keras },
  "tfjs/leCunUniform": { std: lecun, shape: "uniform", ...keras },
  "tfjs/leCunNormal": { std: cut(lecun), shape: "truncated", ...keras },
  "jax/glorot_uniform": { std: glorot, shape: "uniform" },
  "jax/glorot_normal": { std: glorot, shape: "truncated" },
  "jax/he_uniform": { std: kaiming, shape: "uniform" },
  "jax/he_normal": { std: kaiming, shape: "truncated" },
  "jax/lecun_uniform": { std: lecun, shape: "uniform" },
  "jax/lecun_normal": { std: lecun, shape: "truncated" },
  "jax/uniform": { std: () => 0.01 / Math.sqrt(12), shape: "uniform", mean: 0.005 },
  "jax/normal": { std: () => 0.01, shape: "normal" },
  "flax/default": { std: lecun, shape: "truncated", embedding: 0.1 },
  orthogonal: { std: (_i, _o, shape) => orthonormal(shape), shape: "structured" },
  "delta-orthogonal": { std: (_i, _o, shape) => orthonormalInSpace(shape), shape: "structured" },
  "scale-corrected-uniform-orthogonal": {
    std: (_i, _o, shape) => Math.max(Math.sqrt(shape[0]! / shape[1]!), 1) * orthonormalInSpace(shape),
    shape: "structured",
  },
  "circular-orthogonal": { std: (_i, _o, shape) => orthonormalInSpace(shape), shape: "structured" },
  "looks-linear": {
    std: (_i, _o, shape) => Math.SQRT2 * orthonormalInSpace(shape),
    shape: "structured",
    copies: 4,
    // Pairs of units need even widths; groups, attention and transposed convolutions are not plain.
    refuses: ({ shape, role }) =>
      shape.some((size, axis) => axis < 2 && size % 2 === 1) ||
      (role.groups ?? 1) > 1 ||
      role.projection !== undefined ||
      role.operation === "transposed-convolution",
  },
  // Methods that act on roles. These are kernels outside residual branches; tests beside the
  // methods cover those inside.
  "zero-gamma": { std: (i) => Math.sqrt(2 / i), shape: "normal" },
  fixup: { std: (i) => Math.sqrt(2 / i), shape: "normal" },
  skipinit: { std: (i) => Math.sqrt(2 / i), shape: "normal", residualScale: 0 },
  rezero: { std: (i, o) => Math.sqrt(2 / (i + o)), shape: "uniform", residualScale: 0 },
  "t-fixup": { std: (i, o) => Math.sqrt(2 / (i + o)), shape: "uniform", embedding: 0.1 * 9 ** -0.25 },
  gpt2: { std: () => 0.02, shape: "normal" },
  deepnorm: { std: (i, o) => Math.sqrt(2 / (i + o)), shape: "normal" },
  mimetic: {
    std: (i, o) => Math.sqrt(2 / (i + o)),
    shape: "uniform",
    // A projection without the other one of its pair is refused; pairs are tested beside the
    // method.
    refuses: ({ role }) => role.projection === "key" || role.projection === "output",
  },
  mup: { std: (i) => Math.sqrt(1 / i), shape: "normal", embedding: 1 },
};

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

test("the suite knows every initializer, and names are told apart", () => {
  expect(initializers.map(({ name }) => name).sort()).toEqual(Object.keys(KERNELS).sort());
  const names = initializers.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(initializers.map((one) => [one.name, one] as const))("%s", (name, one) => {
  const { std, shape, mean: centre = 0, copies = 1, independent = sizeOf, ...rest } = KERNELS[name]!;
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
