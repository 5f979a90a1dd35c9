/**
 * Layers of frameworks whose defaults `explain` describes: how each framework makes the layers that
 * are written in words, and what else its summary says of layers.
 */
import { type Distribution, truncatedNormal, uniform, value } from "../../src/explain/distribution.js";
import type { LayerQuestion } from "./ask.js";
import type { Framework } from "./initializers.js";

/** A layer in words, and the same in a framework. */
export interface LayerInWords extends LayerQuestion {
  readonly layer: string;
  /** The framework's names of its tensors; embeddings have no biases. */
  readonly weights: string;
  readonly biases?: string | undefined;
}

type Options = Readonly<Record<string, unknown>>;
type Row = readonly [layer: string, call: string, options: Options, input?: readonly number[]];

const inWords = (rows: readonly Row[], weights: string, biases: string, tables: string): LayerInWords[] =>
  rows.map(([layer, call, options, input]) => {
    const table = layer.startsWith("embedding");
    return {
      layer,
      call,
      options,
      inputs: input === undefined ? [] : [input],
      // Keras 2 and TensorFlow.js have a name of their own for a depthwise kernel.
      weights: table ? tables : call === "depthwiseConv2d" ? "depthwise_kernel" : weights,
      ...(table ? {} : { biases }),
    };
  });

const keras = inWords(
  [
    ["linear 300→200", "Dense", { units: 200 }, [1, 300]],
    ["conv 3x3 32→64 stride 2", "Conv2D", { filters: 64, kernel_size: 3, strides: 2 }, [1, 9, 9, 32]],
    ["conv1d 5 40→60", "Conv1D", { filters: 60, kernel_size: 5 }, [1, 9, 40]],
    ["conv 3x3x3 12→16", "Conv3D", { filters: 16, kernel_size: 3 }, [1, 5, 5, 5, 12]],
    ["conv 3x3 64→64 groups 8", "Conv2D", { filters: 64, kernel_size: 3, groups: 8 }, [1, 9, 9, 64]],
    ["depthwise 3x3 64→256", "DepthwiseConv2D", { kernel_size: 3, depth_multiplier: 4 }, [1, 9, 9, 64]],
    ["transposed 4x4 32→24 stride 2", "Conv2DTranspose", { filters: 24, kernel_size: 4, strides: 2 }, [1, 9, 9, 32]],
    ["embedding 200x100", "Embedding", { input_dim: 200, output_dim: 100 }, [1, 4]],
  ],
  "kernel",
  "bias",
  "embeddings",
);

const linen = inWords(
  [
    ["linear 300→200", "Dense", { features: 200 }, [1, 300]],
    ["conv 3x3 32→64 stride 2", "Conv", { features: 64, kernel_size: [3, 3], strides: 2 }, [1, 9, 9, 32]],
    ["conv1d 5 40→60", "Conv", { features: 60, kernel_size: [5] }, [1, 9, 40]],
    ["conv 3x3x3 12→16", "Conv", { features: 16, kernel_size: [3, 3, 3] }, [1, 5, 5, 5, 12]],
    ["conv 3x3 64→64 groups 8", "Conv", { features: 64, kernel_size: [3, 3], feature_group_count: 8 }, [1, 9, 9, 64]],
    ["depthwise 3x3 64→256", "Conv", { features: 256, kernel_size: [3, 3], feature_group_count: 64 }, [1, 9, 9, 64]],
    [
      "transposed 4x4 32→24 stride 2",
      "ConvTranspose",
      { features: 24, kernel_size: [4, 4], strides: [2, 2] },
      [1, 9, 9, 32],
    ],
    ["embedding 200x100", "Embed", { num_embeddings: 200, features: 100 }, [1, 4]],
  ],
  "kernel",
  "bias",
  "embedding",
);

const sides = (from: number, to: number) => ({ in_features: from, out_features: to });
const nnx = inWords(
  [
    ["linear 300→200", "nnx.Linear", sides(300, 200)],
    ["conv 3x3 32→64 stride 2", "nnx.Conv", { ...sides(32, 64), kernel_size: [3, 3], strides: 2 }],
    ["conv1d 5 40→60", "nnx.Conv", { ...sides(40, 60), kernel_size: [5] }],
    ["conv 3x3x3 12→16", "nnx.Conv", { ...sides(12, 16), kernel_size: [3, 3, 3] }],
    ["conv 3x3 64→64 groups 8", "nnx.Conv", { ...sides(64, 64), kernel_size: [3, 3], feature_group_count: 8 }],
    ["depthwise 3x3 64→256", "nnx.Conv", { ...sides(64, 256), kernel_size: [3, 3], feature_group_count: 64 }],
    ["transposed 4x4 32→24 stride 2", "nnx.ConvTranspose", { ...sides(32, 24), kernel_size: [4, 4], strides: [2, 2] }],
    ["embedding 200x100", "nnx.Embed", { num_embeddings: 200, features: 100 }],
  ],
  "kernel",
  "bias",
  "embedding",
);

