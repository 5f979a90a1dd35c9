import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { randomGraphs } from "../../../../test/onnx/random-graphs.js";
import { loadRuntime } from "../../../runtime/node/load-runtime.js";
import type { Runtime } from "../../../runtime/runtime.js";
import { GraphBuilder } from "../../builder.js";
import {
  add,
  expand,
  mul,
  neg,
  ones,
  pad,
  reduceSum,
  reshape,
  scale,
  slice,
  sub,
  transpose,
} from "../../expressions.js";
import { writeOnnx } from "../../file/write.js";
import type { Graph, Value } from "../../graph.js";
import { sizeOf, type Tensor, tensor } from "../../tensor.js";
import { simplify } from "./simplify.js";

let runtime: Runtime;
beforeAll(async () => {
  runtime = (await loadRuntime()).runtime;
});

/**
 * What a graph gives on inputs filled with a fixed sequence that contains zeros, ones and negative
 * numbers.
 */
async function resultsOf(graph: Graph): Promise<Record<string, Tensor>> {
  const session = await runtime.createSession(writeOnnx(graph), { optimization: "disabled" });
  const inputs = Object.fromEntries(
    graph.inputs.map((v, k) => {
      const values = Array.from({ length: sizeOf(v.shape) }, (_, i) => ((i * 7 + k * 3) % 11) - 4);
      return [v.name, tensor(v.type, v.shape, values)];
    }),
  );
  const results = await session.run(inputs);
  await session.release();
  return results;
}

/** Equal numbers; +0 and −0 are (Object.is on every element otherwise). */
function expectEqual(got: Record<string, Tensor>, expected: Record<string, Tensor>) {
  expect(Object.keys(got)).toEqual(Object.keys(expected));
  for (const [name, t] of Object.entries(expected)) {
    expect(got[name]!.type, name).toBe(t.type);
    expect(got[name]!.shape, name).toEqual(t.shape);
    const [a, b] = [got[name]!, t].map(({ data }) => Array.from(data as ArrayLike<number | bigint>));
    const i = b!.findIndex((x, k) => a![k] !== x && !(Number.isNaN(a![k]) && Number.isNaN(x)));
    if (i >= 0) expect.fail(`output ${name}, element ${i}: ${a![i]} instead of ${b![i]}`);
  }
}

type Build = (g: GraphBuilder, x: Value, y: Value) => Value;

