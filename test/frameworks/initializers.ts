/**
 * The methods of the table that frameworks have too, with how each calls it. A method is written as
 * on the command line, with its options.
 */
import { parseLayers } from "../../src/explain/index.js";
import {
  type Fans,
  frameworkFans,
  jaxFans,
  kerasFans,
  type TensorSpecification,
} from "../../src/initializers/index.js";
import type { Layout } from "../../src/weights/layout.js";

/** The frameworks, with the layout of their kernels and the fans that we say they take. */
export const conventions = {
  keras: { layout: "keras", fans: kerasFans },
  flax: { layout: "jax", fans: jaxFans },
  tfjs: { layout: "keras", fans: kerasFans },
  pytorch: { layout: "pytorch", fans: frameworkFans },
} as const satisfies Record<string, { layout: Layout; fans: (tensor: TensorSpecification) => Fans }>;

export type Framework = keyof typeof conventions;

/** Kernels whose fans all agree on. */
const plain = ["linear 300→200", "conv1d 5 40→60", "conv 3x3 32→48", "conv 3x3x3 12→16"];

/** And those where frameworks have their own fans. */
const every = [
  ...plain,
  "linear 96→288 fused 3",
  "conv 3x3 64→64 groups 8",
  "depthwise 3x3 64→256",
  "transposed 4x4 32→24 stride 2",
];

/** The tensor of a layer in words. */
export const kernelOf = (text: string): TensorSpecification => parseLayers(text)[0]!.kernel;

/** A method of the table, and the framework's initializer that draws the same. */
export interface Counterpart {
  readonly method: string;
  readonly framework: Framework;
  /** The framework's name for it. */
  readonly call: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Layers in words. */
  readonly kernels: readonly string[];
}

type Options = Readonly<Record<string, unknown>>;
type Row = readonly [method: string, call: string, options?: Options, kernels?: readonly string[]];

const counterparts = (framework: Framework, rows: readonly Row[]): Counterpart[] =>
  rows.map(([method, call, options = {}, kernels]) => {
    const isItsOwn = method.startsWith(`${framework}/`) || method.startsWith("jax/");
    return { method, framework, call, options, kernels: kernels ?? (isItsOwn ? every : plain) };
  });

const untruncated = (scale: number, mode: string) => ({ scale, mode, distribution: "untruncated_normal" });

const keras = counterparts("keras", [
  ["keras/glorot_uniform", "GlorotUniform"],
  ["keras/glorot_normal", "GlorotNormal"],
  ["keras/he_uniform", "HeUniform"],
  ["keras/he_normal", "HeNormal"],
  ["keras/lecun_uniform", "LecunUniform"],
  ["keras/lecun_normal", "LecunNormal"],
  ["glorot-uniform", "GlorotUniform"],
  ["he-uniform", "HeUniform"],
  ["lecun-uniform", "LecunUniform"],
  ["glorot-normal", "VarianceScaling", untruncated(1, "fan_avg")],
  ["he", "VarianceScaling", untruncated(2, "fan_in")],
  ["lecun-normal", "VarianceScaling", untruncated(1, "fan_in")],
  ["variance-scaling", "VarianceScaling"],
  [
    "variance-scaling:scale=3,mode=fanOut,distribution=uniform",
    "VarianceScaling",
    { scale: 3, mode: "fan_out", distribution: "uniform" },
  ],
  ["uniform", "RandomUniform"],
  ["normal", "RandomNormal"],
  ["truncated-normal:corrected=no", "TruncatedNormal"],
  ["zero", "Zeros"],
  ["ones", "Ones"],
  ["constant:value=0.3", "Constant", { value: 0.3 }],
  ["identity:gain=2", "Identity", { gain: 2 }, ["linear 50→50", "linear 30→50", "linear 50→30"]],
]);

const flax = counterparts("flax", [
  ["jax/glorot_uniform", "glorot_uniform"],
  ["jax/glorot_normal", "glorot_normal"],
  ["jax/he_uniform", "he_uniform"],
  ["jax/he_normal", "he_normal"],
  ["jax/lecun_uniform", "lecun_uniform"],
  ["jax/lecun_normal", "lecun_normal"],
  ["jax/uniform", "uniform"],
  ["jax/normal", "normal"],
  ["glorot-uniform", "glorot_uniform"],
  ["he", "variance_scaling", { scale: 2, mode: "fan_in", distribution: "normal" }],
  [
    "variance-scaling:scale=3,mode=fanGeometric",
    "variance_scaling",
    { scale: 3, mode: "fan_geo_avg", distribution: "truncated_normal" },
  ],
  ["truncated-normal:corrected=no", "truncated_normal", { stddev: 0.05 }],
  ["zero", "zeros"],
  ["ones", "ones"],
  ["constant:value=0.3", "constant", { value: 0.3 }],
]);

