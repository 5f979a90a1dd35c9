/** Operators that are read by their definitions, in the forms of several opsets. */
import { TensorProto_DataType as DataType } from "onnx-buf";
import { type File, type FileNode, floats, ints, scalar } from "./onnx-file.js";

type Attributes = FileNode["attributes"];
type Constants = NonNullable<File["constants"]>;
type Case = readonly [name: string, file: File];

const int = (value: number) => ({ dataType: DataType.INT64, dims: [], int64Data: [BigInt(value)] });
const bools = (...values: number[]) => ({
  dataType: DataType.BOOL,
  dims: [BigInt(values.length)],
  int32Data: values,
});
const table = (dims: readonly number[], values: readonly number[]) => ({
  dataType: DataType.INT64,
  dims: dims.map(BigInt),
  int64Data: values.map(BigInt),
});
const matrix = (dims: readonly number[], values: readonly number[]) => ({
  dataType: DataType.FLOAT,
  dims: dims.map(BigInt),
  floatData: [...values],
});

/** One node with the input x and these constants. */
function one(
  op: string,
  opset: number,
  attributes: Attributes = {},
  constants: Constants = {},
  input: readonly number[] = [2, 3, 4],
): Case {
  const said = Object.entries(attributes).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  const nodes = [{ op, inputs: ["x", ...Object.keys(constants)], attributes }];
  return [[op, opset, ...said, `[${input}]`].join(" "), { opset, nodes, constants, input }];
}

/** The same with a result that is no float32: cast, since files of `fileOf` return float32. */
function cast([name, file]: Case): Case {
  const nodes = [
    ...file.nodes.map((node) => ({ ...node, outputs: ["result"] })),
    { op: "Cast", inputs: ["result"], attributes: { to: DataType.FLOAT } },
  ];
  return [name, { ...file, nodes }];
}

/** A node without the input x. */
function alone(op: string, opset: number, constants: Constants, attributes: Attributes = {}): Case {
  return [
    `${op} ${opset} ${JSON.stringify(attributes)}`,
    { opset, nodes: [{ op, inputs: Object.keys(constants), attributes }], constants },
  ];
}

const image = [1, 8, 4, 6];

const activations: readonly Case[] = [
  one("HardSwish", 14),
  one("Celu", 12),
  one("Celu", 12, { alpha: { float: 0.7 } }),
  one("Mish", 18),
  one("Mish", 22),
  one("Swish", 24, { alpha: { float: 1.5 } }),
  one("PRelu", 7, {}, { slope: matrix([3, 1], [0.1, 0.2, -0.3]) }),
  one("PRelu", 16, {}, { slope: floats(0.25) }),
  one("ThresholdedRelu", 10, { alpha: { float: 0.5 } }),
  one("Shrink", 9, { lambd: { float: 0.6 }, bias: { float: 0.2 } }),
  one("Shrink", 9),
  cast(one("IsNaN", 13)),
  cast(one("IsInf", 10, { detect_negative: 0 })),
];

const reductions: readonly Case[] = [
  one("ReduceLogSumExp", 11, { axes: [1], keepdims: 0 }),
  one("ReduceLogSumExp", 13),
  one("ReduceLogSumExp", 18, { keepdims: 0 }, { axes: ints(-1, 0) }),
  [
    "ReduceLogSum 18",
    {
      opset: 18,
      nodes: [
        { op: "Exp", inputs: ["x"], outputs: ["e"] },
        { op: "ReduceLogSum", inputs: ["e", "axes"] },
      ],
      constants: { axes: ints(2) },
    },
  ],
  cast(one("ArgMin", 13, { axis: 2 })),
  cast(one("ArgMin", 11, { axis: -2, keepdims: 0 })),
  one("LpNormalization", 13, { axis: 1, p: 1 }),
  one("LpNormalization", 13, { axis: 2 }),
  one("MeanVarianceNormalization", 13, {}, {}, image),
  one("MeanVarianceNormalization", 9, { axes: [1] }),
  one("GlobalLpPool", 13, { p: 3 }, {}, image),
  one("GlobalLpPool", 13, {}, {}, image),
  one("LpPool", 11, { kernel_shape: [2, 3], strides: [2, 1], pads: [0, 1, 1, 0] }, {}, image),
  one("LpPool", 18, { kernel_shape: [2, 2], dilations: [2, 1], p: 3 }, {}, image),
  one("AveragePool", 19, { kernel_shape: [2, 2], dilations: [2, 3], pads: [1, 1, 0, 0] }, {}, image),
  one(
    "AveragePool",
    19,
    { kernel_shape: [2, 2], dilations: [2, 2], pads: [1, 1, 1, 1], count_include_pad: 1 },
    {},
    image,
  ),
];

