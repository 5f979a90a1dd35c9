/** Attention, and operators of ONNX Runtime alone, as files have them. */
import { type File, ints, numbers } from "./onnx-file.js";

/** Attention and rotary positions. */
export const attention: readonly (readonly [string, File])[] = [
  [
    "Attention 23 of three axes, heads that share keys, causal",
    {
      opset: 23,
      irVersion: 11,
      input: [2, 3, 8],
      nodes: [
        {
          op: "Attention",
          inputs: ["x", "k", "v"],
          attributes: { q_num_heads: 4, kv_num_heads: 2, is_causal: 1, scale: { float: 0.3 } },
        },
      ],
      constants: { k: numbers(2, 3, 4), v: numbers(2, 3, 6) },
    },
  ],
  [
    "Attention 23 of four axes, a mask and keys of before",
    {
      opset: 23,
      irVersion: 11,
      input: [2, 2, 3, 4],
      nodes: [
        {
          op: "Attention",
          inputs: ["x", "k", "v", "mask", "pastK", "pastV"],
          outputs: ["y", "presentK", "presentV"],
          attributes: { softcap: { float: 2 } },
        },
      ],
      constants: {
        k: numbers(2, 2, 3, 4),
        v: numbers(2, 2, 3, 4),
        mask: numbers(3, 5),
        pastK: numbers(2, 2, 2, 4),
        pastV: numbers(2, 2, 2, 4),
      },
      outputs: ["y", "presentK", "presentV"],
    },
  ],
  ...[0, 1].map((interleaved): readonly [string, File] => [
    `RotaryEmbedding 23, interleaved ${interleaved}`,
    {
      opset: 23,
      irVersion: 11,
      input: [2, 3, 12],
      nodes: [
        {
          op: "RotaryEmbedding",
          inputs: ["x", "cos", "sin", "at"],
          attributes: { interleaved, num_heads: 2, rotary_embedding_dim: 4 },
        },
      ],
      constants: {
        cos: numbers(5, 2),
        sin: numbers(5, 2),
        at: { ...ints(0, 4, 2, 1, 1, 3), dims: [2n, 3n] },
      },
    },
  ]),
  [
    "RotaryEmbedding 23 of whole heads",
    {
      opset: 23,
      irVersion: 11,
      input: [2, 2, 3, 4],
      nodes: [{ op: "RotaryEmbedding", inputs: ["x", "cos", "sin"] }],
      constants: { cos: numbers(2, 3, 2), sin: numbers(2, 3, 2) },
    },
  ],
];

const domain = "com.microsoft";
/** Operators of ONNX Runtime alone. */
export const ofRuntime: readonly (readonly [string, File])[] = [
  ...["Gelu", "FastGelu", "QuickGelu"].map((op): readonly [string, File] => [
    op,
    { opset: 13, nodes: [{ op, domain, inputs: ["x"] }] },
  ]),
  ...["BiasGelu", "FastGelu"].map((op): readonly [string, File] => [
    `${op} with a bias`,
    { opset: 13, nodes: [{ op, domain, inputs: ["x", "b"] }], constants: { b: numbers(4) } },
  ]),
  [
    "SkipLayerNormalization",
    {
      opset: 13,
      nodes: [
        {
          op: "SkipLayerNormalization",
          domain,
          inputs: ["x", "skip", "gamma", "beta", "bias"],
          outputs: ["y", "", "", "sum"],
          attributes: { epsilon: { float: 0.01 } },
        },
      ],
      constants: { skip: numbers(2, 3, 4), gamma: numbers(4), beta: numbers(4), bias: numbers(4) },
      outputs: ["y", "sum"],
    },
  ],
  [
    "SkipSimplifiedLayerNormalization",
    {
      opset: 13,
      nodes: [
        {
          op: "SkipSimplifiedLayerNormalization",
          domain,
          inputs: ["x", "skip", "gamma"],
          attributes: { epsilon: { float: 0.01 } },
        },
      ],
      constants: { skip: numbers(2, 3, 4), gamma: numbers(4) },
    },
  ],
  [
    "FusedMatMul",
    {
      opset: 13,
      nodes: [
        {
          op: "FusedMatMul",
          domain,
          inputs: ["x", "w"],
          attributes: { transA: 1, alpha: { float: 0.5 } },
        },
      ],
      constants: { w: numbers(3, 2) },
    },
  ],
];
