/**
 * Trains small networks in the fast forms of a processor and in portable operators, and prints, as
 * JSON, the runtime and by how much the losses of the two differ, as a share of them. Runs on
 * `dist`, so that it runs under an emulator; `wasm` as an argument takes WebAssembly, `few` leaves
 * out what takes minutes under one.
 */
import { glyphs } from "../../dist/data/glyphs.js";
import { he, initialWeights } from "../../dist/initializers/index.js";
import { conv, dense, dropout, flatten, maxPool, sequential } from "../../dist/network/layers/index.js";
import { parseModel } from "../../dist/network/models/index.js";
import { loadRuntime } from "../../dist/runtime/node/load-runtime.js";
import { compileProblem } from "../../dist/training/compile-problem.js";
import { trainEpoch } from "../../dist/training/epoch.js";
import { runStreams } from "../../dist/training/run-streams.js";
import { initialState } from "../../dist/training/state.js";

const [BATCH, STEPS] = [32, 3];
const all = glyphs();
const first = ({ inputs, labels }, count) => ({
  inputs: inputs.subarray(0, count * 784),
  labels: labels.subarray(0, count),
  count,
});
const dataset = { ...all, train: first(all.train, BATCH * STEPS), test: first(all.test, 10) };
const named = (text) => {
  const { model, options } = parseModel(text);
  return model.build({ input: [1, 28, 28], classes: 10 }, options);
};
const networks = {
  "convolutions of 16 and 32": sequential(
    conv(16, 3, { activation: "relu", padding: "same" }),
    maxPool(2),
    conv(32, 3, { activation: "relu" }),
    dropout(0.25),
    flatten(),
    dense(10),
  ),
  "large products": named("mlp:depth=2,width=256"),
  ...(process.argv.includes("few") ? {} : { resnet20: named("resnet20") }),
};

async function losses(runtime, layers, options) {
  const recipe = { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.01 }, batch: BATCH, epochs: 1 };
  const problem = await compileProblem(runtime, dataset, layers, recipe, undefined, { stepsAtOnce: 1, ...options });
  const seen = [];
  const start = initialState(problem, initialWeights(he, problem.parameters, 0));
  await trainEpoch(problem, start, runStreams(0), { onLosses: (_, [loss]) => seen.push(loss) });
  await problem.release();
  return seen;
}

const { runtime } = await loadRuntime(process.argv.includes("wasm") ? "wasm" : "cpu");
const { description, createSession } = runtime;
const differences = {};
for (const [name, layers] of Object.entries(networks)) {
  const portable = await losses({ description, createSession, fastOperators: false }, layers, {});
  // The smallest cache cuts whatever can be cut.
  for (const [form, on, options] of [
    ["whole", { ...runtime, cache: undefined }, {}],
    ["in pieces", { ...runtime, cache: 1 }, { rowsAtOnce: 16 }],
  ]) {
    const fast = await losses(on, layers, options);
    differences[`${name}, ${form}`] = Math.max(...fast.map((loss, i) => Math.abs(loss / portable[i] - 1)));
  }
}
console.log(JSON.stringify({ runtime: description, block: runtime.block, differences }));
