import { describe, expect, it } from "vitest";
import type { Split } from "../../../data/dataset.js";
import { glyphs } from "../../../data/glyphs.js";
import { he, initialWeights } from "../../../initializers/index.js";
import { batchNorm, conv, dense, dropout, flatten, residual, sequential } from "../../../network/layers/index.js";
import type { Layer } from "../../../network/layers/layer.js";
import { parseModel } from "../../../network/models/index.js";
import { normals, stream } from "../../../random/index.js";
import type { Recipe } from "../../../recipe.js";
import { loadRuntime } from "../../../runtime/node/load-runtime.js";
import type { Runtime, SessionOptions } from "../../../runtime/runtime.js";
import { compileProblem } from "../../../training/compile-problem.js";
import { trainEpoch } from "../../../training/epoch.js";
import { runStreams } from "../../../training/run-streams.js";
import { initialState } from "../../../training/state.js";
import { buildTrainGraph } from "../../../training/train-graph.js";
import { GraphBuilder } from "../../builder.js";
import { reduceSum } from "../../expressions.js";
import { writeOnnx } from "../../file/write.js";
import { gradients } from "../../gradients/gradients.js";
import type { Graph, Value } from "../../graph.js";
import { sizeOf, tensor } from "../../tensor.js";
import { simplify } from "../simplify/simplify.js";
import { peakBytes } from "./execution-order.js";
import { recompute } from "./recompute.js";

const { runtime } = await loadRuntime();
const { block: _, ...unblocked } = runtime;

const network = (text: string, input = [1, 28, 28]): Layer => {
  const { model, options } = parseModel(text);
  return model.build({ input, classes: 10 }, options);
};

/**
 * Narrow layers on few features: wide layers' new weights stay to the step's end, and hide what is
 * saved.
 */
const narrow = sequential(...Array.from({ length: 30 }, () => dense(8, { activation: "tanh" })), dense(10));
const attention = network("vit_tiny");
const normalized = () => sequential(conv(16, 3, { padding: 1, bias: false }), batchNorm());

const networks: Record<string, Layer> = {
  "dense layers": narrow,
  convolutions: network("plain_cnn:depth=9"),
  "attention and layer normalization": attention,
  "residual blocks with batch normalization": sequential(
    normalized(),
    ...Array.from({ length: 5 }, () => residual(sequential(normalized(), normalized()), { activation: "relu" })),
    flatten(),
    dense(10),
  ),
  "pooling and batch normalization": network("vgg_small:norm=batch,width=8"),
  "dropout between convolutions": sequential(
    ...Array.from({ length: 6 }, () => sequential(conv(16, 3, { padding: 1, activation: "tanh" }), dropout(0.3))),
    flatten(),
    dense(10),
  ),
};

const momentum: Recipe["optimizer"] = { kind: "sgd", learningRate: 0.01, momentum: 0.9 };

/**
 * All that 20 steps change, and the mean loss, `epochs` times over. Both without ONNX Runtime's
 * optimization, if not told otherwise.
 */
async function trained(
  layers: Layer,
  on: Runtime,
  withCopies: boolean,
  { epochs = 1, ...options }: SessionOptions & { readonly epochs?: number } = { optimization: "disabled" },
) {
  const [shape, batch] = layers === narrow ? [[16], 64] : [[1, 28, 28], 16];
  // 20 steps, the last on half a batch: with batch statistics a graph of its own
  const count = 19.5 * batch;
  const { train, test, ...rest } = glyphs();
  const split = ({ inputs, labels }: Split): Split => ({
    inputs: inputs.subarray(0, count * sizeOf(shape)),
    labels: labels.subarray(0, count),
    count,
  });
  const dataset = { ...rest, shape, train: split(train), test: split(test) };
  const recipe: Recipe = { loss: "cross-entropy", optimizer: momentum, batch, epochs };
  let bytes = 0;
  const counted: Runtime = {
    ...on,
    createSession: (model, settings) => {
      bytes += model.length;
      return on.createSession(model, { ...settings, ...options });
    },
  };
  const problem = await compileProblem(counted, dataset, layers, recipe, undefined, { recompute: withCopies });
  let state = initialState(problem, initialWeights(he, problem.parameters, 0));
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const outcome = await trainEpoch(problem, state, runStreams(3));
    if (outcome.kind !== "trained") throw new Error(`diverged at step ${outcome.step}`);
    losses.push(outcome.running.loss);
    state = outcome.state;
  }
  await problem.release();
  return { losses, tensors: state.tensors, bytes };
}

async function expectSame(layers: Layer, on: Runtime, options?: Parameters<typeof trained>[3]): Promise<void> {
  const plain = await trained(layers, on, false, options);
  const again = await trained(layers, on, true, options);
  expect(again.bytes, "there are copies").toBeGreaterThan(plain.bytes);
  expect(again.losses).toEqual(plain.losses);
  // Weights, running statistics, and the momentum's sums of gradients.
  for (const [name, { data }] of Object.entries(plain.tensors)) expect(again.tensors[name]!.data, name).toEqual(data);
}

