/** Readings against numbers worked out by hand, central differences and laws of scale. */
import { describe, expect, it, test } from "vitest";
import { drawnBy, normalBatch, subjectOf } from "../../../test/measured-network.js";
import { add, mul } from "../../graph/expressions.js";
import { constant, he, zero } from "../../initializers/index.js";
import type { Weights } from "../../initializers/network-access.js";
import { activation, batchNorm, conv, dense, flatten, type Layer, sequential } from "../../network/layers/index.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { measure } from "./measure.js";

const { runtime } = await loadRuntime();

// Two units with ReLU, then two classes. Row 1 is [1, 2], row 2 is [3, −1].
const byHand = subjectOf(
  sequential(dense(2, { activation: "relu" }), dense(2)),
  [2],
  { inputs: Float32Array.of(1, 2, 3, -1), labels: Int32Array.of(0, 1), rows: 2 },
  () => ({
    "dense1/kernel": Float32Array.of(1, 1, 2, -1),
    "dense1/bias": Float32Array.of(0, -1), // pre-activations [3, −1] and [2, 6]
    "dense2/kernel": Float32Array.of(1, 0, 0, 1),
    "dense2/bias": Float32Array.of(0, 0),
  }),
);

describe("two layers, by hand", async () => {
  const optimizer = { kind: "sgd", learningRate: 0.1, momentum: 0 } as const;
  const { layers, network, notMeasured } = await measure(byHand, { runtime, optimizer });
  const [first, second] = layers as [(typeof layers)[0], (typeof layers)[0]];
  // The slopes of each sample's loss by its logits: softmax − target.
  const p = 1 / (1 + Math.exp(-3)); // row 1, logits [3, 0], label 0
  const q = 1 / (1 + Math.exp(-4)); // row 2, logits [2, 6], label 1
  const [a, b] = [1 - p, 1 - q];

  test("signals", () => {
    expect(first.before.mean).toBeCloseTo(10 / 4, 6);
    expect(first.before.secondMoment).toBeCloseTo((9 + 1 + 4 + 36) / 4, 5);
    expect(first.before.deviation).toBeCloseTo(2.5, 6); // √(12.5 − 2.5²)
    // Deviations 0.5, −3.5, −0.5 and 3.5.
    expect(first.before.kurtosis).toBeCloseTo((2 * 0.5 ** 4 + 2 * 3.5 ** 4) / 4 / 6.25 ** 2, 6);
    expect(first.before.cosine).toBeCloseTo(0, 6); // 3 · 2 − 1 · 6
    expect(first.before.effectiveRank).toBeCloseTo((10 + 40) ** 2 / (10 ** 2 + 40 ** 2), 6);
    expect(first.after.secondMoment).toBeCloseTo((9 + 4 + 36) / 4, 5);
    expect(first.after.cosine).toBeCloseTo(6 / (3 * Math.sqrt(40)), 6);
    expect(first).toMatchObject({ name: "dense1", kernel: "dense1/kernel", bias: "dense1/bias", activation: "relu" });
    expect(first).toMatchObject({ dead: 0, saturated: null, after: { units: 2 }, distinctUnits: 2 });
    expect(second.before).toEqual(first.after); // the second kernel is the unit matrix
    expect(second).toMatchObject({ activation: "linear", dead: null, after: second.before });
    expect(notMeasured).toEqual([]);
  });

  test("histograms", () => {
    const { before, after, gradient } = first.histograms!;
    const binsOf = (counts: readonly number[]) => counts.flatMap((n, i) => (n === 0 ? [] : [[i, n]]));
    // Before: −1, 2, 3 and 6, which lies beyond the bins; after: 0 instead of −1.
    expect(binsOf(before.values)).toEqual([
      [1 + 3 * 4, 1],
      [1 + 6 * 4, 1],
      [1 + 7 * 4, 1],
      [33, 1],
    ]);
    expect(binsOf(after.values)).toEqual([
      [1 + 4 * 4, 1],
      [1 + 6 * 4, 1],
      [1 + 7 * 4, 1],
      [33, 1],
    ]);
    // From 1 to √10 three magnitudes, from there to 10 one; ReLU makes one of them 0.
    expect(binsOf(before.sizes)).toEqual([
      [1 + 12 * 2, 3],
      [2 + 12 * 2, 1],
    ]);
    expect(binsOf(after.sizes)).toEqual([
      [0, 1],
      [1 + 12 * 2, 2],
      [2 + 12 * 2, 1],
    ]);
    expect([before.count, after.count, gradient!.count, gradient!.sizes[0]]).toEqual([4, 4, 4, 1]);
  });

  test("gradients and the first step", () => {
    expect(second.gradientSecondMoment).toBeCloseTo((2 * a * a + 2 * b * b) / 4, 9);
    // ReLU passes all but the second unit of row 1.
    expect(first.gradientSecondMoment).toBeCloseTo((a * a + 2 * b * b) / 4, 9);
    // ½ Σ slope · input: its two rows are opposite.
    const row = [(-a * 3 + b * 2) / 2, (b * 6) / 2];
    const gradientRms = Math.sqrt((2 * (row[0]! ** 2 + row[1]! ** 2)) / 4);
    expect(second.weights.gradientRms).toBeCloseTo(gradientRms, 7);
    expect(second.details!.gradientRank).toBe(1);
    expect(second.weights.updateRatio).toBeCloseTo((0.1 * 2 * gradientRms) / Math.SQRT2, 7);
  });

  test("weights", () => {
    expect(first.weights.rms).toBeCloseTo(Math.sqrt(7 / 4), 9);
    expect(first.details).toMatchObject({ rank: 2, fullRank: 2, distinctRows: 2 });
    // A·Aᵀ = [[2, 1], [1, 5]] has the eigenvalues (7 ± √13) / 2.
    expect(first.details!.spectralRatio).toBeCloseTo(Math.sqrt((7 + Math.sqrt(13)) / 2), 9);
  });

  test("the network", () => {
    expect(network.loss).toBeCloseTo(-(Math.log(p) + Math.log(q)) / 2, 6);
    expect(network.classLoss).toBeCloseTo(Math.log(2), 12);
    expect(network.logitDeviation).toBeCloseTo((1.5 + 2) / 2, 6);
    expect(network).toMatchObject({ rows: 2, labelled: true, jacobian: null, curvature: null, attention: [] });
  });
});