const tfjs = counterparts("tfjs", [
  ["tfjs/glorotUniform", "glorotUniform"],
  ["tfjs/glorotNormal", "glorotNormal"],
  ["tfjs/heUniform", "heUniform"],
  ["tfjs/heNormal", "heNormal"],
  ["tfjs/leCunUniform", "leCunUniform"],
  ["tfjs/leCunNormal", "leCunNormal"],
  ["uniform", "randomUniform"],
  ["normal", "randomNormal"],
  ["truncated-normal:corrected=no", "truncatedNormal"],
  ["zero", "zeros"],
  ["ones", "ones"],
  ["constant:value=0.3", "constant", { value: 0.3 }],
  ["identity:gain=2", "identity", { gain: 2 }, ["linear 50→50"]],
]);

const pytorch = counterparts("pytorch", [
  ["pytorch/xavier-uniform", "xavier_uniform_"],
  ["pytorch/xavier-normal", "xavier_normal_"],
  ["pytorch/kaiming-uniform", "kaiming_uniform_"],
  ["pytorch/kaiming-normal", "kaiming_normal_"],
  ["pytorch/kaiming-normal-fan-out", "kaiming_normal_", { mode: "fan_out" }],
  ["pytorch/trunc-normal", "trunc_normal_"],
  ["pytorch/trunc-normal:std=0.02", "trunc_normal_", { std: 0.02 }],
  ["pytorch/trunc-normal:std=4", "trunc_normal_", { std: 4 }],
  ["pytorch/sparse:sparsity=0.3", "sparse_", { sparsity: 0.3 }, ["linear 300→200"]],
  ["truncated-normal:std=0.5,low=-4,high=4,corrected=no", "trunc_normal_", { std: 0.5 }],
  ["glorot-uniform", "xavier_uniform_"],
  ["glorot-normal", "xavier_normal_"],
  ["he-uniform", "kaiming_uniform_"],
  ["he", "kaiming_normal_"],
  ["he:negativeSlope=0.2", "kaiming_normal_", { a: 0.2 }],
  ["lecun-uniform", "kaiming_uniform_", { nonlinearity: "linear" }],
  ["lecun-normal", "kaiming_normal_", { nonlinearity: "linear" }],
  ["standard-normal", "normal_"],
  ["uniform:low=0,high=1", "uniform_"],
  ["zero", "zeros_"],
  ["ones", "ones_"],
  ["constant:value=0.3", "constant_", { val: 0.3 }],
  ["identity", "eye_", {}, ["linear 30→50", "linear 50→30"]],
  ["identity", "dirac_", {}, ["conv1d 5 4→6", "conv 3x3 6→4", "conv 3x3x3 4→4"]],
  ["identity", "dirac_", { groups: 2 }, ["conv 3x3 4→6 groups 2"]],
]);

/** All of them, by framework. */
export const counterpartsOf: Readonly<Record<Framework, readonly Counterpart[]>> = { keras, flax, tfjs, pytorch };

/** A method whose kernels are orthogonal matrices: their numbers are no independent draws. */
export const orthogonalOf: Readonly<Record<Framework, readonly Counterpart[]>> = {
  keras: counterparts("keras", [["orthogonal:gain=2", "Orthogonal", { gain: 2 }, plain]]),
  flax: counterparts("flax", [
    ["orthogonal:gain=2", "orthogonal", { scale: 2 }, plain],
    ["delta-orthogonal:gain=2", "delta_orthogonal", { scale: 2 }, plain.slice(1)],
  ]),
  tfjs: counterparts("tfjs", [["orthogonal:gain=2", "orthogonal", { gain: 2 }, ["linear 30→20", "conv 3x3 3→4"]]]),
  pytorch: counterparts("pytorch", [["orthogonal:gain=2", "orthogonal_", { gain: 2 }, plain]]),
};

/** Frameworks' methods without a counterpart to ask, with the reason. */
export const withoutCounterpart: Readonly<Record<string, string>> = {
  "pytorch-default": "of layers: layers.ts",
  "keras-default": "of layers: layers.ts",
  "flax/default": "of layers: layers.ts",
  "keras-2018/glorot_normal": "of the past",
  "keras-2018/he_normal": "of the past",
  "keras-2018/lecun_normal": "of the past",
  "torch7/default": "of the past",
  "caffe/xavier": "of the past",
  "caffe/msra": "of the past",
  "tf-playground/default": "a page, not a framework",
};
