/** A small network trained for 20 steps on any runtime, in Node and in browsers: what comes out, and what the device holds meanwhile. */
import { he, initialWeights } from "../../dist/initializers/index.js";
import { averagePool, batchNorm, conv, dense, dropout, flatten, maxPool, sequential } from "../../dist/layers/index.js";
import { normals, stream } from "../../dist/random/index.js";
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

function split(name, rows, bytes) {
  const values = normals(stream(1, name), rows * 100);
  const inputs = bytes
    ? Uint8Array.from(values, (x) => Math.max(0, Math.min(255, 128 + 60 * x)))
    : Float32Array.from(values);
  return { inputs, labels: Int32Array.from({ length: rows }, (_, i) => i % 4), count: rows };
}

/** @param name "mlp" or "cnn" */
export async function train(runtime, name) {
  const { layers, optimizer, bytes } = networks[name];
  const dataset = {
    name: "made up",
    shape: [1, 10, 10],
    classes: 4,
    classNames: ["a", "b", "c", "d"],
    train: split("train", count, bytes),
    test: split("test", 20, bytes),
    checksum: "",
  };
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
