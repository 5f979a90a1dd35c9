/** Forward passes through ONNX Runtime against PyTorch's. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { graphOf, runGraph, worstDifference } from "../../../test/networks.js";
import { GraphBuilder } from "../../graph/builder.js";
import { add } from "../../graph/expressions.js";
import { type Shape, type Tensor, tensor } from "../../graph/tensor.js";
import {
  activation,
  activations,
  averagePool,
  batchNorm,
  buildNetwork,
  classToken,
  conv,
  dense,
  dropout,
  groupNorm,
  type Layer,
  layerNorm,
  maxPool,
  padShortcut,
  patchEmbedding,
  positionEmbedding,
  residual,
  selfAttention,
  sequential,
} from "./index.js";

interface Flat {
  readonly shape: Shape;
  readonly data: readonly number[];
}

interface Case {
  readonly x: Flat;
  readonly parameters: Readonly<Record<string, Flat>>;
  readonly y: Flat;
  /** Batch norm: `y` and `states` are of a training step that starts from `before`. */
  readonly before?: Readonly<Record<string, Flat>>;
  readonly states?: Readonly<Record<string, Flat>>;
  readonly evaluated?: Flat;
}

// Written by /usr/bin/python3 src/network/layers/layers.golden.py (PyTorch 1.13).
const golden = JSON.parse(readFileSync(new URL("layers.golden.json", import.meta.url), "utf8")) as Record<string, Case>;

const layers: Readonly<Record<string, Layer>> = {
  "conv same": conv(6, 3, { padding: "same" }),
  "conv same, even kernel": conv(6, [2, 4], { padding: "same" }),
  "conv padding 1, stride 2, dilation 2, groups 2": conv(6, 3, {
    padding: 1,
    stride: 2,
    dilation: 2,
    groups: 2,
    bias: false,
  }),
  "maxPool 3, stride 2, padding 1": maxPool(3, { stride: 2, padding: 1 }),
  "averagePool 3, stride 2, padding 1": averagePool(3, { stride: 2, padding: 1 }),
  "dense on tokens": dense(4),
  layerNorm: layerNorm(),
  groupNorm: groupNorm(2),
  "batchNorm of images": batchNorm(),
  "batchNorm of rows": batchNorm(),
  "selfAttention, fused": selfAttention(3),
  "selfAttention, separate": selfAttention(3, { fused: false }),
  tokens: sequential(patchEmbedding(5, 2), classToken(), positionEmbedding()),
  residual: residual(
    sequential(
      conv(6, 3, { stride: 2, padding: 1, bias: false, activation: "relu" }),
      conv(6, 3, { padding: 1, bias: false }),
    ),
    { shortcut: padShortcut(6, 2), activation: "relu", scale: true },
  ),
  ...Object.fromEntries(
    Object.keys(activations)
      .filter((name) => name !== "step") // PyTorch has none; tested below
      .map((name) => [`activation ${name}`, activation(name)]),
  ),
};

const toTensor = ({ shape, data }: Flat): Tensor => tensor("float32", shape, data);
const toTensors = (flats: Readonly<Record<string, Flat>>) =>
  Object.fromEntries(Object.entries(flats).map(([name, flat]) => [name, toTensor(flat)]));

it("every golden case has its layer", () => {
  expect(Object.keys(golden).sort()).toEqual(Object.keys(layers).sort());
});

describe("layers compute what PyTorch's do", () => {
  it.each(Object.entries(layers))("%s", async (name, layer) => {
    const { x, parameters, y, before, states, evaluated } = golden[name]!;
    const mode = before === undefined ? "evaluate" : "train";
    const { graph, network } = graphOf(layer, x.shape, mode);
    expect(Object.fromEntries(network.parameters.map((p) => [p.name, p.shape]))).toEqual(
      Object.fromEntries(Object.entries(parameters).map(([key, { shape }]) => [key, shape])),
    );
    const inputs: Record<string, Tensor> = { x: toTensor(x), ...toTensors(parameters), ...toTensors(before ?? {}) };
    const out = await runGraph(graph, inputs);
    expect(worstDifference(out.y!, y)).toBeLessThan(2e-6);
    for (const [input, flat] of Object.entries({ ...parameters, ...before })) {
      expect(worstDifference(inputs[input]!, flat), `${input} is left alone`).toBeLessThan(1e-7);
    }
    for (const [state, next] of Object.entries(states ?? {})) {
      expect(worstDifference(out[`${state}:next`]!, next)).toBeLessThan(2e-6);
    }
    if (evaluated !== undefined) {
      const plain = await runGraph(graphOf(layer, x.shape, "evaluate").graph, inputs);
      expect(worstDifference(plain.y!, evaluated)).toBeLessThan(2e-6);
    }
  });
});

it("batch norm built twice on the same states keeps two sets of statistics", async () => {
  const g = new GraphBuilder("twice");
  const layer = batchNorm();
  const first = buildNetwork(g, layer, g.input("a", "float32", [3, 1]), { mode: "train" });
  const parameterInputs = new Map([...first.parameters, ...first.states].map((p) => [p.name, p.value]));
  const second = buildNetwork(g, layer, g.input("b", "float32", [3, 1]), { mode: "train", parameterInputs });
  g.output("mean a", first.states[0]!.next!);
  g.output("mean b", second.states[0]!.next!);
  g.output("y", add(g, first.logits, second.logits));
  const out = await runGraph(g.build(), {
    a: tensor("float32", [3, 1], [10, 20, 30]),
    b: tensor("float32", [3, 1], [-1, 0, 1]),
    "batchnorm1/scale": tensor("float32", [1], [1]),
    "batchnorm1/shift": tensor("float32", [1], [0]),
    "batchnorm1/running-mean": tensor("float32", [1], [100]),
    "batchnorm1/running-variance": tensor("float32", [1], [1]),
  });
  expect(out["mean a"]!.data[0]).toBeCloseTo(92, 5); // 0.9 · 100 + 0.1 · 20
  expect(out["mean b"]!.data[0]).toBeCloseTo(90, 5);
});

describe("step", () => {
  it("is 1 above 0 and 0 elsewhere", async () => {
    const { graph } = graphOf(activation("step"), [1, 5]);
    const { y } = await runGraph(graph, { x: tensor("float32", [1, 5], [-2, -0, 0, 1e-30, 3]) });
    expect(Array.from(y!.data as Float32Array)).toEqual([0, 0, 0, 1, 1]);
  });
});

describe("dropout", () => {
  it("multiplies by the mask over the true keep probability", async () => {
    const { graph, network } = graphOf(dropout(0.1), [2, 3], "train");
    expect(network.masks).toMatchObject([{ name: "dropout1/mask", shape: [2, 3], rate: 26 / 256 }]);
    const { y } = await runGraph(graph, {
      x: tensor("float32", [2, 3], [1, 2, 3, 4, 5, 6]),
      "dropout1/mask": tensor("uint8", [2, 3], [1, 0, 1, 1, 0, 1]),
    });
    const keep = 230 / 256;
    expect(worstDifference(y!, { shape: [2, 3], data: [1, 0, 3, 4, 0, 6].map((v) => v / keep) })).toBeLessThan(1e-6);
  });

  it("does nothing in evaluation", () => {
    const { graph, network } = graphOf(dropout(0.5), [2, 3]);
    expect(network.masks).toEqual([]);
    expect(graph.nodes).toEqual([]);
  });
});
