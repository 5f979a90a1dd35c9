/**
 * Networks as lists of tensors, healthy and with one bug each. The bugs are those of public reports
 * (`case`), made anew from their formulas with draws of SciPy-tested samplers.
 */
import type { FindingKind } from "../../src/diagnosis/diagnosis.js";
import type { TensorValues } from "../../src/diagnosis/tensors/recipe.js";
import { sizeOf } from "../../src/graph/tensor.js";
import { type Initializer, initialWeights, parseInitializer } from "../../src/initializers/index.js";
import type { TensorRole, TensorSpecification } from "../../src/network/parameter.js";
import { normals, stream, truncatedNormals, uniforms } from "../../src/random/index.js";

/** A bug, and the same network without it. */
export interface BugCase {
  readonly kind: FindingKind;
  /** The public report. */
  readonly report: string;
  readonly sick: (seed: number) => readonly TensorValues[];
  readonly healthy: (seed: number) => readonly TensorValues[];
}

type Draw = (tensor: TensorSpecification, seed: number) => Float32Array;

const dense = { kind: "kernel", operation: "dense", activation: "relu" } as const;
const conv = { kind: "kernel", operation: "convolution", activation: "relu" } as const;

const kernel = (name: string, shape: readonly number[], role: Partial<TensorRole> = {}): TensorSpecification => ({
  name: `${name}/kernel`,
  shape,
  role: { ...(shape.length === 2 ? dense : conv), ...role },
});

const bias = (name: string, of: TensorSpecification): TensorSpecification => ({
  name: `${name}/bias`,
  shape: [of.shape[0]!],
  role: { kind: "bias", kernel: { shape: of.shape, role: of.role } },
});

/** Numbers by a method of the catalogue. */
const by =
  (method: string): Draw =>
  (tensor, seed) => {
    const { initializer, options } = parseInitializer(method);
    const { requires: _, ...free } = initializer as Initializer;
    return initialWeights(free, [tensor], seed, options)[tensor.name]!;
  };

const streamOf = ({ name }: TensorSpecification, seed: number) => stream(seed, "sick", name);
const normal =
  (std: number): Draw =>
  (tensor, seed) =>
    Float32Array.from(normals(streamOf(tensor, seed), sizeOf(tensor.shape)), (z) => std * z);
const cut =
  (sigma: number, bound: number): Draw =>
  (tensor, seed) =>
    Float32Array.from(truncatedNormals(streamOf(tensor, seed), sizeOf(tensor.shape), -bound, bound), (z) => sigma * z);
const uniformTo =
  (bound: number): Draw =>
  (tensor, seed) =>
    Float32Array.from(uniforms(streamOf(tensor, seed), sizeOf(tensor.shape)), (u) => bound * (2 * u - 1));

type Drawn = readonly [TensorSpecification, Draw];
const network =
  (...tensors: readonly Drawn[]) =>
  (seed: number): TensorValues[] =>
    tensors.map(([specification, draw]) => ({ specification, values: draw(specification, seed) }));

const layers = (count: number, draw: Draw, ofBias: Draw = by("he")): Drawn[] =>
  Array.from({ length: count }, (_, i) => {
    const one = kernel(`fc${i}`, [96, 96]);
    return [[one, draw] as const, [bias(`fc${i}`, one), ofBias] as const];
  }).flat();

const head: TensorSpecification = kernel("head", [200, 192], { head: true, activation: "linear" });
const wide = (draw: Draw): Drawn[] => Array.from({ length: 3 }, (_, i) => [kernel(`w${i}`, [192, 192]), draw] as const);

