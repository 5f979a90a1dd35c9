/** Shapes that exporters write with the batch in them: each sample's result stays what it was. */
import { describe, expect, it, test } from "vitest";
import { InputError } from "../../src/errors.js";
import { GraphBuilder } from "../../src/graph/builder.js";
import { add, expand, matMul, reduceMean, reshape, slice, transpose } from "../../src/graph/expressions.js";
import type { Graph, Value } from "../../src/graph/graph.js";
import { sizeOf, tensor } from "../../src/graph/tensor.js";
import { addGraph } from "../../src/network/from-onnx/index.js";
import { buildNetwork } from "../../src/network/layers/build-network.js";
import type { Layer } from "../../src/network/layers/layer.js";
import { normals, stream } from "../../src/random/index.js";
import { evaluate } from "../reference/evaluate.js";
import { numbers } from "../reference/numbers.js";

type Build = (g: GraphBuilder, x: Value) => Value;

const drawn = (name: string, count: number) => Array.from(normals(stream(0, name), count));

/** Samples of [5, 8] at a batch of the file. */
function fileOf(batch: number, build: Build): Graph {
  const g = new GraphBuilder("file");
  g.output("y", build(g, g.input("x", "float32", [batch, 5, 8])));
  return g.build();
}

/** The file's graph at another batch, and what was said about it. */
function moved(graph: Graph, to: number): { readonly graph: Graph; readonly notes: readonly string[] } {
  const [x] = graph.inputs as [Value];
  const from = x.shape[0]!;
  const g = new GraphBuilder("moved");
  const notes: string[] = [];
  const model = { bytes: new Uint8Array(), parameters: [], constants: [], states: [], kept: [], missed: [], notes: [] };
  const layer: Layer = {
    kind: "",
    apply: (value, scope) => {
      const source = { model, graph, change: { from, to } };
      const targets = [graph.outputs.get("y")!];
      return addGraph(scope, source, targets, new Map([[x, value]]), (note) => notes.push(note))[0]!;
    },
  };
  const input = g.input("x", "float32", [to, ...x.shape.slice(1)]);
  g.output("y", buildNetwork(g, layer, input, { mode: "evaluate" }).logits);
  return { graph: g.build(), notes };
}

function run(graph: Graph, x: readonly number[]): readonly number[] {
  const { shape } = graph.inputs[0]!;
  return Array.from(evaluate(graph, { x: numbers("float32", shape, [...x]) }).y!.data);
}

const constant = (g: GraphBuilder, name: string, shape: readonly number[]) =>
  g.constant(tensor("float32", shape, drawn(name, sizeOf(shape))), name);

/** Attention as PyTorch's nn.MultiheadAttention exports it: [T, N, E], heads beside the batch. */
const attention =
  (batch: number): Build =>
  (g, x) => {
    const sequence = transpose(g, x, [1, 0, 2]); // [T, N, E]
    const heads = transpose(g, reshape(g, sequence, [5, batch * 2, 4]), [1, 0, 2]); // [N · H, T, d]
    const scores = g.apply("Softmax", [matMul(g, heads, transpose(g, heads, [0, 2, 1]))], { axis: -1 });
    const mixed = transpose(g, matMul(g, scores, heads), [1, 0, 2]); // [T, N · H, d]
    const rows = matMul(g, reshape(g, mixed, [5 * batch, 8]), constant(g, "w", [8, 8]));
    return reshape(g, transpose(g, reshape(g, rows, [5, batch, 8]), [1, 0, 2]), [batch, 40]);
  };

/** As vision transformers do: a class token in front, positions added. */
const withToken =
  (batch: number, token: (g: GraphBuilder) => Value): Build =>
  (g, x) => {
    const tokens = g.apply("Concat", [token(g), x], { axis: 1 });
    return reshape(g, add(g, tokens, constant(g, "positions", [1, 6, 8])), [batch, 48]);
  };