const tfjs = inWords(
  [
    ["linear 300→200", "dense", { units: 200 }, [1, 300]],
    ["conv 3x3 32→64 stride 2", "conv2d", { filters: 64, kernelSize: 3, strides: 2 }, [1, 9, 9, 32]],
    ["conv1d 5 40→60", "conv1d", { filters: 60, kernelSize: 5 }, [1, 9, 40]],
    ["conv 3x3x3 12→16", "conv3d", { filters: 16, kernelSize: 3 }, [1, 5, 5, 5, 12]],
    ["depthwise 3x3 64→256", "depthwiseConv2d", { kernelSize: 3, depthMultiplier: 4 }, [1, 9, 9, 64]],
    ["transposed 4x4 32→24 stride 2", "conv2dTranspose", { filters: 24, kernelSize: 4, strides: 2 }, [1, 9, 9, 32]],
    ["embedding 200x100", "embedding", { inputDim: 200, outputDim: 100 }, [1, 4]],
  ],
  "kernel",
  "bias",
  "embeddings",
);

const channels = (from: number, to: number) => ({ in_channels: from, out_channels: to });
const pytorch = inWords(
  [
    ["linear 300→200", "Linear", sides(300, 200)],
    ["conv 3x3 32→64 stride 2", "Conv2d", { ...channels(32, 64), kernel_size: 3, stride: 2 }],
    ["conv1d 5 40→60", "Conv1d", { ...channels(40, 60), kernel_size: 5 }],
    ["conv 3x3x3 12→16", "Conv3d", { ...channels(12, 16), kernel_size: 3 }],
    ["conv 3x3 64→64 groups 8", "Conv2d", { ...channels(64, 64), kernel_size: 3, groups: 8 }],
    ["depthwise 3x3 64→256", "Conv2d", { ...channels(64, 256), kernel_size: 3, groups: 64 }],
    ["transposed 4x4 32→24 stride 2", "ConvTranspose2d", { ...channels(32, 24), kernel_size: 4, stride: 2 }],
    ["embedding 200x100", "Embedding", { num_embeddings: 200, embedding_dim: 100 }],
  ],
  "weight",
  "bias",
  "weight",
);

/** Layers in words. */
export const layersInWords: Readonly<Record<Framework, readonly LayerInWords[]>> = {
  keras,
  flax: [...linen, ...nnx],
  tfjs,
  pytorch,
};

/** What a tensor of a layer is: numbers of a distribution, or a matrix with orthonormal rows. */
export type Fact = Distribution | "orthonormal rows" | readonly number[];

/** A layer that words cannot describe, with what each of its tensors is. */
export interface LayerFacts extends LayerQuestion {
  readonly tensors: Readonly<Record<string, Fact>>;
}

const zero = value(0);
const one = value(1);
const glorot = (from: number, to: number) => uniform(Math.sqrt(6 / (from + to)));
const lecun = (from: number) => truncatedNormal(Math.sqrt(1 / from), "stretched");
const cut = (from: number, to: number) => truncatedNormal(Math.sqrt(2 / (from + to)), "cut");
const ofAll = (names: readonly string[], fact: Fact) => Object.fromEntries(names.map((name) => [name, fact]));
/** One for each number, by gate: [0, 1, 0, 0] is an LSTM's bias in Keras's order i, f, c, o. */
const byGate = (values: readonly number[], units: number) => values.flatMap((x) => new Array<number>(units).fill(x));

