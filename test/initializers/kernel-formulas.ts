/**
 * What the kernels of every method that needs no data must look like: the formulas, written anew.
 */
import { sizeOf } from "../../src/graph/tensor.js";
import type { TensorSpecification } from "../../src/network/parameter.js";

/** What a kernel must look like that a method drew. */
export interface KernelFormula {
  readonly std: (fanIn: number, fanOut: number, shape: readonly number[]) => number;
  /**
   * "structured": elements depend on each other (rows of orthogonal matrices), or on draws of other
   * tensors; tests beside the method check how. "deterministic": there are no draws; tests beside
   * the method check every element. "truncated": a normal distribution cut at ±2 of its σ.
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
   * Standard deviation of an embedding of width 100, where the method sets it.
   */
  readonly embedding?: number;
  /** The start of a residual scale, where the method sets it. */
  readonly residualScale?: number;
  /** Kernels that the method has to refuse. */
  readonly refuses?: (tensor: TensorSpecification) => boolean;
}

/** Root mean square of a kernel that has orthonormal rows or columns when it is flattened. */
const orthonormal = (shape: readonly number[]): number => 1 / Math.sqrt(Math.max(shape[0]!, sizeOf(shape) / shape[0]!));
/**
 * The same for a convolution that keeps norms: the squares at all positions add up to those of one
 * matrix with orthonormal rows or columns.
 */
const orthonormalInSpace = ([rows, columns, ...places]: readonly number[]): number =>
  1 / Math.sqrt(Math.max(rows!, columns!) * sizeOf(places));

const lecun = (i: number) => Math.sqrt(1 / i);
const kaiming = (i: number) => Math.sqrt(2 / i);
const glorot = (i: number, o: number) => Math.sqrt(2 / (i + o));
/** Standard deviation of N(0, 1) cut at ±2: scipy.stats.truncnorm(-2, 2).std(). */
export const CUT = 0.87962566103423978;
const cut = (std: KernelFormula["std"]) => (i: number, o: number, shape: readonly number[]) => CUT * std(i, o, shape);
const keras = { embedding: 0.05 / Math.sqrt(3) };

/** Of every method of the table, by name. */
export const kernelFormulas: Readonly<Record<string, KernelFormula>> = {
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