/** x and y are [2, 3, 4]; the operators that are left after simplifying, in order. */
const rewrites: readonly (readonly [name: string, build: Build, left: readonly string[]])[] = [
  ["dead nodes", (g, x) => [g.apply("Exp", [x]), mul(g, x, x)][0]!, ["Exp"]],
  ["equal nodes", (g, x) => g.apply("Max", [g.apply("Exp", [x]), g.apply("Exp", [x])]), ["Exp", "Max"]],
  ["equal up to order", (g, x, y) => sub(g, mul(g, x, y), mul(g, y, x)), ["Mul", "Sub"]],
  ["x·1", (g, x) => scale(g, x, 1), []],
  ["1·x", (g, x) => mul(g, g.scalar(1), x), []],
  ["x·1 that broadcasts stays", (g, x) => mul(g, ones(g, x), slice(g, x, [0], [0], [1])), ["Slice", "Mul"]],
  ["0·x stays: it may be NaN", (g, x) => scale(g, x, 0), ["Mul"]],
  ["x+0", (g, x) => add(g, x, g.scalar(0)), []],
  ["x−0", (g, x) => sub(g, x, g.scalar(0)), []],
  ["0−x", (g, x) => sub(g, g.scalar(0), x), ["Neg"]],
  ["x/1", (g, x) => g.apply("Div", [x, g.scalar(1)]), []],
  ["x/8", (g, x) => g.apply("Div", [x, g.scalar(8)]), ["Mul"]],
  ["x/3 stays", (g, x) => g.apply("Div", [x, g.scalar(3)]), ["Div"]],
  ["−(−x)", (g, x) => neg(g, neg(g, x)), []],
  ["−1·x", (g, x) => scale(g, x, -1), ["Neg"]],
  ["−(2·x)", (g, x) => neg(g, scale(g, x, 2)), ["Mul"]],
  ["−(x − y)", (g, x, y) => neg(g, sub(g, x, y)), ["Sub"]],
  ["x + (−y)", (g, x, y) => add(g, x, neg(g, y)), ["Sub"]],
  ["x − (−y)", (g, x, y) => sub(g, x, neg(g, y)), ["Add"]],
  ["(−x)·(−y)", (g, x, y) => mul(g, neg(g, x), neg(g, y)), ["Mul"]],
  ["2·(4·x)", (g, x) => scale(g, scale(g, x, 4), 2), ["Mul"]],
  ["a chain that would underflow stays", (g, x) => scale(g, scale(g, x, 1e-30), 1e-30), ["Mul", "Mul"]],
  [
    "x·Expand(c)",
    (g, x, y) => mul(g, x, expand(g, slice(g, y, [0, 1, 2], [0, 0, 0], [1, 1, 1]), [2, 3, 4])),
    ["Slice", "Mul"],
  ],
  ["x + Expand(zeros)", (g, x) => add(g, x, expand(g, g.scalar(0), [2, 3, 4])), []],
  ["x · a constant of equal elements", (g, x) => mul(g, x, g.constant(tensor("float32", [4], [1, 1, 1, 1]))), []],
  [
    "a comparison with Expand",
    (g, x) => g.apply("Where", [g.apply("Greater", [x, expand(g, g.scalar(0), x.shape)]), x, x]),
    [],
  ],
  [
    "arithmetic on expanded numbers",
    (g) => mul(g, expand(g, g.scalar(3), [100, 100]), expand(g, g.scalar(5), [100, 100])),
    ["Expand"],
  ],
  ["Expand to the same shape", (g, x) => g.apply("Expand", [x, g.integers([3, 4])]), []],
  [
    "Expand of Expand",
    (g) =>
      g.apply("Expand", [
        g.apply("Expand", [g.constant(tensor("float32", [1, 2], [1, 2])), g.integers([50, 2])]),
        g.integers([100, 50, 2]),
      ]),
    ["Expand"],
  ],
  ["Reshape to the same shape", (g, x) => g.apply("Reshape", [x, g.integers([2, -1, 4])]), []],
  ["Reshape of Reshape", (g, x) => reshape(g, reshape(g, x, [6, 4]), [4, 6]), ["Reshape"]],
  [
    "Flatten, Unsqueeze, Squeeze",
    (g, x) => g.apply("Squeeze", [g.apply("Unsqueeze", [g.apply("Flatten", [x]), g.integers([0])]), g.integers([0])]),
    ["Reshape"],
  ],
  ["Reshape there and back", (g, x) => add(g, reshape(g, reshape(g, x, [24]), [2, 3, 4]), x), ["Add"]],
  ["Transpose of Transpose", (g, x) => transpose(g, transpose(g, x, [1, 2, 0]), [1, 2, 0]), ["Transpose"]],
  ["Transpose there and back", (g, x) => transpose(g, transpose(g, x, [1, 2, 0]), [2, 0, 1]), []],
  ["Transpose of axes of size 1", (g, x) => transpose(g, reshape(g, x, [1, 6, 1, 4]), [2, 1, 3, 0]), ["Reshape"]],
  ["Transpose of one expanded number", (g) => transpose(g, expand(g, g.scalar(3), [50, 100]), [1, 0]), ["Expand"]],
  ["Identity", (g, x) => g.apply("Identity", [x]), []],
  ["Dropout at inference", (g, x) => g.apply("Dropout", [x]), []],
  ["Cast to the same type", (g, x) => g.apply("Cast", [x], { to: "float32" }), []],
  ["Clip without bounds", (g, x) => g.apply("Clip", [x]), []],
  ["Slice of everything", (g, x) => slice(g, x, [1, 2], [0, 0], [3, 99], [1, 1]), []],
  ["a reversing Slice stays", (g, x) => slice(g, x, [1], [2], [-99], [-1]), ["Slice"]],
  ["Pad by nothing", (g, x) => g.apply("Pad", [x, g.integers([0, 0, 0, 0, 0, 0])]), []],
  ["Pad that shifts stays", (g, x) => pad(g, x, [1, 0, 0], [-1, 0, 0]), ["Pad"]],
  ["Concat of one", (g, x) => g.apply("Concat", [x], { axis: 1 }), []],
  ["Sum of one", (g, x) => g.apply("Sum", [x]), []],
  ["Tile once", (g, x) => g.apply("Tile", [x, g.integers([1, 1, 1])]), []],
  ["ReduceSum over size 1", (g, x) => reduceSum(g, reshape(g, x, [2, 1, 12]), [1], false), ["Reshape"]],
  ["ReduceMax over size 1", (g, x) => g.apply("ReduceMax", [reshape(g, x, [24, 1])], { axes: [-1] }), ["Reshape"]],
  [
    "ReduceSum over size 1 and more",
    (g, x) => reduceSum(g, reshape(g, x, [2, 1, 12]), [0, 1]),
    ["Reshape", "ReduceSum"],
  ],
  ["Reshape that drops reduced axes", (g, x) => reshape(g, reduceSum(g, x, [0, 2]), [3]), ["ReduceSum"]],
  [
    "MatMul with a Transpose",
    (g, x) => g.apply("MatMul", [transpose(g, reshape(g, x, [6, 4]), [1, 0]), reshape(g, x, [6, 4])]),
    ["Reshape", "Gemm"],
  ],
  [
    "Gemm with Transposes",
    (g, x) =>
      g.apply("Gemm", [transpose(g, reshape(g, x, [6, 4]), [1, 0]), transpose(g, reshape(g, x, [4, 6]), [1, 0])], {
        transA: 0,
        alpha: 2,
      }),
    ["Reshape", "Reshape", "Gemm"],
  ],
  [
    "Gemm that is a MatMul",
    (g, x) => g.apply("Gemm", [reshape(g, x, [6, 4]), reshape(g, x, [4, 6]), g.scalar(0)]),
    ["Reshape", "Reshape", "MatMul"],
  ],
  ["shape arithmetic", (g, x) => add(g, x, g.apply("Cast", [sizes(g, x)], { to: "float32" })), ["Add"]],
  [
    "small constants",
    (g, x) =>
      add(
        g,
        x,
        transpose(
          g,
          reshape(
            g,
            g.constant(
              tensor(
                "float32",
                [12],
                Array.from({ length: 12 }, (_, i) => i),
              ),
            ),
            [4, 3],
          ),
          [1, 0],
        ),
      ),
    ["Add"],
  ],
];

