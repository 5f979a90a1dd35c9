/**
 * Trains real .onnx models for 20 steps on random data: the loss falls. What cannot be trained is
 * listed with the reason. The list shrinks by itself: a model that was in it and trains now passes.
 */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import { GraphBuilder } from "../../src/graph/builder.js";
import { compiledSession } from "../../src/graph/compiler/compile.js";
import { mul, reduceMean, sub } from "../../src/graph/expressions.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import type { Value } from "../../src/graph/graph.js";
import { sizeOf, type Tensor, tensor } from "../../src/graph/tensor.js";
import { he, initialWeights } from "../../src/initializers/index.js";
import {
  addGraph,
  type BatchChange,
  type ModelSource,
  type TrainableModel,
} from "../../src/network/from-onnx/index.js";
import { logitsBehind } from "../../src/network/from-onnx/training/model-output.js";
import { buildNetwork } from "../../src/network/layers/build-network.js";
import type { Layer } from "../../src/network/layers/layer.js";
import { normals, stream, uniforms } from "../../src/random/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { lossPerSample } from "../../src/training/loss.js";
import { haveShared } from "../oracles.js";
import { type RealModel, randomFeeds, realModel, realModels, trainable } from "./real-models.js";

const STEPS = 20;

/** Models that are not trained, and why; a test fails for any other. */
const exceptions: Readonly<Record<string, string>> = {
  "burn-hardswish.onnx": "HardSwish alone: no weights",
  "connxr-mnist-quantized.onnx": "quantized: its kernels are whole numbers",
};

let runtime: Runtime;
beforeAll(async () => {
  ({ runtime } = await loadRuntime());
});

const rows: string[] = [];
afterAll(() => {
  if (rows.length > 0) console.log(`${rows.length} models\n${rows.toSorted().join("\n")}`);
});

describe.skipIf(!haveShared("models"))("training a real .onnx model", () => {
  it.each(realModels)("%s", async (name) => {
    let losses: readonly number[];
    try {
      const real = realModel(name);
      const { model, graph } = trainable(real);
      if (model.parameters.length === 0) throw new InputError("no tensor has a role that the graph shows");
      losses = await train({ model, graph, change: batchOf(real, model) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      rows.push(`${name}: not trained, ${exceptions[name]}: ${error.message.slice(0, 120)}`);
      expect(Object.keys(exceptions), error.message).toContain(name);
      return;
    }
    const [first, last] = [losses[0]!, losses.at(-1)!];
    rows.push(`${name}: loss ${first.toPrecision(4)} → ${last.toPrecision(4)}`);
    expect(last).toBeLessThan(first);
  });
});

/** One sample has no batch statistics. */
function batchOf({ batch }: RealModel, { states }: TrainableModel): BatchChange {
  return { from: batch, to: states.length > 0 ? Math.max(batch, 4) : batch };
}

/** The losses of 20 steps of Adam on one batch. */
async function train(source: ModelSource): Promise<number[]> {
  const step = trainGraph(source);
  const feeds = randomFeeds(step.inputs);
  const session = await compiledSession(step.graph, runtime);
  const { parameters, states } = step.network;
  const weights = initialWeights(he, parameters, 0);
  const tensors: Record<string, Tensor> = { ...feeds };
  for (const { name, shape } of parameters) tensors[name] = { type: "float32", shape, data: weights[name]! };
  for (const { name, shape, initial } of states) {
    tensors[name] = tensor("float32", shape, new Array(sizeOf(shape)).fill(initial));
  }
  for (const { name, shape } of step.network.masks) {
    tensors[name] = tensor("uint8", shape, new Array(sizeOf(shape)).fill(1));
  }
  const adam = parameters.map(({ shape }) => ({
    m: new Float64Array(sizeOf(shape)),
    v: new Float64Array(sizeOf(shape)),
  }));
  const losses: number[] = [];
  try {
    for (let t = 1; t <= STEPS; t++) {
      const outputs = await session.run(tensors);
      losses.push(Number(outputs.loss!.data[0]));
      for (const { name } of states) tensors[name] = outputs[`${name}:next`]!;
      for (const [p, { name, shape }] of parameters.entries()) {
        const [slope, old, { m, v }] = [outputs[`${name}:slope`]!.data, tensors[name]!.data, adam[p]!];
        const data = Float32Array.from(old as Float32Array, (x, i) => {
          m[i] = 0.9 * m[i]! + 0.1 * Number(slope[i]);
          v[i] = 0.999 * v[i]! + 0.001 * Number(slope[i]) ** 2;
          return x - (0.003 * (m[i]! / (1 - 0.9 ** t))) / (Math.sqrt(v[i]! / (1 - 0.999 ** t)) + 1e-8);
        });
        tensors[name] = { type: "float32", shape, data };
      }
    }
  } finally {
    await session.release();
  }
  return losses;
}

/**
 * A step's loss and gradients: cross-entropy with random labels for a matrix of logits, else the
 * mean squared distance to random numbers.
 */
function trainGraph(source: ModelSource) {
  const g = new GraphBuilder("train");
  const { graph, change } = source;
  const output = [...graph.outputs.values()].find(({ type }) => type.startsWith("float"))!;
  const { value } = logitsBehind(graph, output);
  const feeds = graph.inputs.map((v): [Value, Value] => [
    v,
    g.input(v.name, v.type, v.shape.with(0, (v.shape[0]! * change.to) / change.from)),
  ]);
  const layer: Layer = { kind: "", apply: (_, scope) => addGraph(scope, source, [value], new Map(feeds))[0]! };
  const network = buildNetwork(g, layer, feeds[0]![1], { mode: "train" });
  const { logits: y } = network;
  const [n, classes] = y.shape as readonly [number, number];
  const isMatrix = y.shape.length === 2 && classes > 1;
  const random = stream(0, "targets");
  const label = (i: number) => Math.floor(uniforms(random, n)[i]! * classes);
  const targets = isMatrix
    ? Array.from({ length: n * classes }, (_, k) => (label(Math.floor(k / classes)) === k % classes ? 1 : 0))
    : normals(random, sizeOf(y.shape));
  const target = g.constant(tensor("float32", y.shape, targets));
  const difference = sub(g, y, target);
  const axes = y.shape.map((_, axis) => axis);
  const loss = isMatrix
    ? reduceMean(g, lossPerSample(g, "cross-entropy", y, target), [0], false)
    : reduceMean(g, mul(g, difference, difference), axes, false);
  const slopes = gradients(
    g,
    [loss],
    network.parameters.map((p) => p.value),
  );
  g.output("loss", loss);
  for (const [i, { name }] of network.parameters.entries()) g.output(`${name}:slope`, slopes[i]!);
  for (const { name, value: old, next } of network.states) g.output(`${name}:next`, next ?? old);
  return { graph: g.build(), network, inputs: feeds.map(([, input]) => input) };
}