const movements: readonly Case[] = [
  one("DepthToSpace", 13, { blocksize: 2 }, {}, image),
  one("DepthToSpace", 11, { blocksize: 2, mode: "CRD" }, {}, image),
  one("SpaceToDepth", 13, { blocksize: 2 }, {}, image),
  cast(one("Size", 13)),
  one("EyeLike", 9, { k: 1 }, {}, [3, 4]),
  cast(one("EyeLike", 9, { k: -1, dtype: DataType.INT64 }, {}, [3, 4])),
  cast(one("CastLike", 15, {}, { like: ints(1) })),
  one("CenterCropPad", 18, { axes: [1, 2] }, { sizes: ints(5, 1) }),
  one("Compress", 11, { axis: 2 }, { condition: bools(1, 0, 0, 1) }),
  one("Compress", 9, {}, { condition: bools(0, 1, 1) }),
  one("ReverseSequence", 10, { time_axis: 0, batch_axis: 1 }, { lengths: ints(1, 2, 2) }),
  one("ReverseSequence", 10, { time_axis: 1, batch_axis: 0 }, { lengths: ints(3, 2) }),
  one("GatherND", 13, {}, { indices: table([2, 2], [0, 1, -1, -3]) }),
  one("GatherND", 12, { batch_dims: 1 }, { indices: table([2, 1], [2, 0]) }),
  one("ScatterND", 13, {}, { indices: table([2, 1], [1, 0]), updates: matrix([2, 3, 4], [...Array(24).keys()]) }),
  one(
    "ScatterND",
    16,
    { reduction: "add" },
    { indices: table([2, 2], [0, 1, 0, 1]), updates: matrix([2, 4], [...Array(8).keys()]) },
  ),
  one("ScatterND", 18, { reduction: "max" }, { indices: table([1, 3], [0, 1, 2]), updates: floats(0.5) }),
  one("Hardmax", 13),
  one("Hardmax", 11),
  cast(alone("NonZero", 13, { a: matrix([2, 3], [0, 1, 2, 0, 0, 3]) })),
];

const products: readonly Case[] = [
  one(
    "ConvTranspose",
    11,
    { output_shape: [10, 8], strides: [3, 2] },
    { w: matrix([2, 1, 3, 3], [...Array(18).keys()]) },
    [1, 2, 3, 3],
  ),
  ...["bij->bji", "bij->b", "...ij->...ji", "bij", "b...->..."].map((equation) => one("Einsum", 12, { equation })),
  one("Einsum", 12, { equation: "ii->i" }, {}, [3, 3]),
  one("Einsum", 12, { equation: "ii" }, {}, [3, 3]),
  one("Einsum", 12, { equation: "bij,jk->bik" }, { w: matrix([4, 2], [1, 2, 3, 4, 5, 6, 7, 8]) }),
  one("Einsum", 12, { equation: "bij,bij->bi" }, { w: matrix([2, 3, 4], [...Array(24).keys()]) }),
  one("Einsum", 12, { equation: "bij,k->bijk" }, { w: floats(1, -2) }),
  one("Einsum", 12, { equation: "...j,j" }, { w: floats(1, 2, 3, 4) }),
  one("Einsum", 12, { equation: "bij,j,i->b" }, { w: floats(1, 2, 3, 4), v: floats(1, 0, -1) }),
  one("MatMul", 13, {}, { v: floats(1, 2, 3, 4) }),
  one("MatMul", 13, {}, { m: matrix([4, 3], [...Array(12).keys()]) }, [4]),
];

