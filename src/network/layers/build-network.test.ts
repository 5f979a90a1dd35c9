/** Networks built from layers: paths and names, and errors for what does not fit. */
import { describe, expect, it } from "vitest";
import { graphOf } from "../../../test/networks.js";
import { InputError, ShapeError } from "../../errors.js";
import { GraphBuilder } from "../../graph/builder.js";
import {
  activation,
  activations,
  batchNorm,
  block,
  buildNetwork,
  conv,
  dense,
  dropout,
  flatten,
  groupNorm,
  type Layer,
  layerNorm,
  maxPool,
  padShortcut,
  patchEmbedding,
  residual,
  selfAttention,
  sequential,
} from "./index.js";

const parameters = (layer: Layer, input: readonly number[]) => graphOf(layer, input).network.parameters;

describe("paths", () => {
  it("number layers by kind within what holds them", () => {
    const pair = sequential(conv(4, 3, { padding: 1 }), conv(4, 3, { padding: 1, bias: false }));
    const network = sequential(
      pair,
      conv(4, 3, { padding: "same", bias: false }),
      residual(pair),
      residual(pair, { shortcut: conv(4, 1, { bias: false }) }),
      block("stage", pair),
      flatten(),
      dense(3),
    );
    expect(parameters(network, [2, 4, 6, 6]).map((p) => p.name)).toEqual([
      "conv1/kernel",
      "conv1/bias",
      "conv2/kernel",
      "conv3/kernel",
      "block1/conv1/kernel",
      "block1/conv1/bias",
      "block1/conv2/kernel",
      "block2/conv1/kernel",
      "block2/conv1/bias",
      "block2/conv2/kernel",
      "block2/shortcut1/kernel",
      "stage1/conv1/kernel",
      "stage1/conv1/bias",
      "stage1/conv2/kernel",
      "dense1/kernel",
      "dense1/bias",
    ]);
  });

  it("are the names of graph inputs and of the nodes' layers", () => {
    const { graph, network } = graphOf(
      sequential(batchNorm(), block("stage", dense(3)), dropout(0.5)),
      [4, 5],
      "train",
    );
    expect(graph.inputs.map((v) => v.name)).toEqual([
      "x",
      "batchnorm1/scale",
      "batchnorm1/shift",
      "batchnorm1/running-mean",
      "batchnorm1/running-variance",
      "stage1/dense1/kernel",
      "stage1/dense1/bias",
      "dropout1/mask",
    ]);
    expect(network.states.map((s) => [s.name, s.initial, s.next?.shape])).toEqual([
      ["batchnorm1/running-mean", 0, [5]],
      ["batchnorm1/running-variance", 1, [5]],
    ]);
    expect(graph.nodes.find((n) => n.operator === "Gemm")?.layer).toBe("stage1/dense1");
  });
});

describe("parameterInputs", () => {
  it("builds a network a second time on the same values", () => {
    const g = new GraphBuilder("twice");
    const layer = sequential(dense(3), batchNorm());
    const first = buildNetwork(g, layer, g.input("a", "float32", [4, 5]), { mode: "evaluate" });
    const values = new Map([...first.parameters, ...first.states].map((p) => [p.name, p.value]));
    const second = buildNetwork(g, layer, g.input("b", "float32", [8, 5]), {
      mode: "evaluate",
      parameterInputs: values,
    });
    expect(second.parameters.map((p) => p.value)).toEqual(first.parameters.map((p) => p.value));
    expect(g.build().inputs).toHaveLength(2 + 4 + 2);
    expect(() => buildNetwork(g, layer, first.logits, { mode: "evaluate" })).toThrow(
      'the graph "twice" has a value named "dense1/kernel" already',
    );
  });
});

