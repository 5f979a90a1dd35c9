/** Small graphs with each operator of the table, in each form that is written differently. */
import { GraphBuilder } from "../../src/graph/builder.js";
import type { Attributes, Graph, Value } from "../../src/graph/graph.js";
import { type ElementType, type Shape, tensor } from "../../src/graph/tensor.js";
import { recurrentSamples } from "./recurrent-samples.js";

/** Adds one node of the operator; gives all its outputs. */
type Sample = (g: GraphBuilder, operator: string) => readonly Value[];

/** An input of the graph. */
const input = (g: GraphBuilder, shape: Shape, type: ElementType = "float32") => g.input("in", type, shape);

/** Float inputs of these shapes. */
const plain =
  (shapes: readonly Shape[], attributes: Attributes = {}, outputs = 1): Sample =>
  (g, operator) =>
    g.applyAll(
      operator,
      shapes.map((shape) => input(g, shape)),
      attributes,
      { outputs },
    );

/** A float input and int64 lists; undefined where an input is left out. */
const listed =
  (shape: Shape, lists: readonly (readonly number[] | undefined)[], attributes: Attributes = {}, outputs = 1): Sample =>
  (g, operator) =>
    g.applyAll(
      operator,
      [input(g, shape), ...lists.map((list) => (list === undefined ? undefined : g.integers(list)))],
      attributes,
      { outputs },
    );

const bools =
  (count: number): Sample =>
  (g, operator) =>
    g.applyAll(
      operator,
      Array.from({ length: count }, () => input(g, [2, 3], "bool")),
    );

const unary = [plain([[2, 3]])];
const binary = [plain([[2, 3], [3]])];
const variadic = [plain([[2, 3], [3], [2, 1]]), plain([[2, 3]])];
const reductions = [plain([[2, 3, 4]], { axes: [1], keepdims: 0 }), plain([[2, 3]])];
const vectors = [[2, 3, 4, 4], [3], [3], [3], [3]];

const elementwise: Record<string, readonly Sample[]> = {
  ...Object.fromEntries(
    (
      "Identity Neg Abs Sign Exp Log Sqrt Reciprocal Erf Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh Floor Ceil Round Relu Sigmoid Tanh Softplus Softsign " +
      "LeakyRelu Elu Selu HardSigmoid"
    )
      .split(" ")
      .map((name) => [name, unary]),
  ),
  ...Object.fromEntries(
    "Add Sub Mul Div Pow Equal Greater GreaterOrEqual Less LessOrEqual".split(" ").map((name) => [name, binary]),
  ),
  Mod: [
    plain([[2, 3], [3]], { fmod: 1 }),
    (g, op) => g.applyAll(op, [input(g, [2, 3], "int32"), g.constant(tensor("int32", [3], [2, -3, 5]))]),
  ],
  ...Object.fromEntries("Max Min Sum Mean".split(" ").map((name) => [name, variadic])),
  ...Object.fromEntries("And Or Xor".split(" ").map((name) => [name, [bools(2)]])),
  Not: [bools(1)],
  Gelu: [plain([[2, 3]]), plain([[2, 3]], { approximate: "tanh" })],
  Clip: [
    (g, op) => g.applyAll(op, [input(g, [2, 3]), g.scalar(-1), g.scalar(1)]),
    (g, op) => g.applyAll(op, [input(g, [2, 3]), undefined, g.scalar(1)]),
    (g, op) => g.applyAll(op, [input(g, [2, 3]), g.scalar(0), undefined]),
  ],
  Where: [(g, op) => g.applyAll(op, [input(g, [2, 3], "bool"), input(g, [3]), input(g, [2, 1])])],
};

