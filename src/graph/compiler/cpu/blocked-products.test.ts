import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dataset, Split } from "../../../data/dataset.js";
import { he, initialWeights } from "../../../initializers/index.js";
import { activation, batchNorm, dense, dropout, sequential } from "../../../network/layers/index.js";
import type { Layer } from "../../../network/layers/layer.js";
import { normals, stream } from "../../../random/index.js";
import type { OptimizerSpecification, Recipe } from "../../../recipe.js";
import { loadRuntime } from "../../../runtime/node/load-runtime.js";
import type { Runtime } from "../../../runtime/runtime.js";
import { compileProblem } from "../../../training/compile-problem.js";
import { trainEpoch } from "../../../training/epoch.js";
import { runStreams } from "../../../training/run-streams.js";
import { initialState } from "../../../training/state.js";
import { GraphBuilder } from "../../builder.js";
import { reduceSum } from "../../expressions.js";
import { writeOnnx } from "../../file/write.js";
import { gradients } from "../../gradients/gradients.js";
import type { Graph } from "../../graph.js";
import { sizeOf, type Tensor, tensor } from "../../tensor.js";
import { simplify } from "../simplify/simplify.js";
import { blockedProducts } from "./blocked-products.js";
import { lower } from "./lower.js";
import { blocksOfRows } from "./matrix-order.js";

const { runtime } = await loadRuntime();
const { block } = runtime;
if (block === undefined) console.log("skipped: this processor's ONNX Runtime has no blocked layout");
const { block: _, ...unblocked } = runtime;

const size = (v: Float32Array) => v.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
const difference = (a: Tensor, b: Tensor) => {
  const [x, y] = [a.data as Float32Array, b.data as Float32Array];
  expect(a.shape).toEqual(b.shape);
  return size(x.map((n, i) => n - y[i]!)) / Math.max(size(y), 1e-30);
};

describe("matrices in blocks of rows", () => {
  it("lie as stated, and come back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }), (groups, columns) => {
        const [b, rows] = [8, 8 * groups];
        const matrix = tensor("float32", [rows, columns], normals(stream(1, "matrix"), rows * columns));
        const inRows = blocksOfRows(b).arranged(matrix);
        expect(inRows.shape).toEqual([1, rows, 1, columns]);
        for (let r = 0; r < rows; r++) {
          for (let c = 0; c < columns; c++) {
            const there = (Math.floor(r / b) * columns + c) * b + (r % b);
            expect(inRows.data[there]).toBe(matrix.data[r * columns + c]);
          }
        }
        expect(blocksOfRows(b).restored(inRows)).toEqual(matrix);
        expect(blocksOfRows(b).usualShape(inRows.shape)).toEqual(matrix.shape);
      }),
    );
  });
});

/** Trains two epochs; with the plain operators, or with what the runtime has. */
async function trained(on: Runtime, layers: Layer, dataset: Dataset, recipe: Recipe) {
  let convolutions = 0;
  const watched: Runtime = {
    ...on,
    createSession: (model, options) => {
      convolutions += new TextDecoder("latin1").decode(model).split("com.microsoft.nchwc").length - 1;
      return on.createSession(model, options);
    },
  };
  const problem = await compileProblem(watched, dataset, layers, recipe);
  let state = initialState(problem, initialWeights(he, problem.parameters, 0));
  const start = structuredClone(state.tensors);
  const losses: number[] = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    const before = state.tensors;
    const outcome = await trainEpoch(problem, state, runStreams(3));
    if (epoch === 0) {
      for (const [name, t] of Object.entries(start)) expect(difference(before[name]!, t), "left as it was").toBe(0);
    }
    if (outcome.kind !== "trained") throw new Error(`diverged at step ${outcome.step}`);
    losses.push(outcome.running.loss);
    state = outcome.state;
  }
  await problem.release();
  return { losses, tensors: state.tensors, convolutions };
}

function noise(features: number, count: number): Dataset {
  const split = (name: string): Split => ({
    inputs: Float32Array.from(normals(stream(2, name), count * features)),
    labels: Int32Array.from({ length: count }, (_, i) => (i * i) % 10),
    count,
  });
  return {
    name: "noise",
    shape: [features],
    classes: 10,
    classNames: Array.from({ length: 10 }, (_, i) => `${i}`),
    train: split("train"),
    test: split("test"),
    checksum: "",
  } as unknown as Dataset;
}

const optimizers: readonly OptimizerSpecification[] = [
  { kind: "sgd", learningRate: 0.01 },
  { kind: "sgd", learningRate: 0.01, momentum: 0.9, nesterov: true, weightDecay: 1e-3 },
  { kind: "adam", learningRate: 1e-3, epsilon: 1e-3 },
  { kind: "adadelta", learningRate: 1, rho: 0.95, epsilon: 1e-4 },
];

