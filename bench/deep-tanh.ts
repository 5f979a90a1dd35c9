/**
 * A plain tanh network of 200 convolutions (sixteen channels at 14 × 14, then dense) on MNIST by Adam: how far a start gets.
 *
 *   npx tsc -p tsconfig.bench.json && node dist-bench/bench/deep-tanh.js [--init glorot-normal --rate 1e-4 --steps 600 --batch 16]
 *
 * `--head mean` takes the mean over the image before the dense layer, instead of all its pixels. Delta-orthogonal gets the σ_w and σ_b of criticality at q* = 0.01. Every 25 steps it prints the mean loss of these steps.
 */
import { parseArgs } from "node:util";
import { loadDataset } from "../src/data/node/index.js";
import { findInitializer, initialWeights } from "../src/initializers/index.js";
import { conv, dense, flatten, globalAveragePool, sequential } from "../src/layers/index.js";
import { loadRuntime } from "../src/runtime/node.js";
import { criticalPoint } from "../src/signal/index.js";
import { compileProblem, evaluate } from "../src/training/training.js";
import { trainSteps } from "../test/long/train-steps.js";

const { values } = parseArgs({
  options: {
    init: { type: "string", default: "delta-orthogonal" },
    rate: { type: "string", default: "1e-4" },
    steps: { type: "string", default: "600" },
    batch: { type: "string", default: "16" },
    depth: { type: "string", default: "200" },
    head: { type: "string", default: "flatten" },
    data: { type: "string", default: process.env.STEPZERO_DATA ?? "../shared/data" },
  },
});
const [learningRate, steps, batch, depth] = [values.rate, values.steps, values.batch, values.depth].map(Number) as [
  number,
  number,
  number,
  number,
];
const convolution = (stride = 1) => conv(16, 3, { padding: 1, stride, activation: "tanh" });
const layers = sequential(
  convolution(2),
  ...Array.from({ length: depth - 1 }, () => convolution()),
  values.head === "mean" ? globalAveragePool() : flatten(),
  dense(10),
);
const dataset = await loadDataset("mnist", { dataDir: values.data, cacheDir: "/nonexistent" });
const { runtime } = await loadRuntime();
const optimizer = { kind: "adam", learningRate } as const;
const problem = await compileProblem(runtime, dataset, layers, { loss: "cross-entropy", optimizer, batch, epochs: 1 });
const { sigmaW, sigmaB } = criticalPoint("tanh", { qStar: 0.01 });
const options = values.init === "delta-orthogonal" ? { gain: sigmaW, biasStd: sigmaB } : {};
const weights = initialWeights(findInitializer(values.init), problem.parameters, 0, options);
const { losses, state } = await trainSteps(problem, weights, { steps, learningRate });
for (let from = 0; from < losses.length; from += 25) {
  const part = losses.slice(from, from + 25);
  console.log(`to step ${from + part.length}: ${(part.reduce((a, b) => a + b, 0) / part.length).toFixed(3)}`);
}
const { accuracy } = await evaluate(problem, state, dataset.test);
console.log(
  `${values.init}, Adam ${learningRate}: test accuracy ${(100 * accuracy).toFixed(1)} % after ${losses.length} steps`,
);
await problem.release();