/** A stack of transformer blocks: attention's four kernels, and the three of SwiGLU. */
function swiglu(blocks: number, scaled: (name: string) => boolean): Drawn[] {
  return Array.from({ length: blocks }, (_, block): Drawn[] => {
    const at = (branch: 0 | 1, layer: number): Partial<TensorRole> => ({
      residual: { branch: 2 * block + branch, branches: 2 * blocks, layer, layers: 2, last: layer === 1 },
    });
    const draw = (name: string) => normal(scaled(name) ? 0.02 / Math.sqrt(2 * (block + 1)) : 0.02);
    const one = (name: string, role: Partial<TensorRole>): Drawn => [
      kernel(`block${block}/${name}`, [128, 128], role),
      draw(name),
    ];
    return [
      ...(["query", "key", "value"] as const).map((projection) =>
        one(projection, { projection, heads: 4, ...at(0, 0) }),
      ),
      one("output", { projection: "output", heads: 4, ...at(0, 1) }),
      one("w1", at(1, 0)),
      one("w3", at(1, 0)),
      one("w2", at(1, 1)),
    ];
  }).flat();
}

/** Memory that nobody wrote: small whole numbers read as floats are denormal. */
const garbage: Draw = (tensor, seed) => {
  const words = Uint32Array.from(uniforms(streamOf(tensor, seed), sizeOf(tensor.shape)), (u) => Math.floor(u * 65536));
  return new Float32Array(words.buffer);
};
const withRows =
  (draw: Draw, rows: number): Draw =>
  (tensor, seed) => {
    const values = draw(tensor, seed);
    return values.fill(0, 0, rows * (values.length / tensor.shape[0]!));
  };
const nan: Draw = (tensor, seed) => by("he")(tensor, seed).fill(Number.NaN, 5, 7);

const depthwise = (i: number) => kernel(`depthwise${i}`, [256, 1, 3, 3], { groups: 256 });
const grouped = kernel("grouped", [64, 8, 3, 3], { groups: 8 });
const transposed = kernel("up", [64, 48, 4, 4], { operation: "transposed-convolution", stride: [2, 2] });
const projections = (["query", "key", "value"] as const).map((projection) =>
  kernel(`attention/${projection}`, [64, 64], { projection, heads: 4, activation: "linear" }),
);
const stacked = kernel("attention/qkv", [192, 64], { projection: "query-key-value", fused: 3, heads: 4 });
const norm: TensorSpecification = { name: "norm/scale", shape: [96], role: { kind: "norm-scale" } };
const table: TensorSpecification = {
  name: "words",
  shape: [200, 48],
  role: { kind: "embedding", operation: "embedding" },
};

const square = (name: string) => kernel(name, [96, 96]);
const sameSeed =
  (draw: Draw, name: string): Draw =>
  (tensor, seed) =>
    draw({ ...tensor, name }, seed);
const turned =
  (draw: Draw): Draw =>
  (tensor, seed) => {
    const [rows, columns] = tensor.shape as [number, number];
    const values = draw(tensor, seed);
    return values.map((_, i) => values[(i % columns) * rows + Math.floor(i / columns)]!);
  };

const allZero: Draw = ({ shape }) => new Float32Array(sizeOf(shape));

