/** What is measured inside a network, against numbers worked out by hand. */
import { describe, expect, it } from "vitest";
import { dense, type Layer, sequential } from "../../network/layers/index.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { kernelReading, rankOf } from "./kernels.js";
import { openMeter } from "./meter.js";

const { runtime } = await loadRuntime();
const optimizer = { kind: "sgd", learningRate: 0.5 } as const;

async function measured(
  layers: Layer,
  shape: readonly number[],
  weights: Record<string, Float32Array>,
  inputs: readonly number[],
  labels: readonly number[],
) {
  const rows = labels.length;
  const meter = await openMeter({ layers, shape, rows }, { runtime, optimizer });
  const batch = { inputs: Float32Array.from(inputs), labels: Int32Array.from(labels), rows };
  const seen = await meter.look(weights, batch, true);
  await meter.release();
  return seen;
}

describe("a network of two layers", () => {
  // Pre-activations of the first layer: row 1 gives [3, −1], row 2 gives [3, 6].
  const layers = sequential(dense(2, { activation: "relu" }), dense(2));
  const weights = {
    "dense1/kernel": Float32Array.of(1, 1, 2, -1),
    "dense1/bias": Float32Array.of(0, -1),
    "dense2/kernel": Float32Array.of(1, 0, 0, 1),
    "dense2/bias": Float32Array.of(0, 0),
  };
  const inputs = [1, 2, 3, -1];

  it("has the moments of its signals", async () => {
    const { layers: read } = await measured(layers, [2], weights, inputs, [0, 1]);
    expect(read.map(({ name, activation }) => [name, activation])).toEqual([
      ["dense1", "relu"],
      ["dense2", "linear"],
    ]);
    // Before: [3, −1; 2, 6]; after: [3, 0; 2, 6].
    const [first] = read;
    expect(first!.before.mean).toBeCloseTo(2.5, 6);
    expect(first!.before.secondMoment).toBeCloseTo((9 + 1 + 4 + 36) / 4, 5);
    expect(first!.after.secondMoment).toBeCloseTo((9 + 4 + 36) / 4, 5);
    // Deviations of before from 2.5: 0.5, −3.5, −0.5, 3.5.
    expect(first!.before.kurtosis).toBeCloseTo(
      (2 * 0.5 ** 4 + 2 * 3.5 ** 4) / 4 / ((2 * 0.25 + 2 * 12.25) / 4) ** 2,
      5,
    );
    expect(first!.before.cosine).toBeCloseTo((3 * 2 - 6) / Math.sqrt(10 * 40), 6);
    expect(first!.distinctUnits).toBe(2);
    expect(first!.dead).toBe(0);
    expect(first!.saturated).toBeNull();
  });

  it("has the loss, the gradients and the first update of softmax and cross-entropy", async () => {
    const { layers: read, network } = await measured(layers, [2], weights, inputs, [0, 1]);
    // Logits [3, 0] with label 0 and [2, 6] with label 1.
    const p = [1 / (1 + Math.exp(3)), 1 / (1 + Math.exp(4))] as const;
    expect(network.loss).toBeCloseTo((-Math.log(1 - p[0]) - Math.log(1 - p[1])) / 2, 6);
    expect(network.classLoss).toBeCloseTo(Math.log(2), 12);
    // Per sample, the derivative by the logits is [−p, p] or [p, −p].
    expect(read[1]!.gradientSecondMoment).toBeCloseTo((2 * p[0] ** 2 + 2 * p[1] ** 2) / 4, 8);
    // By the kernel: mean over samples of derivative × input of the layer ([3, 0] and [2, 6]).
    const gradient = [(-p[0] * 3 + p[1] * 2) / 2, (p[1] * 6) / 2, (p[0] * 3 - p[1] * 2) / 2, (-p[1] * 6) / 2];
    const rms = Math.sqrt(gradient.reduce((sum, x) => sum + x * x, 0) / 4);
    expect(read[1]!.weights.gradientRms).toBeCloseTo(rms, 7);
    expect(read[1]!.weights.gradientRank).toBe(1); // the rows are opposite
    expect(read[1]!.weights.updateRatio).toBeCloseTo((0.5 * rms) / Math.sqrt(0.5), 7);
  });

  it("counts units that answer alike, and those that are dead", async () => {
    const alike = { ...weights, "dense1/kernel": Float32Array.of(1, 1, 1, 1), "dense1/bias": Float32Array.of(0, 0) };
    const { layers: read } = await measured(layers, [2], alike, inputs, [0, 1]);
    expect(read[0]!.distinctUnits).toBe(2); // equal answers, but other gradients
    const dead = { ...weights, "dense1/bias": Float32Array.of(0, -100) };
    expect((await measured(layers, [2], dead, inputs, [0, 1])).layers[0]!.dead).toBe(0.5);
  });
});

it("squares of tiny signals do not vanish: twenty layers that each halve 1e-3", async () => {
  const layers = sequential(
    ...Array.from({ length: 20 }, () => dense(1, { activation: "relu", bias: false })),
    dense(2),
  );
  const weights: Record<string, Float32Array> = {
    "dense21/kernel": Float32Array.of(1, 1),
    "dense21/bias": Float32Array.of(0, 0),
  };
  for (let i = 1; i <= 20; i++) weights[`dense${i}/kernel`] = Float32Array.of(0.1);
  const { layers: read } = await measured(layers, [1], weights, [1, 1], [0, 1]);
  expect(read[19]!.after.secondMoment / 1e-40).toBeCloseTo(1, 4);
});

it("bounded activations far out are saturated, and others are not", async () => {
  const tanh = sequential(dense(2, { activation: "tanh", bias: false }), dense(2));
  const weights = {
    "dense1/kernel": Float32Array.of(5, 0, 0, 0.1),
    "dense2/kernel": Float32Array.of(1, 0, 0, 1),
    "dense2/bias": Float32Array.of(0, 0),
  };
  const { layers: read } = await measured(tanh, [2], weights, [1, 1, -1, 2], [0, 1]);
  expect(read[0]!.saturated).toBe(0.5);
  expect(read[0]!.dead).toBeNull();
});

it("a kernel has as many distinct rows, such a rank and such a spectral norm", () => {
  const kernel = { name: "k", shape: [3, 2], role: { kind: "kernel", operation: "dense" } } as const;
  const reading = kernelReading(kernel, Float32Array.of(3, 0, 3, 0, 0, 1));
  expect(reading.distinctRows).toBe(2);
  expect(reading.rank).toBe(2);
  expect(reading.spectralRatio).toBeCloseTo(Math.sqrt(18) / Math.sqrt(3 / 2), 4);
  // A product of 200 × 5 with 5 × 300.
  const low = Float32Array.from({ length: 200 * 300 }, (_, i) => {
    const [row, column] = [Math.floor(i / 300), i % 300];
    return [1, 2, 3, 4, 5].reduce((sum, k) => sum + Math.sin(k * row) * Math.cos(k * k * column), 0);
  });
  expect(rankOf(low, 200, 1e-5)).toBe(5);
});
