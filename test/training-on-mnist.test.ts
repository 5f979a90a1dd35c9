/**
 * mnist_cnn on real MNIST after 50 steps: gradients against PyTorch where it hurts, at the
 * pooling's ties.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Dataset } from "../src/data/dataset.js";
import { GraphBuilder } from "../src/graph/builder.js";
import { compile } from "../src/graph/compiler/compile.js";
import { poolBeforeRelu } from "../src/graph/compiler/pool-before-relu.js";
import { reduceMean } from "../src/graph/expressions.js";
import { gradients } from "../src/graph/gradients/gradients.js";
import { type Tensor, tensor } from "../src/graph/tensor.js";
import { findInitializer, initialWeights } from "../src/initializers/index.js";
import { buildNetwork } from "../src/network/layers/build-network.js";
import { parseModel } from "../src/network/models/index.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { compileProblem } from "../src/training/compile-problem.js";
import { trainEpoch } from "../src/training/epoch.js";
import { crossEntropy, oneHot } from "../src/training/loss.js";
import { runStreams } from "../src/training/run-streams.js";
import { initialState } from "../src/training/state.js";
import { runPython } from "./python.js";
import { realData } from "./real-data.js";

const rows = 64;

const program = `
import sys, json, numpy as np, torch
import torch.nn.functional as F
folder = sys.argv[1]
read = lambda name, shape: torch.from_numpy(np.fromfile(f"{folder}/{name}", np.float32).reshape(shape)).double().requires_grad_()
shapes = json.load(open(f"{folder}/shapes.json"))
x = torch.from_numpy(np.fromfile(f"{folder}/x", np.float32).reshape(${rows}, 1, 28, 28)).double()
y = torch.from_numpy(np.fromfile(f"{folder}/y", np.int32)).long()
p = {name: read(str(i), shape) for i, (name, shape) in enumerate(shapes)}
h = F.relu(F.conv2d(x, p["conv1/kernel"], p["conv1/bias"]))
h = F.relu(F.conv2d(h, p["conv2/kernel"], p["conv2/bias"]))
w = h.detach().unfold(2, 2, 2).unfold(3, 2, 2).reshape(*h.shape[:2], 12, 12, 4)
tied = ((w == w.max(-1, keepdim=True).values).sum(-1) > 1).double().mean().item()
h = F.max_pool2d(h, 2).flatten(1)
h = F.relu(F.linear(h, p["dense1/kernel"], p["dense1/bias"]))
loss = F.cross_entropy(F.linear(h, p["dense2/kernel"], p["dense2/bias"]), y)
loss.backward()
for i, (name, _) in enumerate(shapes):
    p[name].grad.float().numpy().tofile(f"{folder}/grad{i}")
print(json.dumps({"loss": loss.item(), "tied": tied}))
`;

import { haveData, havePython } from "./oracles.js";

/**
 * Convolutions' weights to 2⁻⁵ and 2⁻⁶: with pixels in 256ths every sum before pooling is a
 * multiple of 2⁻¹⁹ below 2⁵, which float32 holds exactly. Single and double precision then see the
 * same ties, in whatever order they add; else a window of near-equals that falls the other way
 * moves a gradient by 10⁻³.
 */
function exact(name: string, t: Tensor): Tensor {
  const unit = name.startsWith("conv1/") ? 32 : name.startsWith("conv2/") ? 64 : undefined;
  if (unit === undefined) return t;
  return { ...t, data: (t.data as Float32Array).map((v) => Math.round(v * unit) / unit) };
}

/** The first samples of a data set as training data. */
function first(dataset: Dataset, count: number): Dataset {
  const { inputs, labels } = dataset.train;
  return { ...dataset, train: { inputs: inputs.subarray(0, count * 784), labels: labels.subarray(0, count), count } };
}

describe.skipIf(!haveData("mnist") || !havePython("torch"))("mnist_cnn on MNIST after 50 steps", () => {
  it("has PyTorch's gradients, ties included, in the portable and in the fast form", async () => {
    const { runtime } = await loadRuntime();
    const mnist = await realData("mnist");
    const { model, options } = parseModel("mnist_cnn");
    const layers = model.build({ input: [1, 28, 28], classes: 10 }, options);
    const recipe = {
      loss: "cross-entropy",
      optimizer: { kind: "sgd", learningRate: 0.05 },
      batch: 32,
      epochs: 1,
    } as const;
    const problem = await compileProblem(runtime, first(mnist, 50 * 32), layers, recipe);
    const weights = initialWeights(findInitializer("he"), problem.parameters, 0, {});
    const outcome = await trainEpoch(problem, initialState(problem, weights), runStreams(0));
    if (outcome.kind !== "trained") throw new Error("diverged");

    const forward = new GraphBuilder("loss");
    const x = forward.input("x", "float32", [rows, 1, 28, 28]);
    const labels = forward.input("labels", "int32", [rows]);
    const network = buildNetwork(forward, layers, x, { mode: "evaluate" });
    const loss = reduceMean(forward, crossEntropy(forward, network.logits, oneHot(forward, labels, 10)), [0], false);
    const g = GraphBuilder.from(poolBeforeRelu(forward.build()));
    gradients(
      g,
      [loss],
      network.parameters.map((p) => p.value),
    ).forEach((slope, i) => {
      g.output(`${network.parameters[i]!.name}:gradient`, slope);
    });
    g.output("loss", loss);

    const from = 2000; // samples that the 50 steps did not see
    const pixels = Float32Array.from(mnist.train.inputs.subarray(from * 784, (from + rows) * 784), (v) => v / 256);
    const targets = mnist.train.labels.slice(from, from + rows);
    const inputs: Record<string, Tensor> = {
      x: tensor("float32", x.shape, pixels),
      labels: tensor("int32", [rows], targets),
    };
    const folder = mkdtempSync(join(tmpdir(), "stepzero-ties-"));
    try {
      network.parameters.forEach(({ name }, i) => {
        inputs[name] = exact(name, outcome.state.tensors[name]!);
        writeFileSync(join(folder, `${i}`), inputs[name].data as Float32Array);
      });
      writeFileSync(join(folder, "x"), pixels);
      writeFileSync(join(folder, "y"), targets);
      writeFileSync(join(folder, "shapes.json"), JSON.stringify(network.parameters.map((p) => [p.name, p.shape])));
      const peer = JSON.parse(runPython(program, [folder])) as { loss: number; tied: number };
      // The test means something only where windows are tied.
      expect(peer.tied).toBeGreaterThan(0.3);
      for (const fastOperators of [false, true]) {
        const session = await runtime.createSession(compile(g.build(), { ...runtime, fastOperators }));
        const outputs = await session.run(inputs);
        expect(Number(outputs.loss!.data[0])).toBeCloseTo(peer.loss, 5);
        network.parameters.forEach(({ name }, i) => {
          const bytes = readFileSync(join(folder, `grad${i}`));
          const expected = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
          const actual = outputs[`${name}:gradient`]!.data as Float32Array;
          const norm = Math.sqrt(expected.reduce((sum, v) => sum + v * v, 0));
          const error = Math.sqrt(expected.reduce((sum, v, k) => sum + (v - actual[k]!) ** 2, 0));
          expect(error / norm, `${name}, ${fastOperators ? "fast" : "portable"}`).toBeLessThan(1e-4);
        });
        await session.release();
      }
    } finally {
      rmSync(folder, { recursive: true });
      await problem.release();
    }
  });
});