/** Every case, by kind. */
export const bugCases: readonly BugCase[] = [
  {
    kind: "ineffective-truncation",
    report: "torchtitan#3334: trunc_normal_(std=0.02, a=-2, b=2), the head cut at 3σ",
    sick: network(...wide(normal(0.02)), [head, cut(1 / Math.sqrt(192), 3)]),
    healthy: network(...wide(cut(0.02, 2)), [head, cut(1 / Math.sqrt(192), 3)]),
  },
  {
    kind: "uncorrected-truncation",
    report: "keras#8048, tfjs#8594, flax#4091",
    sick: network(...layers(5, by("tfjs/heNormal"))),
    healthy: network(...layers(5, by("keras/he_normal"))),
  },
  {
    kind: "misplaced-depth-scale",
    report: "torchtitan#3334 and #3722: w3 of SwiGLU",
    sick: network(...swiglu(4, (name) => ["output", "w2", "w3"].includes(name))),
    healthy: network(...swiglu(4, (name) => ["output", "w2"].includes(name))),
  },
  {
    kind: "not-finite",
    report: "TransformerLens#902: some weights NaN in a fresh model",
    sick: network(...layers(2, by("he")), [square("new"), nan]),
    healthy: network(...layers(2, by("he")), [square("new"), by("he")]),
  },
  {
    kind: "never-initialized",
    report: "transformers#30953: memory that nobody wrote",
    sick: network(...layers(2, by("he")), [square("new"), garbage]),
    healthy: network(...layers(2, by("he")), [square("new"), by("he")]),
  },
  {
    kind: "never-initialized",
    report: "transformers#38987: rows of a resized kernel stay 0",
    sick: network(...layers(2, by("he")), [square("new"), withRows(by("he"), 20)]),
    healthy: network(...layers(2, by("he")), [table, withRows(normal(0.02), 1)]),
  },
  {
    kind: "never-initialized",
    report: "a tensor of another order of magnitude",
    sick: network(...layers(2, by("he")), [square("new"), normal(1e-20)]),
    healthy: network(...layers(2, by("he")), [square("new"), normal(1e-3)]),
  },
  {
    kind: "equal-tensors",
    report: "Keras: one seed for every layer",
    sick: network([square("a"), by("he")], [square("b"), sameSeed(by("he"), "a/kernel")]),
    healthy: network([square("a"), by("he")], [square("b"), by("he")]),
  },
  {
    kind: "equal-tensors",
    report: "one seed, another scale and a kernel stored [in, out]",
    sick: network([square("a"), by("he")], [square("b"), turned(sameSeed(by("glorot-uniform"), "a/kernel"))]),
    healthy: network([square("a"), by("he")], [square("b"), turned(by("glorot-uniform"))]),
  },
  {
    kind: "equal-tensors",
    report: "one seed for layers of other widths",
    sick: network([kernel("a", [64, 100]), by("he")], [kernel("b", [80, 64]), sameSeed(by("he"), "a/kernel")]),
    healthy: network([kernel("a", [64, 100]), by("he")], [kernel("b", [80, 64]), by("he")]),
  },
  {
    kind: "wrong-fan",
    report: "keras#11773: depthwise",
    sick: network(...[0, 1].map((i) => [depthwise(i), by("keras/he_normal")] as const)),
    healthy: network(...[0, 1].map((i) => [depthwise(i), by("he")] as const)),
  },
  {
    kind: "wrong-fan",
    report: "pytorch#23854, timm#84: fanOut of a depthwise convolution",
    sick: network(...[0, 1].map((i) => [depthwise(i), by("pytorch/kaiming-normal-fan-out")] as const)),
    healthy: network(
      ...[0, 1].map((i) => [depthwise(i), by("variance-scaling:scale=2,mode=fanOut,distribution=normal")] as const),
    ),
  },
  {
    kind: "wrong-fan",
    report: "pytorch#23854: fanOut of a grouped convolution",
    sick: network([grouped, by("pytorch/xavier-uniform")]),
    healthy: network([grouped, by("glorot-uniform")]),
  },
  {
    kind: "wrong-fan",
    report: "tensorflow#31192: transposed convolution",
    sick: network([transposed, by("keras/he_normal")]),
    healthy: network([transposed, by("jax/he_normal")]),
  },
  {
    kind: "wrong-fan",
    report: "pytorch#166378: fused query, key and value",
    sick: network([stacked, by("pytorch/xavier-uniform")]),
    healthy: network([stacked, by("glorot-uniform")]),
  },
  {
    kind: "wrong-fan",
    report: "pytorch#166378: the parts of a fused matrix",
    sick: network(...projections.map((one) => [one, uniformTo(Math.sqrt(6 / (64 + 192)))] as const)),
    healthy: network(...projections.map((one) => [one, by("glorot-uniform")] as const)),
  },
  {
    kind: "unintended-default",
    report: "pytorch#54030",
    sick: network(...layers(6, by("pytorch-default"), by("pytorch-default"))),
    healthy: network(...layers(6, by("he-uniform"))),
  },
  {
    kind: "symmetric",
    report: "constant kernels",
    sick: network(...layers(3, by("constant"))),
    healthy: network(...layers(3, by("identity"))),
  },
  {
    kind: "symmetric",
    report: "zeros in a hidden layer",
    sick: network(...layers(2, by("he")), [square("new"), allZero], [head, by("he")]),
    healthy: network(...layers(2, by("he")), [norm, by("he")], [head, allZero]),
  },
];