const shapes: Record<string, readonly Sample[]> = {
  Reshape: [
    listed([2, 3], [[3, 2]]),
    listed(
      [2, 3],
      [[-1, 0]].map(() => [0, -1]),
    ),
    listed([2, 0], [[0, 7]], { allowzero: 1 }),
  ],
  Flatten: [plain([[2, 3, 4]])],
  Squeeze: [listed([2, 1, 4], [[1]]), plain([[2, 1, 4]])],
  Unsqueeze: [listed([2, 4], [[0, 3]])],
  Transpose: [plain([[2, 3, 4]]), plain([[2, 3, 4]], { perm: [1, 0, 2] })],
  Slice: [
    listed([4, 5], [[1], [3]]),
    listed([4, 5], [[4], [-9], [1], [-2]]),
    (g, op) => g.applyAll(op, [input(g, [4, 5]), g.integers([0]), g.integers([4]), undefined, g.integers([2])]),
  ],
  Concat: [
    plain(
      [
        [2, 3],
        [2, 1],
      ],
      { axis: 1 },
    ),
  ],
  Split: [listed([2, 5], [[2, 3]], { axis: 1 }, 2)],
  Pad: [
    listed([2, 3], [[1, 0, 0, 2]]),
    listed([2, 3], [[0, 1, 0, 2]], { mode: "reflect" }),
    (g, op) => g.applyAll(op, [input(g, [2, 3]), g.integers([1, 0, 0, -1]), g.scalar(7)]),
  ],
  Expand: [listed([3, 1], [[2, 3, 4]])],
  Tile: [listed([2, 3], [[2, 2]])],
  Cast: (["float64", "int32", "int64", "uint8", "bool"] as const).map(
    (to): Sample =>
      (g, op) =>
        g.applyAll(op, [input(g, [2, 3])], { to }),
  ),
  Shape: [plain([[2, 3, 4]]), plain([[2, 3, 4]], { start: 1, end: 2 })],
  ConstantOfShape: [
    (g, op) => g.applyAll(op, [g.integers([2, 3])]),
    (g, op) => g.applyAll(op, [g.integers([2, 3])], { value: tensor("int64", [1], [5]) }),
  ],
  Range: [(g, op) => g.applyAll(op, [g.scalar(1, "int64"), g.scalar(9, "int64"), g.scalar(2, "int64")])],
  Resize: [
    (g, op) => g.applyAll(op, [input(g, [1, 2, 3, 3]), undefined, g.constant(tensor("float32", [4], [1, 1, 2, 2]))]),
    (g, op) =>
      g.applyAll(op, [input(g, [1, 2, 3, 3]), undefined, undefined, g.integers([1, 2, 5, 7])], {
        mode: "linear",
        coordinate_transformation_mode: "align_corners",
      }),
  ],
};

const indexing: Record<string, readonly Sample[]> = {
  Gather: [(g, op) => g.applyAll(op, [input(g, [4, 5]), input(g, [2], "int32")], { axis: 1 })],
  GatherElements: [(g, op) => g.applyAll(op, [input(g, [4, 5]), input(g, [4, 2], "int64")], { axis: 1 })],
  TopK: [listed([4, 5], [[2]], {}, 2), listed([4, 5], [[3]], { axis: 0, largest: 0 }, 2)],
  ScatterElements: ["none", "add", "mul", "max"].map(
    (reduction): Sample =>
      (g, op) =>
        g.applyAll(op, [input(g, [4, 5]), input(g, [4, 2], "int64"), input(g, [4, 2])], { axis: 1, reduction }),
  ),
  OneHot: [
    (g, op) =>
      g.applyAll(op, [input(g, [4], "int32"), g.scalar(10, "int32"), g.constant(tensor("float32", [2], [0, 1]))]),
  ],
  CumSum: [(g, op) => g.applyAll(op, [input(g, [4, 5]), g.scalar(1, "int64")], { exclusive: 1, reverse: 1 })],
  Trilu: [plain([[3, 3]]), (g, op) => g.applyAll(op, [input(g, [3, 3]), g.scalar(1, "int64")], { upper: 0 })],
};

const pools = [
  plain([[1, 2, 6, 6]], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 0, 0], ceil_mode: 1 }),
  plain([[1, 2, 6]], { kernel_shape: [2], auto_pad: "SAME_UPPER" }),
];