describe("20 steps with recomputation give the same bits", () => {
  for (const [name, layers] of Object.entries(networks)) {
    it(name, () => expectSame(layers, runtime), 60_000);
  }

  for (const name of ["convolutions", "residual blocks with batch normalization"]) {
    it(`${name}, without the blocked layout`, () => expectSame(networks[name]!, unblocked), 60_000);
  }

  it(
    "and so do 20 more in the same sessions",
    () => expectSame(networks["pooling and batch normalization"]!, runtime, { optimization: "disabled", epochs: 2 }),
    60_000,
  );

  it(
    "and with ONNX Runtime's optimization for the graph without copies, where that fuses nothing that rounds",
    () => expectSame(networks.convolutions!, runtime, {}),
    60_000,
  );

  it("and to rounding where it does: attention", async () => {
    const plain = await trained(attention, runtime, false, {});
    const again = await trained(attention, runtime, true, {});
    expect(again.losses[0]).toBeCloseTo(plain.losses[0]!, 6);
  }, 60_000);
});

/** Loss and weight's slope of n layers x ← tanh(x · w), [rows, 4] each. */
function chain(n: number, rows: number): Graph {
  const g = new GraphBuilder("chain");
  const w = g.input("w", "float32", [4, 4]);
  let x = g.input("x", "float32", [rows, 4]);
  for (let i = 0; i < n; i++) x = g.apply("Tanh", [g.apply("MatMul", [x, w])], {}, { name: "activation" });
  const loss = reduceSum(g, x, [0, 1], false);
  const [slope] = gradients(g, [loss], [w]);
  g.output("loss", loss);
  g.output("slope", slope!);
  return simplify(g.build());
}

async function run(graph: Graph) {
  const session = await runtime.createSession(writeOnnx(graph, { sizes: false }), { optimization: "disabled" });
  const draw = ({ name, shape }: Value) => tensor("float32", shape, normals(stream(1, name), sizeOf(shape)));
  const outputs = await session.run(Object.fromEntries(graph.inputs.map((v) => [v.name, draw(v)])));
  await session.release();
  return outputs;
}

describe("what is kept", () => {
  const [n, rows] = [100, 1000];
  const layer = rows * 4 * 4; // bytes of one activation
  const plain = chain(n, rows);
  const again = recompute(plain, ["loss"]);
  const isCopy = (v: Value | undefined) => v?.name.includes(":again") === true;
  const isActivation = (v: Value | undefined) => v?.name.startsWith("activation") === true;

  it("of n equal layers: about √n, and as many are computed again at a time", () => {
    const copies = again.nodes.filter((node) => isCopy(node.outputs[0]));
    const firstCopy = again.nodes.indexOf(copies[0]!);
    const read = new Set(again.nodes.slice(firstCopy).flatMap((node) => node.inputs));
    const retained = [...read].filter((v) => isActivation(v) && !isCopy(v)).length;
    expect(retained).toBeGreaterThanOrEqual(Math.sqrt(n) / 2);
    expect(retained).toBeLessThanOrEqual(2 * Math.sqrt(n));
    // Plain, all n are alive at the loss. Kept and computed again: 2√n, and what the backward pass
    // is at work on.
    expect(peakBytes(plain)).toBeGreaterThanOrEqual(n * layer);
    expect(peakBytes(again)).toBeLessThanOrEqual((2 * Math.sqrt(n) + 6) * layer);
  });

  it("no node is copied twice, and what the copies cost is less than a second forward pass", () => {
    const copied = again.nodes.flatMap((node) => node.outputs.filter(isCopy).map((v) => v.name));
    expect(new Set(copied).size).toBe(copied.length);
    expect(copied.filter((name) => !/:again$/.test(name))).toEqual([]);
    expect(copied.length).toBeLessThan(2 * n);
    expect(copied.length).toBeGreaterThan(n);
  });

  it("gradients are the same bits; the pass on its own result changes none", async () => {
    const twice = recompute(again, ["loss"]);
    const expected = await run(plain);
    for (const graph of [again, twice]) expect(await run(graph)).toEqual(expected);
  });

  it("nothing where that would save less than a tenth", () => {
    const shallow = chain(2, rows);
    expect(recompute(shallow, ["loss"])).toBe(shallow);
    const wide = chain(n, 4); // weights as large as activations
    expect(peakBytes(recompute(wide, ["loss"]))).toBeLessThanOrEqual(peakBytes(wide));
  });

  it("halves the memory of a deep network's step", () => {
    const { graph, states } = buildTrainGraph(
      {
        layers: network("plain_cnn:depth=50"),
        classes: 10,
        loss: "cross-entropy",
        source: { shape: [1, 28, 28], type: "uint8", count: 64 },
        labelCount: 64,
        batch: 32,
      },
      momentum,
    );
    expect(states).toEqual([]);
    const full = simplify(graph);
    expect(peakBytes(recompute(full, ["loss", "correct"]))).toBeLessThan(0.5 * peakBytes(full));
  });
});