/** Layers with 96 inputs and 64 units, attention with 8 heads of 8. */
export const layerFacts: Readonly<Record<Framework, readonly LayerFacts[]>> = {
  keras: [
    ...(
      [
        ["LSTM", 4],
        ["GRU", 3],
        ["SimpleRNN", 1],
      ] as const
    ).map(([call, gates]) => {
      const cell = { LSTM: "lstm_cell", GRU: "gru_cell", SimpleRNN: "simple_rnn_cell" }[call];
      return {
        call,
        options: { units: 64 },
        inputs: [[1, 5, 96]],
        tensors: {
          [`${cell}/kernel`]: glorot(96, gates * 64),
          [`${cell}/recurrent_kernel`]: "orthonormal rows" as const,
          [`${cell}/bias`]: call === "LSTM" ? byGate([0, 1, 0, 0], 64) : zero,
        },
      };
    }),
    {
      call: "MultiHeadAttention",
      options: { num_heads: 8, key_dim: 8 },
      inputs: [
        [1, 5, 64],
        [1, 5, 64],
      ],
      tensors: {
        ...ofAll(["query/kernel", "key/kernel", "value/kernel", "attention_output/kernel"], glorot(64, 64)),
        ...ofAll(["query/bias", "key/bias", "value/bias", "attention_output/bias"], zero),
      },
    },
    { call: "PReLU", options: {}, inputs: [[1, 64]], tensors: { alpha: zero } },
    {
      call: "BatchNormalization",
      options: {},
      inputs: [[1, 64]],
      tensors: { gamma: one, beta: zero, moving_mean: zero, moving_variance: one },
    },
    { call: "LayerNormalization", options: {}, inputs: [[1, 64]], tensors: { gamma: one, beta: zero } },
  ],
  flax: [
    {
      call: "LSTMCell",
      options: { features: 64 },
      inputs: [[1, 5, 96]],
      tensors: {
        ...ofAll(["ii/kernel", "if/kernel", "ig/kernel", "io/kernel"], lecun(96)),
        ...ofAll(["hi/kernel", "hf/kernel", "hg/kernel", "ho/kernel"], "orthonormal rows"),
        ...ofAll(["hi/bias", "hf/bias", "hg/bias", "ho/bias"], zero),
      },
    },
    {
      call: "GRUCell",
      options: { features: 64 },
      inputs: [[1, 5, 96]],
      tensors: {
        ...ofAll(["ir/kernel", "iz/kernel", "in/kernel"], lecun(96)),
        ...ofAll(["hr/kernel", "hz/kernel", "hn/kernel"], "orthonormal rows"),
        ...ofAll(["ir/bias", "iz/bias", "in/bias", "hn/bias"], zero),
      },
    },
    {
      call: "nnx.LSTMCell",
      options: { in_features: 96, hidden_features: 64 },
      inputs: [],
      tensors: {
        ...ofAll(["ii/kernel", "if_/kernel", "ig/kernel", "io/kernel"], lecun(96)),
        ...ofAll(["hi/kernel", "hf/kernel", "hg/kernel", "ho/kernel"], "orthonormal rows"),
        ...ofAll(["hi/bias", "hf/bias", "hg/bias", "ho/bias"], zero),
      },
    },
    // One matrix for all gates, unlike the cells of linen.
    ...(["nnx.OptimizedLSTMCell", "nnx.GRUCell"] as const).map((call) => ({
      call,
      options: { in_features: 96, hidden_features: 64 },
      inputs: [],
      tensors: {
        "dense_i/kernel": lecun(96),
        "dense_h/kernel": "orthonormal rows" as const,
        [call === "nnx.GRUCell" ? "dense_i/bias" : "dense_h/bias"]: zero,
      },
    })),
    ...(["MultiHeadDotProductAttention", "nnx.MultiHeadAttention"] as const).map((call) => ({
      call,
      options: { num_heads: 8, ...(call.startsWith("nnx") ? { in_features: 64, decode: false } : {}) },
      inputs: [[1, 5, 64]],
      tensors: {
        ...ofAll(["query/kernel", "key/kernel", "value/kernel", "out/kernel"], lecun(64)),
        ...ofAll(["query/bias", "key/bias", "value/bias", "out/bias"], zero),
      },
    })),
    { call: "PReLU", options: {}, inputs: [[1, 64]], tensors: { negative_slope: value(Math.fround(0.01)) } },
    { call: "LayerNorm", options: {}, inputs: [[1, 64]], tensors: { scale: one, bias: zero } },
    { call: "nnx.BatchNorm", options: { num_features: 64 }, inputs: [], tensors: { scale: one, bias: zero } },
  ],
  tfjs: [
    ...(
      [
        ["lstm", 4],
        ["gru", 3],
        ["simpleRNN", 1],
      ] as const
    ).map(([call, gates]) => ({
      call,
      options: { units: 64 },
      inputs: [[1, 5, 96]],
      tensors: {
        kernel: cut(96, gates * 64),
        recurrent_kernel: "orthonormal rows" as const,
        bias: zero,
      },
    })),
    {
      call: "lstm",
      options: { units: 64, unitForgetBias: true },
      inputs: [[1, 5, 96]],
      tensors: {
        kernel: cut(96, 4 * 64),
        recurrent_kernel: "orthonormal rows",
        bias: byGate([0, 1, 0, 0], 64),
      },
    },
    { call: "prelu", options: {}, inputs: [[1, 64]], tensors: { alpha: zero } },
    { call: "layerNormalization", options: {}, inputs: [[1, 64]], tensors: { gamma: one, beta: zero } },
  ],
  pytorch: [
    ...(["LSTM", "GRU", "RNN"] as const).map((call) => ({
      call,
      options: { input_size: 96, hidden_size: 64 },
      inputs: [],
      tensors: ofAll(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"], uniform(1 / Math.sqrt(64))),
    })),
    {
      call: "MultiheadAttention",
      options: { embed_dim: 64, num_heads: 8 },
      inputs: [],
      tensors: {
        in_proj_weight: glorot(64, 3 * 64),
        "out_proj.weight": uniform(1 / Math.sqrt(64)),
        ...ofAll(["in_proj_bias", "out_proj.bias"], zero),
      },
    },
    { call: "PReLU", options: {}, inputs: [], tensors: { weight: value(0.25) } },
    { call: "BatchNorm2d", options: { num_features: 64 }, inputs: [], tensors: { weight: one, bias: zero } },
    { call: "LayerNorm", options: { normalized_shape: 64 }, inputs: [], tensors: { weight: one, bias: zero } },
    {
      call: "Bilinear",
      options: { in1_features: 24, in2_features: 7, out_features: 20 },
      inputs: [],
      tensors: { weight: uniform(1 / Math.sqrt(24)), bias: uniform(1 / Math.sqrt(24)) },
    },
  ],
};
