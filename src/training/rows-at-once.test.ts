/** Which networks a step may cut its batch for, and how many rows it then computes at once. */
import { describe, expect, it } from "vitest";
import type { GraphBuilder } from "../graph/builder.js";
import { add, mul, reduceMean, reshape, slice, sub, transpose } from "../graph/expressions.js";
import type { Value } from "../graph/graph.js";
import { tensor } from "../graph/tensor.js";
import { dense, dropout, flatten, sequential } from "../network/layers/index.js";
import type { Layer, Scope } from "../network/layers/layer.js";
import { models, parseModel } from "../network/models/index.js";
import { type ProblemGraphs, problemGraphs } from "./problem-graphs.js";
import { canBeCut, rowsAtOnce } from "./rows-at-once.js";
import type { TrainingRecipe } from "./training-recipe.js";

const graphsOf = (
  layers: Layer,
  shape: readonly number[],
  batch: number,
  more: Partial<TrainingRecipe> = {},
): ProblemGraphs =>
  problemGraphs(
    layers,
    { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 }, batch, epochs: 1, ...more },
    { shape, type: "uint8", classes: 10, trainSamples: 640, testSamples: 500 },
  );

const cut = (graphs: ProblemGraphs, rows: number) => canBeCut(graphs, graphs.train(graphs.batch), rows);

const images = [3, 32, 32];
const ofModel = (text: string, batch: number) => {
  const { model, options } = parseModel(text);
  return graphsOf(model.build({ input: images, classes: 10 }, options), images, batch);
};

describe("every named network", () => {
  it.each(models.map(({ name }) => name))("%s is cut unless it has batch statistics", (name) => {
    const graphs = ofModel(name, 32);
    const hasStatistics = graphs.train(32).states.length > 0;
    expect(cut(graphs, 8)).toBe(!hasStatistics);
    if (name === "resnet20") expect(hasStatistics).toBe(true);
  });

  it.each(["mlp:activation=gelu", "plain_cnn:depth=4,activation=silu", "vgg_small:norm=none"])("%s, too", (text) => {
    expect(cut(ofModel(text, 32), 8)).toBe(true);
  });
});

/** A network of one layer of the user's own between others; x is [N, 12]. */
const withLayer = (apply: (x: Value, scope: Scope) => Value): ProblemGraphs =>
  graphsOf(sequential(flatten(), dense(12), { kind: "custom", apply }, dropout(0.5), dense(10)), [1, 4, 4], 32);