describe.skipIf(block === undefined)("dense layers in the blocked layout", () => {
  it("train as the plain ones do, whatever the sizes, optimizer and what lies between", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          features: fc.constantFrom(384, 400, 480),
          units: fc.constantFrom(400, 512),
          // Of what is left over, half a batch of 32 is whole blocks of 16, a quarter is not.
          batch: fc.constantFrom(16, 32),
          left: fc.constantFrom(0, 8, 16),
          between: fc.constantFrom("relu", "tanh", "batch normalization", "dropout", "nothing"),
          bias: fc.boolean(),
          optimizer: fc.constantFrom(...optimizers),
        }),
        async ({ features, units, batch, left, between, bias, optimizer }) => {
          const after = {
            relu: [activation("relu")],
            tanh: [activation("tanh")],
            "batch normalization": [batchNorm(), activation("relu")],
            dropout: [activation("relu"), dropout(0.5)],
            nothing: [],
          }[between];
          // Batch normalization takes a bias away again: it would move by nothing but rounding.
          const hidden = () => [dense(units, { bias: bias && between !== "batch normalization" }), ...after];
          const layers = sequential(...hidden(), ...hidden(), dense(10));
          const dataset = noise(features, 3 * batch + (left % batch));
          const recipe: Recipe = { loss: "cross-entropy", optimizer, batch, epochs: 2 };
          const blocked = await trained(runtime, layers, dataset, recipe);
          const plain = await trained(unblocked, layers, dataset, recipe);
          expect(blocked.convolutions).toBeGreaterThanOrEqual(5);
          expect(plain.convolutions).toBe(0);
          blocked.losses.forEach((loss, i) => {
            expect(Math.abs(loss - plain.losses[i]!)).toBeLessThan(1e-4 * plain.losses[i]!);
          });
          for (const [name, t] of Object.entries(plain.tensors)) {
            expect(difference(blocked.tensors[name]!, t), name).toBeLessThan(1e-3);
          }
        },
      ),
      { numRuns: 12, seed: 1 },
    );
  }, 60_000);

  it("agree where weights are used twice, and where their gradient is wanted for more than the update", async () => {
    const n = 512;
    const g = new GraphBuilder("twice");
    const x = g.input("x", "float32", [32, n]);
    const w = g.input("w", "float32", [n, n]);
    const layer = (v: typeof x) => g.apply("Gemm", [v, w], { transB: 1 });
    const y = layer(g.apply("Relu", [layer(x)]));
    const loss = reduceSum(g, g.apply("Mul", [y, y]), [0, 1], false);
    const [dw, dx] = gradients(g, [loss], [w, x]);
    g.output("loss", loss);
    g.output("dx", dx!);
    g.output("dw", dw!);
    g.output("w:next", g.apply("Sub", [w, dw!]));
    const plain = simplify(lower(simplify(g.build()), block));
    const graph = blockedProducts(plain, block!, new Map([["w", "w:next"]]));
    expect(graph.inputs.map(({ shape }) => shape)).toEqual([
      [32, n],
      [1, n, 1, n],
    ]);
    expect(graph.nodes.filter(({ operator }) => operator === "com.microsoft.nchwc:Conv").length).toBeGreaterThan(1);
    const inputs = (v: { name: string; shape: readonly number[] }) =>
      tensor(
        "float32",
        v.shape,
        normals(stream(1, v.name), sizeOf(v.shape)).map((z) => z / Math.sqrt(n)),
      );
    const feeds = { x: inputs(x), w: inputs(w) };
    const expected = await run(plain, feeds);
    const actual = await run(simplify(graph), { ...feeds, w: blocksOfRows(block!).arranged(feeds.w) });
    actual["w:next"] = blocksOfRows(block!).restored(actual["w:next"]!);
    for (const [name, t] of Object.entries(expected)) expect(difference(actual[name]!, t), name).toBeLessThan(1e-5);
  });

  it("are left alone where that would not pay: small ones, few features, batches that are no whole blocks", () => {
    const gemm = (rows: number, features: number, units: number) => {
      const g = new GraphBuilder("dense");
      const x = g.input("x", "float32", [rows, features]);
      const w = g.input("w", "float32", [units, features]);
      g.output("y", g.apply("Gemm", [x, w], { transB: 1 }));
      g.output("w:next", g.apply("Mul", [w, w]));
      return blockedProducts(g.build(), block!, new Map([["w", "w:next"]])).inputs[1]!.shape.length === 4;
    };
    expect(gemm(128, 784, 512)).toBe(true);
    expect(gemm(128, 9216, 128)).toBe(false);
    expect(gemm(128, 64, 192)).toBe(false);
    expect(gemm(100, 784, 512)).toBe(false);
    expect(gemm(128, 784, 500)).toBe(false);
  });
});

async function run(graph: Graph, feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
  const session = await runtime.createSession(writeOnnx(graph));
  const outputs = await session.run(feeds);
  await session.release();
  return { ...outputs };
}
