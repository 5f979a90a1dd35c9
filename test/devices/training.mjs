/**
 * Small networks trained for 20 steps on any runtime, in Node and in browsers: what comes out, and
 * what the device holds meanwhile.
 */
import { he, initialWeights } from "../../dist/initializers/index.js";
import {
  averagePool,
  batchNorm,
  conv,
  dense,
  dropout,
  flatten,
  maxPool,
  sequential,
} from "../../dist/network/layers/index.js";
import { normals, stream } from "../../dist/random/index.js";
import { compileProblem } from "../../dist/training/compile-problem.js";
import { trainReplicas } from "../../dist/training/epoch.js";
import { evaluateReplicas } from "../../dist/training/evaluate.js";
import { runStreams } from "../../dist/training/run-streams.js";
import { initialState } from "../../dist/training/state.js";

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
      // Over 6 channels ONNX Runtime's WebGPU is wrong by itself
      // (lowering/convolution-channels.ts).
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

// 18 steps an epoch: figures are read for 16 of them at once, and for 2.
const [count, batch, steps] = [72, 4, 20];

function split(name, rows, bytes) {
  const values = normals(stream(1, name), rows * 100);
  const inputs = bytes
    ? Uint8Array.from(values, (x) => Math.max(0, Math.min(255, 128 + 60 * x)))
    : Float32Array.from(values);
  return { inputs, labels: Int32Array.from({ length: rows }, (_, i) => i % 4), count: rows };
}

/** Bytes in the runtime's own memory after each run. */
function bytesKept({ train: { session }, memory }) {
  const residentBytes = [];
  const { run } = session;
  session.run = async (inputs) => {
    const outputs = await run(inputs);
    residentBytes.push(memory?.bytes());
    return outputs;
  };
  return residentBytes;
}

/**
 * @param name "mlp" or "cnn"
 * @param seeds of the run, or of runs that are trained at once
 */
export async function train(runtime, name, seeds = [0]) {
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
  const replicas = seeds.length === 1 ? undefined : { count: seeds.length, ownBatches: true };
  const problem = await compileProblem(runtime, dataset, layers, recipe, undefined, { replicas });
  const residentBytes = bytesKept(problem);
  const losses = [];
  const onLosses = (step, ofRuns) => losses.push([step, ...ofRuns]);
  const weights = seeds.map((seed) => initialWeights(he, problem.parameters, seed));
  let state = initialState(problem, replicas === undefined ? weights[0] : weights);
  const start = runtime.memory?.bytes();
  while (losses.length < steps) {
    const next = await trainReplicas(problem, state, seeds.map(runStreams), { onLosses });
    if (next.runs.some(({ kind }) => kind !== "trained")) throw new Error("diverged");
    problem.memory?.free(state.tensors);
    state = next.state;
  }
  const evaluated = await evaluateReplicas(problem, state, dataset.test);
  const tensors = (await problem.memory?.read(state.tensors)) ?? state.tensors;
  const resident = problem.memory?.bytes();
  await problem.release();
  return {
    losses: losses.slice(0, steps),
    evaluated,
    numbers: Object.values(tensors).reduce((sum, { data }) => sum + data.length, 0),
    start,
    residentBytes,
    resident,
    end: runtime.memory?.bytes(),
  };
}