const losses: readonly Case[] = ["none", "sum", "mean"].flatMap((reduction) => [
  one("NegativeLogLikelihoodLoss", 13, { reduction }, { target: ints(2, 0) }, [2, 3]),
  one(
    "NegativeLogLikelihoodLoss",
    13,
    { reduction, ignore_index: 1 },
    { target: table([2, 4], [0, 1, 2, 0, 1, 1, 2, 2]), weight: floats(0.5, 1, 2) },
  ),
  one("SoftmaxCrossEntropyLoss", 13, { reduction }, { target: table([2, 4], [0, 1, 2, 0, 1, 1, 2, 2]) }),
]);

const resizes: readonly Case[] = [
  one("Resize", 13, { mode: "cubic" }, { roi: floats(), s: floats(1, 1, 1.5, 0.6) }, image),
  one(
    "Resize",
    13,
    { mode: "cubic", coordinate_transformation_mode: "align_corners", cubic_coeff_a: { float: -0.5 } },
    { roi: floats(), s: floats(1, 1, 2, 2) },
    image,
  ),
  one(
    "Resize",
    13,
    { mode: "linear", coordinate_transformation_mode: "tf_crop_and_resize", extrapolation_value: { float: 3 } },
    { roi: floats(0, 0, 0.2, -0.1, 1, 1, 1.1, 0.8), s: floats(1, 1, 1.5, 2) },
    image,
  ),
  one("Resize", 10, {}, { s: floats(1, 1, 0.6, 0.4) }, [1, 2, 6, 9]),
  one("Resize", 10, {}, { s: floats(1, 1, 0.5, 3) }, image),
];

const signals: readonly Case[] = [
  ...["HannWindow", "HammingWindow", "BlackmanWindow"].flatMap((op) => [
    alone(op, 17, { size: int(10) }),
    alone(op, 17, { size: int(9) }, { periodic: 0 }),
  ]),
  alone("MelWeightMatrix", 17, { bands: int(8), length: int(64), rate: int(8192), low: scalar(0), high: scalar(4096) }),
  one("DFT", 17, { axis: 1 }, {}, [2, 6, 1]),
  one("DFT", 17, { axis: 1, inverse: 1 }, {}, [2, 6, 2]),
  one("DFT", 17, { axis: 1, onesided: 1 }, { length: int(8) }, [2, 6, 1]),
  one("DFT", 20, {}, { length: int(5), axis: int(-2) }, [2, 6, 2]),
  one("STFT", 17, {}, { step: int(4), window: floats(0.2, 0.5, 1, 1, 0.5, 0.2, 0.1, 0) }, [1, 20, 1]),
];

/** A grid of [1, 3, 2] places, two of them outside of −1 … 1. */
const grid = matrix([1, 3, 2, 2], [-0.8, 0.35, 1.27, -0.4, 0.1, 0.93, -0.33, -1.4, 0.52, 0.67, -0.05, 0.15]);

const grids: readonly Case[] = [
  ...["zeros", "border", "reflection"].flatMap((padding) => [
    one("GridSample", 16, { padding_mode: padding }, { grid }, image),
    one("GridSample", 16, { padding_mode: padding, align_corners: 1 }, { grid }, image),
    one("GridSample", 16, { padding_mode: padding, mode: "nearest" }, { grid }, image),
    one("GridSample", 16, { padding_mode: padding, mode: "bicubic" }, { grid }, image),
    one("GridSample", 20, { padding_mode: padding, mode: "cubic", align_corners: 1 }, { grid }, image),
  ]),
  one("AffineGrid", 20, {}, { size: ints(2, 1, 3, 4) }, [2, 2, 3]),
  one("AffineGrid", 20, { align_corners: 1 }, { size: ints(1, 1, 2, 3, 4) }, [1, 3, 4]),
  one("Col2Im", 18, {}, { image: ints(5, 6), block: ints(2, 3) }, [2, 12, 16]),
  one(
    "Col2Im",
    18,
    { strides: [2, 2], pads: [1, 0, 1, 1], dilations: [1, 2] },
    { image: ints(5, 6), block: ints(2, 2) },
    [1, 8, 9],
  ),
  one("Pad", 19, { mode: "wrap" }, { pads: ints(0, 2, 1, 1, 0, 3) }),
];

/** All of them. */
export const definitionCases: readonly Case[] = [
  ...activations,
  ...reductions,
  ...movements,
  ...products,
  ...losses,
  ...resizes,
  ...signals,
  ...grids,
];
