/** What `reproduce` measures at step 0, through ONNX Runtime, against closed forms. */
import { describe, expect, it } from "vitest";
import { glyphs } from "../src/data/index.js";
import { parseModel } from "../src/network/models/index.js";
import { distinctUnits, measureSymmetry, saturatedShare } from "../src/paper/measure.js";
import { mnistClassCounts } from "../src/paper/paper.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { batchOf } from "../src/training/batch.js";
import { instrument, loadInstrument } from "../src/training/instrument.js";
import { activations, logits, lossGradients } from "../src/training/points.js";
import { haveData } from "./oracles.js";
import { realData } from "./real-data.js";

const dataset = glyphs();
const { runtime } = await loadRuntime();
const problem = { input: dataset.shape, classes: dataset.classes };

describe("zero weights", () => {
  it("leave a ReLU network's hidden layers at zero and its answer constant", async () => {
    const symmetry = await measureSymmetry(runtime, dataset, "mlp:depth=3,width=16", 20);
    expect(symmetry.layers.map(({ units, distinct }) => [units, distinct])).toEqual([
      [16, 1],
      [16, 1],
      [16, 1],
    ]);
    expect(symmetry.moved).toBe(false);
    expect(symmetry.steps).toBe(20);
    expect(symmetry.answers.filter((count) => count > 0)).toEqual([symmetry.samples]);
  });

  it("let a sigmoid network learn, all units of a layer alike", async () => {
    const symmetry = await measureSymmetry(runtime, dataset, "mlp:depth=2,width=16,activation=sigmoid", 20);
    expect(symmetry.layers.map(({ distinct }) => distinct)).toEqual([1, 1]);
    expect(symmetry.moved).toBe(true);
  });
});

describe("the points that are read", () => {
  it("has the gradient of softmax regression at zero: the mean of (1/C − y) xᵀ", async () => {
    const { model, options } = parseModel("mlp:depth=0");
    const rows = 32;
    const network = { layers: model.build(problem, options), shape: dataset.shape, rows, mode: "evaluate" } as const;
    const gradients = lossGradients("cross-entropy", ({ role }) => role.kind === "kernel");
    const probe = await loadInstrument(runtime, instrument(network, { logits, activations, gradients }));
    const batch = batchOf(
      dataset.train,
      Int32Array.from({ length: rows }, (_, i) => i),
    );
    const weights = Object.fromEntries(
      probe.parameters.map(({ name, shape }) => [name, new Float32Array(shape.reduce((a, b) => a * b, 1))]),
    );
    const seen = await probe.look(weights, batch);
    await probe.release();
    expect(seen.activations).toEqual([]);
    expect(seen.logits.every((x) => x === 0)).toBe(true);
    const [classes, features] = [dataset.classes, batch.inputs.length / rows];
    const expected = new Float64Array(classes * features);
    for (let row = 0; row < rows; row++) {
      for (let c = 0; c < classes; c++) {
        const error = 1 / classes - (batch.labels[row] === c ? 1 : 0);
        for (let i = 0; i < features; i++)
          expected[c * features + i]! += (error * batch.inputs[row * features + i]!) / rows;
      }
    }
    const kernelGradients = Object.values(seen.gradients);
    expect(kernelGradients).toHaveLength(1);
    kernelGradients[0]!.forEach((x, i) => {
      expect(Math.abs(x - expected[i]!)).toBeLessThan(1e-6);
    });
  });

  it("divides bytes by 255 and reads the rows of the indices", () => {
    const split = { inputs: Uint8Array.of(0, 255, 51, 102), labels: Int32Array.of(3, 4), count: 2 };
    expect(batchOf(split, Int32Array.of(1, 0))).toEqual({
      inputs: Float32Array.of(0.2, 0.4, 0, 1),
      labels: Int32Array.of(4, 3),
      rows: 2,
    });
  });
});

it("an answer is flat where |φ′| < 0.01", () => {
  // tanh′ < 0.01 from |z| = artanh √0.99 = 2.9932 on; sigmoid′ from |z| = 4.5849 on.
  const tanh = Float32Array.of(Math.tanh(2.98), Math.tanh(-3.01), 0, 1);
  expect(saturatedShare(tanh, "tanh")).toBe(0.5);
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  expect(saturatedShare(Float32Array.of(sigmoid(4.57), sigmoid(4.6), sigmoid(-4.6), 0.5), "sigmoid")).toBe(0.5);
});

it("units differ where a weight or the bias does", () => {
  const kernel = Float32Array.of(1, 2, 1, 2, 1, 3);
  expect(distinctUnits(kernel, undefined, 3)).toBe(2);
  expect(distinctUnits(kernel, Float32Array.of(0, 1, 0), 3)).toBe(3);
  expect(distinctUnits(kernel, Float32Array.of(5, 5, 5), 3)).toBe(2);
});

it.skipIf(!haveData("mnist"))("the digits are as frequent as the audit of training figures says", async () => {
  const { train, test } = await realData("mnist");
  for (const [split, counts] of [
    [train, mnistClassCounts.train],
    [test, mnistClassCounts.test],
  ] as const) {
    const frequencies = new Array<number>(10).fill(0);
    for (const label of split.labels) frequencies[label]!++;
    expect(frequencies).toEqual([...counts]);
  }
});
