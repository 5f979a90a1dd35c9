/** Operators of several parts, modes and opsets, as files have them. */
import { TensorProto_DataType as DataType } from "onnx-buf";
import { attention, ofRuntime } from "./attention-cases.js";
import { type File, floats, numbers, scalar } from "./onnx-file.js";

const batch = [3, 2, 4];
const vectors = { s: floats(1, 2), b: floats(0.5, -1), m: floats(0.3, -0.2), v: floats(1.5, 0.7) };
const normalize = ["x", "s", "b", "m", "v"];
const five = ["y", "mean", "variance", "savedMean", "savedDeviation"];

const int32s = (...values: number[]) => ({
  dataType: DataType.INT32,
  dims: [BigInt(values.length)],
  int32Data: values,
});

/** Batch normalization that uses the batch's statistics, in each opset that has another form. */
const trainingNorms: readonly (readonly [string, File])[] = [
  ...[7, 8, 9, 13].flatMap((opset): (readonly [string, File])[] => [
    [
      `BatchNormalization ${opset} in training, statistics unread`,
      {
        opset,
        input: batch,
        nodes: [{ op: "BatchNormalization", inputs: normalize, outputs: five }],
        constants: vectors,
      },
    ],
    [
      `BatchNormalization ${opset} in training, statistics read`,
      {
        opset,
        input: batch,
        nodes: [
          {
            op: "BatchNormalization",
            inputs: normalize,
            outputs: five,
            attributes: { momentum: { float: 0.75 }, epsilon: { float: 0.01 } },
          },
        ],
        constants: vectors,
        outputs: five,
      },
    ],
  ]),
  ...[14, 15].map((opset): readonly [string, File] => [
    `BatchNormalization ${opset} in training`,
    {
      opset,
      input: batch,
      nodes: [
        {
          op: "BatchNormalization",
          inputs: normalize,
          outputs: five.slice(0, 3),
          attributes: { training_mode: 1, momentum: { float: 0.75 } },
        },
      ],
      constants: vectors,
      outputs: five.slice(0, 3),
    },
  ]),
  [
    "BatchNormalization 7 by element",
    {
      opset: 7,
      input: [3, 2, 2],
      nodes: [{ op: "BatchNormalization", inputs: normalize, attributes: { spatial: 0 } }],
      constants: {
        s: numbers(2, 2),
        b: numbers(2, 2),
        m: numbers(2, 2),
        v: { ...floats(1, 2, 3, 4), dims: [2n, 2n] },
      },
    },
  ],
];

const lstm = { w: numbers(2, 12, 4), r: numbers(2, 12, 3), b: numbers(2, 24) };
const lstmNode = { op: "LSTM", inputs: ["x", "w", "r", "b"], outputs: ["y", "h", "c"] };

const recurrent: readonly (readonly [string, File])[] = [
  ...[7, 14, 22].map((opset): readonly [string, File] => [
    `LSTM ${opset} of two directions, shorter sequences`,
    {
      opset,
      irVersion: opset === 22 ? 10 : 7,
      input: [3, 2, 4],
      nodes: [
        {
          ...lstmNode,
          inputs: ["x", "w", "r", "b", "lengths"],
          attributes: { hidden_size: 3, direction: "bidirectional" },
        },
      ],
      constants: { ...lstm, lengths: int32s(3, 2) },
      outputs: ["y", "h", "c"],
    },
  ]),
  [
    "GRU 7 with the last state alone",
    {
      opset: 7,
      input: [3, 2, 4],
      nodes: [
        {
          op: "GRU",
          inputs: ["x", "w", "r", "b"],
          outputs: ["", "y"],
          attributes: { hidden_size: 3, linear_before_reset: 1 },
        },
      ],
      constants: { w: numbers(1, 9, 4), r: numbers(1, 9, 3), b: numbers(1, 18) },
    },
  ],
  [
    "RNN 14",
    {
      opset: 14,
      input: [3, 2, 4],
      nodes: [
        {
          op: "RNN",
          inputs: ["x", "w", "r", "", "", "h0"],
          attributes: { hidden_size: 3, direction: "reverse", clip: { float: 0.5 } },
        },
      ],
      constants: { w: numbers(1, 3, 4), r: numbers(1, 3, 3), h0: numbers(1, 2, 3) },
    },
  ],
];

const groups = { s: floats(1, 2), b: floats(0.5, -1) };
const channels = { s: floats(1, 2, 0.5, -1), b: floats(0.5, -1, 0, 1) };

const norms: readonly (readonly [string, File])[] = [
  [
    "GroupNormalization 18",
    {
      opset: 18,
      irVersion: 8,
      input: [2, 4, 3],
      nodes: [
        {
          op: "GroupNormalization",
          inputs: ["x", "s", "b"],
          attributes: { num_groups: 2, epsilon: { float: 0.01 } },
        },
      ],
      constants: groups,
    },
  ],
  [
    "GroupNormalization 21",
    {
      opset: 21,
      irVersion: 10,
      input: [2, 4, 3, 2],
      nodes: [{ op: "GroupNormalization", inputs: ["x", "s", "b"], attributes: { num_groups: 2 } }],
      constants: channels,
    },
  ],
  [
    "RMSNormalization 23",
    {
      opset: 23,
      irVersion: 11,
      input: [2, 3, 4],
      nodes: [{ op: "RMSNormalization", inputs: ["x", "s"], attributes: { axis: 1, epsilon: { float: 0.01 } } }],
      constants: { s: numbers(3, 4) },
    },
  ],
  [
    "SimplifiedLayerNormalization",
    {
      opset: 17,
      irVersion: 8,
      nodes: [{ op: "SimplifiedLayerNormalization", inputs: ["x", "s"], attributes: { axis: -1, stash_type: 1 } }],
      constants: { s: numbers(4) },
    },
  ],
  [
    "LayerNormalization 17 with its statistics",
    {
      opset: 17,
      irVersion: 8,
      input: [2, 3, 4],
      nodes: [
        {
          op: "LayerNormalization",
          inputs: ["x", "s"],
          outputs: ["y", "mean", "deviation"],
          attributes: { axis: -2 },
        },
      ],
      constants: { s: numbers(3, 4) },
      outputs: ["y", "mean", "deviation"],
    },
  ],
];

const dropouts: readonly (readonly [string, File])[] = [
  [
    "Dropout 13 at inference, its mask read",
    {
      opset: 13,
      nodes: [
        { op: "Dropout", inputs: ["x", "r"], outputs: ["y", "mask"] },
        { op: "Cast", inputs: ["mask"], outputs: ["kept"], attributes: { to: DataType.FLOAT } },
      ],
      constants: { r: scalar(0.25) },
      outputs: ["y", "kept"],
    },
  ],
  [
    "Dropout 13 whose mode is computed from constants",
    {
      opset: 13,
      nodes: [
        { op: "Not", inputs: ["on"], outputs: ["off"] },
        { op: "Dropout", inputs: ["x", "r", "off"] },
      ],
      constants: { r: scalar(0.25), on: { dataType: DataType.BOOL, dims: [], int32Data: [1] } },
    },
  ],
];

/** Files, by what they hold. */
export const structuredCases: readonly (readonly [name: string, file: File])[] = [
  ...trainingNorms,
  ...recurrent,
  ...norms,
  ...attention,
  ...dropouts,
  ...ofRuntime,
];
