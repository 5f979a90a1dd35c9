import { describe, expect, it } from "vitest";
import type { Split } from "../data/dataset.js";
import { glyphs } from "../data/glyphs.js";
import { he, initialWeights } from "../initializers/index.js";
import { conv, dense, dropout, flatten, sequential } from "../layers/index.js";
import type { Layer } from "../layers/layer.js";
import { parseModel } from "../models/index.js";
import { sizeOf } from "../onnx/tensor.js";
import { loadRuntime } from "../runtime/node.js";
import type { Runtime } from "../runtime/runtime.js";
import { runStreams, trainEpoch } from "../training/epoch.js";
import type { Recipe } from "../training/recipe.js";
import { compileProblem, initialState } from "../training/training.js";

const { runtime } = await loadRuntime();
const { block: _, ...unblocked } = runtime;

const network = (text: string): Layer => {
  const { model, options } = parseModel(text);
  return model.build({ input: [1, 28, 28], classes: 10 }, options);
};

/** Narrow layers on few features: wide layers' new weights stay to the step's end, and hide what is saved. */
const narrow = sequential(...Array.from({ length: 30 }, () => dense(8, { activation: "tanh" })), dense(10));

const networks: Record<string, Layer> = {
  "dense layers": narrow,
  convolutions: network("plain_cnn:depth=9"),
  "residual blocks with batch normalization": network("resnet20"),
  "attention and layer normalization": network("vit_tiny"),
  "pooling and batch normalization": network("vgg_small:norm=batch,width=8"),
  "dropout between convolutions": sequential(
    ...Array.from({ length: 6 }, () => sequential(conv(16, 3, { padding: 1, activation: "tanh" }), dropout(0.3))),
    flatten(),
    dense(10),
  ),
};

/** The state after so many epochs of 20 steps, and the mean loss of each. */
async function trained(layers: Layer, on: Runtime, withCopies: boolean, epochs: number) {
  const [shape, batch] = layers === narrow ? [[16], 64] : [[1, 28, 28], 16];
  const samples = 19.5 * batch; // 20 steps, the last on half a batch: with batch statistics a graph of its own
  const { train, test, ...rest } = glyphs();
  const split = ({ inputs, labels }: Split): Split => ({
    inputs: inputs.subarray(0, samples * sizeOf(shape)),
    labels: labels.subarray(0, samples),
    count: samples,
  });
  const dataset = { ...rest, shape, train: split(train), test: split(test) };
  const recipe: Recipe = {
    loss: "cross-entropy",
    optimizer: { kind: "sgd", learningRate: 0.01, momentum: 0.9 },
    batch,
    epochs,
  };
  let bytes = 0;
  const counted: Runtime = {
    ...on,
    // Both without ONNX Runtime's own optimization: it fuses operators, which can change the last bit.
    createSession: (model, options) => {
      bytes += model.length;
      return on.createSession(model, { ...options, optimization: "disabled" });
    },
  };
  const problem = await compileProblem(counted, dataset, layers, recipe, undefined, {
    recompute: withCopies,
  });
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

describe("training with recomputation", () => {
  for (const [name, layers] of Object.entries(networks)) {
    for (const [form, on] of Object.entries({ "as it is": runtime, "without blocked layout": unblocked })) {
      it(`${name}, ${form}: 20 steps to the same bits`, async () => {
        const [plain, again] = [await trained(layers, on, false, 1), await trained(layers, on, true, 1)];
        expect(again.bytes, "copies").toBeGreaterThan(plain.bytes);
        expect(again.losses).toEqual(plain.losses);
        for (const [tensor, { data }] of Object.entries(plain.tensors)) {
          expect(again.tensors[tensor]!.data, tensor).toEqual(data);
        }
      }, 60_000);
    }
  }
});