describe("a layer of one's own", () => {
  const rowsApart: Readonly<Record<string, (x: Value, scope: Scope) => Value>> = {
    "softmax over the features": (x, { g }) => g.apply("Softmax", [x], { axis: 1 }),
    "the mean of the features": (x, { g }) => sub(g, x, reduceMean(g, x, [1], true)),
    "there and back": (x, { g }) => transpose(g, transpose(g, x, [1, 0]), [1, 0]),
    "features as tokens": (x, { g }) => reshape(g, reshape(g, x, [x.shape[0]! * 3, 4]), x.shape),
    "a product of its own": (x, { g }) => {
      const column = reshape(g, x, [x.shape[0]!, 12, 1]);
      const square = g.apply("MatMul", [column, transpose(g, column, [0, 2, 1])]);
      return reshape(g, reduceMean(g, square, [2], false), x.shape);
    },
    "a constant for every row": (x, { g }) =>
      add(g, x, g.constant(tensor("float32", x.shape, new Float32Array(x.shape[0]! * 12).fill(2)), "two")),
  };
  it.each(Object.keys(rowsApart))("%s keeps rows apart", (name) => {
    expect(cut(withLayer(rowsApart[name]!), 8)).toBe(true);
  });

  const mixed: Readonly<Record<string, (x: Value, scope: Scope) => Value>> = {
    "softmax over the rows": (x, { g }) => g.apply("Softmax", [x], { axis: 0 }),
    "softmax over the rows, from the end": (x, { g }) => g.apply("Softmax", [x], { axis: -2 }),
    "the mean of the rows": (x, { g }) => sub(g, x, reduceMean(g, x, [0], true)),
    "products of rows": (x, { g }) => {
      const among = g.apply("MatMul", [x, transpose(g, x, [1, 0])]);
      return g.apply("MatMul", [g.apply("Softmax", [among], { axis: 1 }), x]);
    },
    "rows as features": (x, { g }) => transpose(g, reshape(g, x, [12, x.shape[0]!]), [1, 0]),
    "rows in another order": (x, { g }) => slice(g, x, [0], [-1], [-x.shape[0]! - 1], [-1]),
    "the first row for all": (x, { g }) => add(g, x, slice(g, x, [0], [0], [1])),
    "a number of each row": (x, { g }) => {
      const places = Float32Array.from({ length: x.shape[0]! }, (_, i) => i);
      return mul(g, x, g.constant(tensor("float32", [x.shape[0]!, 1], places), "places"));
    },
    "the number of rows": (x, { g }) => mul(g, x, g.scalar(1 / x.shape[0]!, "float32")),
    "the number of rows, in an attribute": (x, { g }) => g.apply("Elu", [x], { alpha: 1 / x.shape[0]! }),
    "as many rows as it was made for": (x, { g }) => reshape(g, x, [32, 12]),
  };
  it.each(Object.keys(mixed))("%s forbids it", (name) => {
    expect(cut(withLayer(mixed[name]!), 8)).toBe(false);
  });

  it("so does a loss that looks at the whole batch, and a mask that all rows share", () => {
    const perSample = (g: GraphBuilder, logits: Value): Value => {
      const mean = reduceMean(g, logits, [0], true);
      return reduceMean(g, mul(g, sub(g, logits, mean), logits), [1], false);
    };
    const layers = sequential(flatten(), dense(10));
    expect(cut(graphsOf(layers, [1, 4, 4], 32, { loss: { name: "centred", perSample } }), 8)).toBe(false);
    const shared: Layer = {
      kind: "shared",
      apply: (x, { g, mask, mode }) =>
        mode === "train" ? mul(g, x, g.apply("Cast", [mask("mask", [1, 10], 0.5)], { to: "float32" })) : x,
    };
    expect(cut(graphsOf(sequential(layers, shared), [1, 4, 4], 32), 8)).toBe(false);
  });
});

describe("rows at once", () => {
  const MiB = 2 ** 20;
  const rows = (text: string, batch: number, cache: number | undefined) => {
    const graphs = ofModel(text, batch);
    const runtime = { block: 16, cache, description: "", fastOperators: true, createSession: expect.fail };
    return rowsAtOnce(graphs, graphs.train(batch), { ...runtime, ...(cache === undefined ? {} : { cache }) } as never);
  };
  // Fastest measured, of divisors of the batch: on an Intel Xeon (2 MiB) 8 of 128 for vit_tiny; on
  // an AMD EPYC of family 26 (8 MiB) 16 to 64 of 128, 8 to 32 of 512 (docs/performance.md).
  it.each([
    ["vit_tiny", 128, 2 * MiB, 8],
    ["vit_tiny", 128, 8 * MiB, 32],
    ["vit_tiny", 512, 8 * MiB, 32],
    ["vit_tiny", 32, 8 * MiB, 32],
    ["cifar10_cnn", 128, 8 * MiB, 128],
    ["cifar10_cnn", 512, 8 * MiB, 64],
    ["resnet20", 512, 8 * MiB, 512],
    ["mlp:depth=2,width=512", 512, 8 * MiB, 512],
    ["vit_tiny", 128, undefined, 128],
    ["vit_tiny", 127, 8 * MiB, 127],
  ] as const)("%s, batch %i, cache %s: %i", (text, batch, cache, expected) => {
    expect(rows(text, batch, cache)).toBe(expected);
  });
});