const networks: Record<string, readonly Sample[]> = {
  MatMul: [
    plain([
      [2, 3, 4],
      [4, 5],
    ]),
  ],
  Gemm: [
    plain([
      [2, 3],
      [3, 4],
    ]),
    plain([[3, 2], [4, 3], [4]], { transA: 1, transB: 1, alpha: 0.5, beta: 2 }),
  ],
  Conv: [
    plain([[1, 4, 6, 6], [6, 2, 3, 3], [6]], { group: 2, strides: [2, 1], pads: [1, 1, 0, 0], dilations: [1, 2] }),
    plain(
      [
        [1, 2, 6],
        [3, 2, 3],
      ],
      { auto_pad: "SAME_LOWER" },
    ),
  ],
  ConvTranspose: [
    plain([[1, 4, 5, 5], [4, 2, 3, 3], [2]], { strides: [2, 2], output_padding: [1, 1], pads: [1, 1, 1, 1] }),
  ],
  MaxPool: [...pools, plain([[1, 2, 6, 6]], { kernel_shape: [2, 2], dilations: [2, 2] }, 2)],
  AveragePool: [...pools, plain([[1, 2, 6, 6]], { kernel_shape: [2, 2], pads: [1, 1, 1, 1], count_include_pad: 1 })],
  MaxUnpool: [
    (g, op) =>
      g.applyAll(op, [input(g, [1, 1, 2, 2]), input(g, [1, 1, 2, 2], "int64")], {
        kernel_shape: [2, 2],
        strides: [2, 2],
      }),
    (g, op) =>
      g.applyAll(op, [input(g, [1, 1, 2, 2]), input(g, [1, 1, 2, 2], "int64"), g.integers([1, 1, 4, 4])], {
        kernel_shape: [2, 2],
        strides: [2, 2],
      }),
  ],
  GlobalAveragePool: [plain([[1, 2, 6, 6]])],
  GlobalMaxPool: [plain([[1, 2, 6, 6]])],
  BatchNormalization: [plain(vectors), plain(vectors, { training_mode: 1, momentum: 0.75, epsilon: 0.001 }, 3)],
  InstanceNormalization: [plain([[2, 3, 4, 4], [3], [3]])],
  LayerNormalization: [
    plain([[2, 3, 4], [4], [4]]),
    plain(
      [
        [2, 3, 4],
        [3, 4],
      ],
      { axis: 1, epsilon: 0.001 },
      3,
    ),
  ],
  LRN: [plain([[1, 5, 3, 3]], { size: 3 })],
  Dropout: [plain([[2, 3]]), plain([[2, 3]], {}, 2)],
  Softmax: [plain([[2, 3, 4]]), plain([[2, 3, 4]], { axis: 1 })],
  LogSoftmax: [plain([[2, 3, 4]]), plain([[2, 3, 4]], { axis: 0 })],
  ReduceSum: [
    listed([2, 3, 4], [[1, 2]], { keepdims: 0 }),
    plain([[2, 3]]),
    plain([[2, 3]], { noop_with_empty_axes: 1 }),
  ],
  ...Object.fromEntries(
    ["ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare"].map((name) => [
      name,
      reductions,
    ]),
  ),
  ArgMax: [plain([[2, 3]], { axis: 1, keepdims: 0, select_last_index: 1 })],
};

/** Not in ONNX's own tables: these are only for ONNX Runtime. */
const microsoft: Record<string, readonly Sample[]> = {
  "com.microsoft:FusedMatMul": [
    plain(
      [
        [2, 4, 3],
        [5, 4],
      ],
      { transA: 1, transB: 1, alpha: 0.5 },
    ),
  ],
  "com.microsoft:FusedGemm": [plain([[2, 3], [3, 4], [4]], { activation: "Relu" })],
  "com.microsoft:FusedConv": [plain([[1, 2, 6, 6], [3, 2, 3, 3], [3]], { activation: "Relu" })],
  // Sixteen channels are whole blocks on every processor.
  "com.microsoft.nchwc:Conv": [
    plain([[1, 16, 6, 6], [16, 16, 3, 3], [16]], { activation: "Relu", pads: [1, 1, 1, 1] }),
  ],
  "com.microsoft.nchwc:MaxPool": [plain([[1, 16, 6, 6]], { kernel_shape: [2, 2], strides: [2, 2] })],
  "com.microsoft.nchwc:ReorderInput": [plain([[2, 16, 3, 5]])],
  "com.microsoft.nchwc:ReorderOutput": [plain([[2, 16, 3, 5]], { channels: 16 })],
};

export const samples: Readonly<Record<string, readonly Sample[]>> = {
  ...elementwise,
  ...shapes,
  ...indexing,
  ...recurrentSamples,
  ...networks,
  ...microsoft,
};

/** One graph for each sample of an operator. */
export function sampleGraphs(operator: string): readonly Graph[] {
  return (samples[operator] ?? []).map((sample, k) => {
    const g = new GraphBuilder(`${operator} ${k}`);
    const outputs = g.inLayer("a layer", () => sample(g, operator));
    outputs.forEach((v, i) => {
      g.output(`out${i}`, v);
    });
    return g.build();
  });
}