describe("a graph at another batch", () => {
  test.each<[title: string, batch: number, build: Build]>([
    ["flattens to [1, -1]", 1, (g, x) => g.apply("Reshape", [x, g.integers([1, -1])])],
    ["flattens to [-1, 40]", 1, (g, x) => g.apply("Reshape", [x, g.integers([-1, 40])])],
    ["rows and back", 1, (g, x) => reshape(g, matMul(g, reshape(g, x, [5, 8]), constant(g, "w", [8, 8])), [1, 5, 8])],
    ["rows of two samples and back", 2, (g, x) => reshape(g, reshape(g, x, [10, 8]), [2, 40])],
    ["attention of one sample", 1, attention(1)],
    ["attention of two samples", 2, attention(2)],
    ["a class token", 1, withToken(1, (g) => constant(g, "token", [1, 1, 8]))],
    ["a class token, expanded", 2, withToken(2, (g) => expand(g, constant(g, "token", [8]), [2, 1, 8]))],
    [
      "equal constant rows",
      2,
      (g, x) => add(g, x, g.constant(tensor("float32", [2, 1, 8], [...drawn("row", 8), ...drawn("row", 8)]))),
    ],
    ["sums over all but the batch", 3, (g, x) => reduceMean(g, x, [1, 2])],
  ])("%s", (_, batch, build) => {
    const file = fileOf(batch, build);
    const { graph } = moved(file, 3 * batch);
    const x = drawn("x", 3 * batch * 40);
    const parts = [0, 1, 2].flatMap((part) => run(file, x.slice(part * batch * 40, (part + 1) * batch * 40)));
    const whole = run(graph, x);
    expect(whole.length).toBe(parts.length);
    parts.forEach((value, i) => {
      expect(whole[i]).toBeCloseTo(value, 12);
    });
  });

  it("says where the file had its batch as a number", () => {
    const file = fileOf(1, (g, x) => g.apply("Reshape", [x, g.integers([1, 40])], {}, { name: "flat" }));
    expect(moved(file, 4).notes).toEqual([
      'the file fixes the batch to 1 in "flat"; there it becomes the batch of training',
    ]);
    expect(
      moved(
        fileOf(1, (g, x) => g.apply("Reshape", [x, g.integers([-1, 40])])),
        4,
      ).notes,
    ).toEqual([]);
    expect(moved(file, 1).notes).toEqual([]);
  });

  test.each<[title: string, batch: number, build: Build, message: string]>([
    [
      "the batch is squeezed away",
      1,
      (g, x) => g.apply("Squeeze", [x, g.integers([0])], {}, { name: "s" }),
      '"s" (Squeeze) fixes the batch to 1: at batch 4 it fails: Squeeze(float32 [4, 5, 8], int64 [1]): axis 0 has size 4, not 1. Export the model with an open batch: dynamic_axes',
    ],
    [
      "samples are joined",
      2,
      (g, x) => g.apply("ReduceMean", [x], { axes: [0], keepdims: 0 }, { name: "m" }),
      '"m" (ReduceMean) fixes the batch to 2: at batch 8 it makes [5, 8] where it made [5, 8], and rows are joined or dropped.',
    ],
    [
      "samples are dropped",
      2,
      (g, x) => slice(g, x, [0], [0], [1]),
      "at batch 8 it makes [1, 5, 8] where it made [1, 5, 8], and rows are joined or dropped.",
    ],
    [
      "each sample has a row of its own",
      2,
      (g, x) => g.apply("Concat", [x, constant(g, "rows", [2, 1, 8])], { axis: 1 }, { name: "c" }),
      '"c" (Concat) fixes the batch to 2: at batch 8 it reads [2, 1, 8], with a row of its own for each of 2.',
    ],
    [
      "the batch is mixed into another axis",
      2,
      (g, x) => reshape(g, transpose(g, x, [1, 0, 2]), [4, 20]),
      "at batch 8 it cannot bring [5, 8, 8] into its shape.",
    ],
  ])("is refused in words where %s", (_, batch, build, message) => {
    const attempt = () => moved(fileOf(batch, build), 4 * batch);
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(message);
  });
});