describe("wrong shapes say which layer, what came in and what it wants", () => {
  it.each<[string, Layer, readonly number[], string]>([
    [
      "dense on images",
      sequential(conv(64, 3), dense(10)),
      [128, 1, 14, 14],
      'layer "dense1": takes [N, F] or [N, T, F]; got float32 [128, 64, 12, 12]: add flatten() before it',
    ],
    [
      "conv on rows",
      sequential(flatten(), conv(8, 3)),
      [2, 1, 4, 4],
      'layer "conv1": takes images [N, C, H, W]; got float32 [2, 16]: a flatten() before it lost the image',
    ],
    [
      "window too large",
      sequential(maxPool(2), maxPool(2), conv(8, 3)),
      [2, 1, 8, 8],
      'layer "conv1": its window of 3×3 is larger than the images of 2×2 that come in (with their padding)',
    ],
    ["groups", conv(8, 1, { groups: 4 }), [2, 6, 4, 4], 'layer "conv1": 6 input channels do not divide into 4 groups'],
    ["groups of channels", groupNorm(4), [2, 6, 4, 4], "images [N, C, H, W] whose channels divide into 4 groups"],
    [
      "heads",
      selfAttention(4),
      [2, 5, 6],
      "takes tokens [N, T, F] with F a multiple of its 4 heads; got float32 [2, 5, 6]",
    ],
    ["patches", patchEmbedding(8, 4), [2, 1, 28, 30], "height and width are multiples of its patch of 4 pixels"],
    ["batch norm on tokens", batchNorm(), [2, 5, 6], "takes [N, F] or [N, C, H, W]; got float32 [2, 5, 6]"],
    ["layer norm on images", layerNorm(), [2, 1, 4, 4], "use groupNorm(1) on images"],
    [
      "a shortcut that does not fit",
      sequential(residual(conv(8, 3, { padding: 1, stride: 2 }))),
      [2, 4, 8, 8],
      'layer "block1": the branch gives float32 [2, 8, 4, 4], the shortcut float32 [2, 4, 8, 8]; they must agree',
    ],
    ["fewer channels", padShortcut(2, 1), [2, 4, 8, 8], "takes at most 2 channels; got float32 [2, 4, 8, 8]"],
  ])("%s", (_, layer, input, message) => {
    expect(() => graphOf(layer, input)).toThrow(ShapeError);
    expect(() => graphOf(layer, input)).toThrow(message);
  });

  it("batch norm has no variance of one value", () => {
    expect(() => graphOf(batchNorm(), [1, 5], "train")).toThrow("train on batches of at least 2");
    expect(graphOf(batchNorm(), [1, 5], "evaluate").network.logits.shape).toEqual([1, 5]);
  });
});

describe("wrong arguments throw when the layer function is called", () => {
  it.each<[string, () => Layer, string]>([
    ["units", () => dense(0), "dense: units must be a whole number from 1 up, got 0."],
    ["kernel", () => conv(8, 2.5), "conv: kernel must be a whole number from 1 up or a pair of them, got 2.5."],
    ["padding", () => conv(8, 3, { padding: -1 }), 'conv: padding must be "same", "valid" or a whole number from 0 up'],
    ["groups", () => conv(8, 3, { groups: 3 }), "conv: 8 filters do not divide into 3 groups."],
    ["rate", () => dropout(1), "dropout: rate must be at least 0 and below 1, got 1."],
    ["activation", () => dense(3, { activation: "rleu" }), 'Unknown activation "rleu"; did you mean "relu"?'],
    ["activation of Object", () => activation("constructor"), 'Unknown activation "constructor".'],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(InputError);
    expect(make).toThrow(message);
  });
});

it("every activation keeps the shape and has a formula and a source", () => {
  for (const [name, { formula, reference }] of Object.entries(activations)) {
    expect(formula.length * reference.length).toBeGreaterThan(0);
    for (const shape of [
      [2, 3],
      [2, 3, 4],
      [2, 3, 4, 5],
    ]) {
      expect(graphOf(activation(name), shape).network.logits).toMatchObject({ type: "float32", shape });
    }
  }
});