/** [size of axis 0, −1, 4, 8] by the operators that PyTorch's exporter writes for it. */
function sizes(g: GraphBuilder, x: Value): Value {
  const n = g.apply("Gather", [g.apply("Shape", [x]), g.constant(tensor("int64", [], [0]))]);
  const list = g.apply("Concat", [g.apply("Unsqueeze", [n, g.integers([0])]), g.integers([-1])], { axis: 0 });
  const more = g.apply("Div", [
    mul(g, g.integers([9, 16]), g.apply("Slice", [g.apply("Shape", [x]), g.integers([1]), g.integers([2])])),
    g.integers([6]),
  ]);
  return g.apply("Concat", [list, more], { axis: -1 });
}

describe("simplify", () => {
  it.each(rewrites)("%s", async (_, build, left) => {
    const g = new GraphBuilder("rewrite");
    const x = g.input("x", "float32", [2, 3, 4]);
    const y = g.input("y", "float32", [2, 3, 4]);
    g.output("result", build(g, x, y));
    const graph = g.build();
    const small = simplify(graph);
    expect(small.nodes.map((node) => node.operator)).toEqual(left);
    expect(small.inputs).toEqual(graph.inputs);
    expectEqual(await resultsOf(small), await resultsOf(graph));
  });

  it("merges equal constants, also large ones, and keeps different ones", () => {
    const g = new GraphBuilder("constants");
    const x = g.input("x", "float32", [5000]);
    const numbers = Array.from({ length: 5000 }, (_, i) => Math.sin(i));
    const [a, b] = [g.constant(tensor("float32", [5000], numbers)), g.constant(tensor("float32", [5000], numbers))];
    const c = g.constant(tensor("float32", [5000], numbers.with(4999, 7)));
    g.output("same", sub(g, mul(g, x, a), mul(g, x, b)));
    g.output("different", mul(g, x, c));
    const small = simplify(g.build());
    expect([...small.constants.keys()]).toEqual([a, c]);
    expect(small.nodes.map((node) => node.operator)).toEqual(["Mul", "Sub", "Mul"]);
  });

  it.each(["plain first", "with indices first"])("makes one MaxPool of two, %s", async (order) => {
    const g = new GraphBuilder("pools");
    const x = g.input("x", "float32", [1, 2, 4, 4]);
    const pool = (outputs: number) =>
      g.applyAll("MaxPool", [x], { kernel_shape: [2, 2], strides: [2, 2] }, { outputs });
    const pools = order === "plain first" ? [pool(1), pool(2)] : [pool(2), pool(1)];
    g.output("both", add(g, pools[0]![0]!, pools[1]![0]!));
    g.output("indices", pools.find((p) => p.length === 2)![1]!);
    const graph = g.build();
    const small = simplify(graph);
    expect(small.nodes.map((node) => node.operator)).toEqual(["MaxPool", "Add"]);
    expectEqual(await resultsOf(small), await resultsOf(graph));
  });

  it("leaves out indices that nobody reads, and keeps inputs that nobody reads", () => {
    const g = new GraphBuilder("pool");
    const x = g.input("x", "float32", [1, 2, 4, 4]);
    const unused = g.input("unused", "int32", [3]);
    g.output("y", g.applyAll("MaxPool", [x], { kernel_shape: [2, 2] }, { outputs: 2 })[0]!);
    const small = simplify(g.build());
    expect(small.nodes[0]!.outputs).toHaveLength(1);
    expect(small.inputs).toEqual([x, unused]);
  });

  it("returns inputs, constants and one value under several names", async () => {
    const g = new GraphBuilder("outputs");
    const x = g.input("x", "float32", [2]);
    g.output("same", g.apply("Identity", [x]));
    g.output("again", scale(g, x, 1));
    g.output("constant", g.apply("Neg", [g.constant(tensor("float32", [2], [1, 2]))]));
    const graph = g.build();
    const small = simplify(graph);
    expect(small.nodes).toEqual([]);
    expect([...small.outputs.keys()]).toEqual(["same", "again", "constant"]);
    expectEqual(await resultsOf(small), await resultsOf(graph));
  });

  it("forgets overridden gradients, or keeps them and what they point to", () => {
    const g = new GraphBuilder("straight-through");
    const x = g.input("x", "float32", [2]);
    const target = g.apply("Exp", [scale(g, x, 1)]);
    const step = g.apply("Identity", [g.apply("Sign", [x])], {}, { gradientTo: target });
    g.output("y", g.apply("Neg", [g.apply("Identity", [step], {}, { gradientTo: null })]));
    const graph = g.build();
    expect(simplify(graph).nodes.map((node) => node.operator)).toEqual(["Sign", "Neg"]);
    const small = simplify(graph, { dropGradientTo: false });
    expect(small.nodes.map((node) => node.operator)).toEqual(["Exp", "Sign", "Identity", "Identity", "Neg"]);
    expect(small.nodes.map((node) => node.gradientTo)).toEqual([undefined, undefined, target, null, undefined]);
  });

  it("keeps values that stay as they were: references, names, layers", () => {
    const g = new GraphBuilder("names");
    const x = g.input("x", "float32", [2]);
    const y = g.inLayer("dense", () => g.apply("Exp", [scale(g, x, 1)], {}, { name: "activation" }));
    g.output("y", y);
    const small = simplify(g.build());
    expect(small.outputs.get("y")).toBe(y);
    expect(small.nodes[0]).toMatchObject({ layer: "dense", inputs: [x], outputs: [{ name: "dense/activation" }] });
  });

  it("gives the same results for random graphs, in no more nodes, and is done after one call", async () => {
    await fc.assert(
      fc.asyncProperty(randomGraphs, async (graph) => {
        const small = simplify(graph);
        expect(small.nodes.length).toBeLessThanOrEqual(graph.nodes.length);
        expect(simplify(small).nodes).toEqual(small.nodes);
        expectEqual(await resultsOf(small), await resultsOf(graph));
      }),
      { numRuns: 150 },
    );
  });
});