test("gradients by pre-activations are those of central differences by biases", async () => {
  const layers = sequential(conv(3, 3, { activation: "tanh" }), flatten(), dense(4, { activation: "gelu" }), dense(3));
  const batch = { ...normalBatch([1, 4, 4], 1, 3), labels: Int32Array.of(2) };
  const subject = subjectOf(layers, [1, 4, 4], batch);
  const lossAt = async (weights: Weights) => (await measure({ ...subject, weights }, { runtime })).network.loss;
  const { layers: readings } = await measure(subject, { runtime });
  for (const { bias, gradientSecondMoment } of readings.slice(1)) {
    const squares: number[] = [];
    for (const unit of subject.weights[bias!]!.keys()) {
      const moved = (by: number) => {
        const numbers = subject.weights[bias!]!.slice();
        numbers[unit]! += by;
        return lossAt({ ...subject.weights, [bias!]: numbers });
      };
      squares.push(((await moved(0.02)) - (await moved(-0.02))) ** 2 / 0.04 ** 2);
    }
    const mean = squares.reduce((sum, x) => sum + x, 0) / squares.length;
    // Differences are wrong by their third order.
    expect(Math.abs(gradientSecondMoment! / mean - 1)).toBeLessThan(2e-3);
  }
});

describe("the first step", () => {
  const layers = sequential(dense(8, { activation: "tanh" }), dense(3));
  const subject = subjectOf(layers, [5], normalBatch([5], 6, 3));
  // Adam's first step is η · sign(gradient), but for ε; AdamW shrinks the weights by ηλ before.
  it.each([1e-3, 1e-12])("of Adam moves each weight by the rate %d, however small that is", async (learningRate) => {
    const { layers: readings } = await measure(subject, {
      runtime,
      optimizer: { kind: "adam", learningRate: 1 },
      learningRate,
    });
    for (const { weights } of readings) expect(weights.updateRatio! / (learningRate / weights.rms)).toBeCloseTo(1, 4);
  });
  it("of AdamW includes weight decay, and of zeros is infinite", async () => {
    const optimizer = { kind: "adamw", learningRate: 0.01, weightDecay: 10 } as const;
    const { layers: readings } = await measure(subject, { runtime, optimizer });
    // −0.1 w − 0.01 sign: at most 0.01 for each weight, beside a tenth of the kernel.
    for (const { weights } of readings) {
      const sign = 0.01 / weights.rms;
      expect(weights.updateRatio!).toBeGreaterThan(0.1 - sign);
      expect(weights.updateRatio!).toBeLessThan(0.1 + sign);
    }
    const still = await measure({ ...subject, weights: drawnBy(zero)(subject.parameters) }, { runtime, optimizer });
    // The hidden units are tanh 0 = 0, so that no gradient reaches a kernel.
    expect(still.layers.map(({ weights }) => weights.updateRatio)).toEqual([0, 0]);
    const regression = subjectOf(dense(3), [5], normalBatch([5], 6, 3), drawnBy(zero));
    const { layers: moved } = await measure(regression, { runtime, optimizer });
    expect(moved[0]!.weights.updateRatio).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("equal units", () => {
  const shape = [1, 6, 6];
  const layers = sequential(
    conv(5, 3, { activation: "tanh" }),
    conv(4, 3, { activation: "tanh" }),
    flatten(),
    dense(10),
  );
  it.each([
    ["zeros", zero, 1],
    ["a constant", constant, 1],
    ["He", he, undefined],
  ] as const)("%s", async (_name, method, groups) => {
    const { layers: readings } = await measure(subjectOf(layers, shape, normalBatch(shape, 8, 10), drawnBy(method)), {
      runtime,
    });
    for (const [i, { before, distinctUnits, details }] of readings.entries()) {
      const expected = groups ?? before.units;
      expect(details!.distinctRows).toBe(expected);
      // Labels give the units of the last layer gradients of their own.
      if (i < readings.length - 1) expect(distinctUnits).toBe(expected);
    }
  });
});

test("units that answer alike differ where the next layer reads them differently", async () => {
  const two = sequential(dense(2, { activation: "relu" }), dense(2));
  const batch = { inputs: Float32Array.of(1, 2, 3, -1), labels: Int32Array.of(0, 1), rows: 2 };
  const groupsWith = async (head: readonly number[]) => {
    const weights = {
      "dense1/kernel": Float32Array.of(1, 1, 1, 1),
      "dense1/bias": new Float32Array(2),
      "dense2/kernel": Float32Array.from(head),
      "dense2/bias": new Float32Array(2),
    };
    return (
      await measure(
        subjectOf(two, [2], batch, () => weights),
        { runtime },
      )
    ).layers[0]!.distinctUnits;
  };
  expect(await groupsWith([1, 0, 0, 1])).toBe(2);
  expect(await groupsWith([1, 1, -2, -2])).toBe(1);
});

test("signals and gradients of any size keep their digits", async () => {
  const layers = sequential(...[1, 2, 3, 4].map(() => dense(16, { activation: "relu", bias: false })), dense(4));
  const subject = subjectOf(layers, [16], normalBatch([16], 8, 4));
  const factor = 2 ** -30; // of each layer: exact
  const small = Object.fromEntries(
    Object.entries(subject.weights).map(([name, w]) => [name, name === "dense5/kernel" ? w : w.map((x) => x * factor)]),
  );
  const usual = await measure(subject, { runtime });
  const { layers: tiny } = await measure({ ...subject, weights: small }, { runtime });
  for (const [i, { after }] of tiny.slice(0, 4).entries()) {
    const reference = usual.layers[i]!.after;
    expect(after.secondMoment / (reference.secondMoment * factor ** (2 * (i + 1)))).toBeCloseTo(1, 6);
    expect(after.kurtosis).toBe(reference.kurtosis);
    expect(after.cosine).toBe(reference.cosine);
  }
  // The logits are nearly 0, so that only the factors of the layers behind decide the gradients.
  const slopes = tiny.map(({ gradientSecondMoment }) => gradientSecondMoment!);
  expect(slopes[0]).toBeLessThan(1e-52);
  expect(slopes[0]).toBeGreaterThan(1e-60);
});

describe("what is not finite", () => {
  it("comes through as NaN", async () => {
    const layers = sequential(dense(4, { activation: "tanh" }), dense(4, { activation: "relu" }), dense(3));
    const subject = subjectOf(layers, [4], normalBatch([4], 6, 3));
    const kernel = subject.weights["dense2/kernel"]!.slice();
    kernel[1] = Number.NaN;
    const weights = { ...subject.weights, "dense2/kernel": kernel };
    const { layers: readings, network } = await measure(
      { ...subject, weights },
      { runtime, optimizer: { kind: "sgd", learningRate: 0.1 } },
    );
    expect(readings[0]!.after.mean).not.toBeNaN();
    expect(readings[1]).toMatchObject({ dead: Number.NaN, after: { mean: Number.NaN, secondMoment: Number.NaN } });
    expect(readings[1]!.weights.rms).toBeNaN();
    expect(readings[1]!.details).toMatchObject({ rank: Number.NaN, spectralRatio: Number.NaN });
    expect(network.loss).toBeNaN();
  });
});

describe("operators without a gradient", () => {
  const middle = (kind: string, apply: Layer["apply"]): Layer => ({ kind, apply });
  const network = (layer: Layer) =>
    subjectOf(sequential(dense(4, { activation: "relu" }), layer, dense(4), dense(3)), [4], normalBatch([4], 6, 3));

  it("hide the gradients of the layers before them", async () => {
    const fused = middle("fused", (x, { g }) => {
      const unit = g.apply("Add", [x, g.scalar(0)]);
      return g.apply("com.microsoft:FusedGemm", [x, unit], { activation: "Relu", transB: 1 });
    });
    const subject = { ...network(fused) };
    const { layers, notMeasured } = await measure(subject, { runtime, optimizer: { kind: "sgd", learningRate: 0.1 } });
    expect(layers.map(({ gradientSecondMoment }) => gradientSecondMoment === null)).toEqual([true, false, false]);
    expect(layers[0]!.weights).toMatchObject({ gradientRms: null, updateRatio: null });
    expect(layers[0]!.details!.gradientRank).toBeNull();
    expect(notMeasured).toEqual([{ layers: ["dense1"], reason: "gradients: com.microsoft:FusedGemm has no gradient" }]);
  });

  it("so does a rule that refuses an attribute", async () => {
    const scatter = middle("scatter", (x, { g }) => {
      const indices = g.apply("Cast", [g.apply("Mul", [x, g.scalar(0)])], { to: "int64" });
      return g.apply("ScatterElements", [x, indices, x], { axis: 1, reduction: "max" });
    });
    const { layers, notMeasured } = await measure(network(scatter), { runtime, jacobian: true });
    expect(layers.map(({ gradientSecondMoment }) => gradientSecondMoment === null)).toEqual([true, false, false]);
    expect(notMeasured.map((one) => one.layers)).toEqual([["dense1"], []]);
    expect(notMeasured[0]!.reason).toContain("No gradient for ScatterElements with reduction max");
    expect(notMeasured[1]!.reason).toContain("Jacobian: No gradient for ScatterElements");
  });
});

test("an activation behind normalization, a shift and a sum is found where it stands", async () => {
  const shifted: Layer = {
    kind: "shift",
    apply: (x, { g, parameter }) => add(g, mul(g, x, g.scalar(2)), parameter("shift", [1], { kind: "norm-shift" })),
  };
  const layers = sequential(conv(3, 3), batchNorm(), shifted, activation("silu"), flatten(), dense(4));
  const { layers: readings } = await measure(subjectOf(layers, [1, 5, 5], normalBatch([1, 5, 5], 8, 4)), { runtime });
  expect(readings[0]).toMatchObject({ name: "conv1", activation: "silu", before: { units: 3 }, after: { units: 3 } });
  // silu of 2z for z of mean 0 and variance 1 in each channel, not of what the convolution returns.
  expect(readings[0]!.after.deviation).toBeGreaterThan(1);
  expect(readings[0]!.after.deviation).toBeLessThan(1.4);
});
