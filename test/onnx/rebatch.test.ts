/**
 * A file of a fixed batch, moved to three times that batch: ONNX Runtime gives for each part of the
 * rows what it gives at the file's own batch.
 */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import { GraphBuilder } from "../../src/graph/builder.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import type { Graph, Value } from "../../src/graph/graph.js";
import type { Tensor } from "../../src/graph/tensor.js";
import { addGraph } from "../../src/network/from-onnx/index.js";
import { buildNetwork } from "../../src/network/layers/build-network.js";
import type { Layer } from "../../src/network/layers/layer.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { haveShared } from "../oracles.js";
import { randomFeeds, realModel, realModels, trainable } from "./real-models.js";

const TIMES = 3;

/** Models whose batch cannot be changed, and why; a test fails for any other. */
const exceptions: Readonly<Record<string, string>> = {
  "burn-lstm-bidirectional.onnx": "its first axis is time, and this test changes the first",
  "connxr-mnist-quantized.onnx": "quantized",
  "gonnx-gru.onnx": "its second input has the batch on the second axis, and this test changes the first",
};

/** Models that train: a sample's result depends on the other samples of its batch. */
const joined: ReadonlySet<string> = new Set(["torch-resnet-bntrain-op13.onnx", "torch-resnet-bntrain-op15.onnx"]);

let runtime: Runtime;
beforeAll(async () => {
  ({ runtime } = await loadRuntime());
});

const rows: string[] = [];
afterAll(() => {
  if (rows.length > 0) console.log(rows.toSorted().join("\n"));
});

describe.skipIf(!haveShared("models"))("at three times the file's batch", () => {
  it.each(realModels)("%s", async (name) => {
    const real = realModel(name);
    let source: Graph;
    let larger: Graph;
    try {
      source = trainable(real).graph;
      larger = atBatch(source, real.batch, TIMES * real.batch);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      rows.push(`${name}: ${exceptions[name]}: ${error.message.slice(0, 120)}`);
      expect(Object.keys(exceptions), error.message).toContain(name);
      return;
    }
    const feeds = randomFeeds(larger.inputs);
    const whole = await run(writeOnnx(larger), feeds);
    let largest = 0;
    for (let part = 0; part < TIMES; part++) {
      const outputs = await run(writeOnnx(source), partOf(feeds, part));
      for (const [output, { data }] of Object.entries(outputs)) {
        if (data instanceof BigInt64Array) continue;
        const now = partOf(whole, part)[output]!.data as Float32Array;
        const scale = (data as Float32Array).reduce((most, x) => Math.max(most, Math.abs(x)), 1);
        data.forEach((x, i) => {
          largest = Math.max(largest, Math.abs(x - now[i]!) / scale);
        });
      }
    }
    if (joined.has(name)) expect(largest).toBeGreaterThan(1e-3);
    else expect(largest).toBeLessThan(1e-4);
  });
});

async function run(file: Uint8Array, feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
  const session = await runtime.createSession(file, { optimization: "basic" });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

/** One of `TIMES` equal parts of the first axis. */
function partOf(tensors: Readonly<Record<string, Tensor>>, part: number): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { type, shape, data }]) => {
      const size = data.length / TIMES;
      const slice = data.slice(part * size, (part + 1) * size) as typeof data;
      return [name, { type, shape: shape.with(0, shape[0]! / TIMES), data: slice }];
    }),
  );
}

/** The file's graph with its own numbers, at another batch. */
function atBatch(graph: Graph, from: number, to: number): Graph {
  const g = new GraphBuilder(graph.name);
  const feeds = graph.inputs.map((v): [Value, Value] => [
    v,
    g.input(v.name, v.type, v.shape.with(0, (v.shape[0]! * to) / from)),
  ]);
  const model = { bytes: new Uint8Array(), parameters: [], constants: [], states: [], kept: [], missed: [], notes: [] };
  const layer: Layer = {
    kind: "",
    apply: (x, scope) => {
      const source = { model, graph, change: { from, to } };
      const outputs = addGraph(scope, source, [...graph.outputs.values()], new Map(feeds));
      for (const [i, name] of [...graph.outputs.keys()].entries()) g.output(name, outputs[i]!);
      return x;
    },
  };
  buildNetwork(g, layer, feeds[0]![1], { mode: "evaluate" });
  return g.build();
}
