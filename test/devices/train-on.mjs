/**
 * `node train-on.mjs NETWORK`: trains a small network for 20 steps on the processor and on WebGPU from the same start, and prints
 * what both gave as JSON. Uses the built package.
 */
import { he, initialWeights } from "../../dist/initializers/index.js";
import { averagePool, batchNorm, conv, dense, dropout, flatten, maxPool, sequential } from "../../dist/layers/index.js";
import { normals, stream } from "../../dist/random/index.js";
import { loadRuntime } from "../../dist/runtime/node.js";
import { runStreams, trainEpoch } from "../../dist/training/epoch.js";
import { compileProblem, evaluate, initialState } from "../../dist/training/training.js";

const networks = {
  mlp: {
    layers: sequential(flatten(), dense(24, { activation: "relu" }), dense(24, { activation: "tanh" }), dense(4)),
    optimizer: { kind: "adam", learningRate: 0.01 },
    bytes: false,
  },
  cnn: {
    layers: sequential(
      conv(4, 3, { activation: "relu" }),
      maxPool(2),
      // Over 6 channels ONNX Runtime's WebGPU is wrong by itself (lowering/convolution-channels.ts).
      conv(6, 3, { padding: "same" }),
      conv(4, 3, { padding: "same" }),
      batchNorm(),
      averagePool(2),
      flatten(),
      dropout(0.25),
      dense(4),
    ),
    optimizer: { kind: "sgd", learningRate: 0.05, momentum: 0.9 },
    bytes: true,
  },
};

const [count, batch, steps] = [72, 8, 20];
const { layers, optimizer, bytes } = networks[process.argv[2]];

function split(name, rows) {
  const values = normals(stream(1, name), rows * 100);
  const inputs = bytes
    ? Uint8Array.from(values, (x) => Math.max(0, Math.min(255, 128 + 60 * x)))
    : Float32Array.from(values);
  return { inputs, labels: Int32Array.from({ length: rows }, (_, i) => i % 4), count: rows };
}
const dataset = {
  name: "made up",
  shape: [1, 10, 10],
  classes: 4,
  classNames: ["a", "b", "c", "d"],
  train: split("train", count),
  test: split("test", 20),
  checksum: "",
};

async function train(device) {
  const { runtime } = await loadRuntime(device);
  const recipe = { loss: "cross-entropy", optimizer, batch, epochs: 3 };
  const problem = await compileProblem(runtime, dataset, layers, recipe);
  const { session } = problem.train;
  const losses = [];
  const kept = [];
  const run = session.run;
  session.run = async (inputs) => {
    const outputs = await run(inputs);
    losses.push(outputs.loss.data[0]);
    kept.push(runtime.memory?.bytes());
    return outputs;
  };
  let state = initialState(problem, initialWeights(he, problem.parameters, 0));
  const start = runtime.memory?.bytes();
  while (losses.length < steps) {
    const next = await trainEpoch(problem, state, runStreams(0));
    if (next.kind !== "trained") throw new Error("diverged");
    problem.memory?.free(state.tensors);
    state = next.state;
  }
  const evaluated = await evaluate(problem, state, dataset.test);
  const tensors = (await problem.memory?.read(state.tensors)) ?? state.tensors;
  const weights = Object.values(tensors).flatMap(({ data }) => Array.from(data));
  const resident = problem.memory?.bytes();
  await problem.release();
  return { losses: losses.slice(0, steps), evaluated, weights, start, kept, resident, end: runtime.memory?.bytes() };
}

const [cpu, webgpu] = [await train("cpu"), await train("webgpu")];
process.stdout.write(JSON.stringify({ cpu, webgpu }));
