/** Signals whose numbers have closed forms. */
import { describe, expect, it, test } from "vitest";
import { normalBatch, subjectOf } from "../../../test/measured-network.js";
import { reshape, transpose } from "../../graph/expressions.js";
import { type Activation, activations } from "../../network/activations/index.js";
import { dense, flatten, type Layer, sequential } from "../../network/layers/index.js";
import { normalQuantile } from "../../random/index.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { gaussianMean, scalarActivation } from "../../signal/index.js";
import { activationFacts } from "./activation-facts.js";
import { measure } from "./measure.js";

const { runtime } = await loadRuntime();

const UNITS = 8192;
/** A layer whose pre-activations, for the input 1, are quantiles of N(mean, deviation²). */
async function quantiles(name: string, { deviation = 1, mean = 0 } = {}) {
  const kernel = Float32Array.from({ length: UNITS }, (_, i) => deviation * normalQuantile((i + 0.5) / UNITS));
  const subject = subjectOf(
    sequential(dense(UNITS, { activation: name }), dense(2)),
    [1],
    { inputs: Float32Array.of(1), labels: Int32Array.of(0), rows: 1 },
    () => ({
      "dense1/kernel": kernel,
      "dense1/bias": new Float32Array(UNITS).fill(mean),
      "dense2/kernel": new Float32Array(2 * UNITS),
      "dense2/bias": new Float32Array(2),
    }),
  );
  return (await measure(subject, { runtime })).layers[0]!;
}

describe("activations on a standard normal signal", () => {
  const names = Object.keys(activations).filter((name) => !["linear", "softmax"].includes(name));
  it.each(names)("%s: E φ and E φ² are those of quadrature", async (name) => {
    const { value } = scalarActivation(name);
    const { before, after, activation } = await quantiles(name);
    expect(activation).toBe(name);
    expect(before.secondMoment).toBeCloseTo(1, 3);
    expect(before.kurtosis).toBeCloseTo(3, 2); // the quantiles end at ±3.8
    expect(after.mean).toBeCloseTo(gaussianMean(value), 3);
    expect(Math.abs(after.secondMoment / gaussianMean((z) => value(z) ** 2) - 1)).toBeLessThan(3e-3);
  });
});

describe("units that do not work", () => {
  it.each([
    ["relu", 0, 0.5],
    ["relu", 1, 0.15866], // Φ(−1)
    ["hard-swish", 0, 0.00135], // Φ(−3)
    ["tanh", 0, null],
    ["gelu", 0, null],
    ["leaky-relu", 0, null],
  ])("%s at mean %d: %s dead", async (name, mean, share) => {
    const { dead, saturated } = await quantiles(name, { mean });
    if (share === null) expect(dead).toBeNull();
    else {
      expect(dead).toBeCloseTo(share, 3);
      expect(saturated).toBeNull();
    }
  });

  // tanh′ = 1 − tanh² < 0.05 where |x| > atanh √0.95 = 2.1783, and sigmoid's ratio 4 s (1 − s) <
  // 0.05 where |x| is above twice that.
  it.each([
    ["tanh", 3, 2 * 0.23389], // Φ(−2.1783 / 3)
    ["sigmoid", 3, 2 * 0.07323], // Φ(−4.3566 / 3)
    ["hard-tanh", 1, 2 * 0.15866],
    ["hard-sigmoid", 3, 2 * 0.15866],
    ["relu6", 6, 0.15866], // the upper side alone
    ["softsign", 1, 2 * 0.00026], // 1 / (1 + |x|)² < 0.05 from √20 − 1 on
    ["sin", 3, null],
    ["elu", 3, null],
  ])("%s at deviation %d: %s saturated", async (name, deviation, share) => {
    const { saturated } = await quantiles(name, { deviation });
    if (share === null) expect(saturated).toBeNull();
    else expect(saturated).toBeCloseTo(share, 3);
  });

  it("the share is of the samples: a unit that is 0 for some is not dead", async () => {
    const subject = subjectOf(
      sequential(dense(4, { activation: "relu" }), dense(2)),
      [1],
      { inputs: Float32Array.of(1, -1, 2), labels: Int32Array.of(0, 1, 0), rows: 3 },
      () => ({
        "dense1/kernel": Float32Array.of(1, -1, 0, 0), // the third is 0, the fourth below it
        "dense1/bias": Float32Array.of(0, 0, 0, -1),
        "dense2/kernel": new Float32Array(8),
        "dense2/bias": new Float32Array(2),
      }),
    );
    const [layer] = (await measure(subject, { runtime })).layers;
    expect(layer!.dead).toBe(0.5);
    expect(layer!.distinctUnits).toBe(4);
  });

  it("a function without a graph of one number has no such facts", () => {
    expect(activationFacts({ kind: "kernel", activation: "softmax" })).toMatchObject({ isZeroOnInterval: false });
    const mixing: Activation = { name: "mixing", apply: (g, x) => g.apply("Softmax", [x]) };
    expect(activationFacts({ kind: "kernel", activation: "mixing", activationFunction: mixing })).toBeUndefined();
  });
});

test("moments about a large mean lose no digits", async () => {
  const { before } = await quantiles("relu", { mean: 1000 });
  // float32 numbers near 1000 are 6e-5 apart.
  expect(before.deviation).toBeCloseTo(1, 3);
  expect(before.kurtosis).toBeCloseTo(3, 2);
  const { kurtosis } = (await quantiles("relu", { mean: 1000, deviation: 0 })).before;
  expect(kurtosis).toBeNaN();
});

describe("pairs of samples do not depend on where the samples stand", () => {
  const [tokens, width, rows] = [3, 4, 5];
  const batch = normalBatch([tokens * width], rows, 2);
  const through = (form: "tokens" | "time first" | "flat"): Layer => ({
    kind: "form",
    apply: (x, scope) => {
      const { g, parameter } = scope;
      const kernel = parameter("kernel", [width, width], { kind: "kernel", operation: "dense" });
      const n = x.shape[0]!;
      const split = reshape(g, x, [n, tokens, width]);
      const shaped = {
        tokens: split,
        "time first": transpose(g, split, [1, 0, 2]),
        flat: reshape(g, split, [n * tokens, width]),
      }[form];
      const y = g.apply("MatMul", [shaped, kernel]);
      return form === "time first" ? transpose(g, y, [1, 0, 2]) : reshape(g, y, [n, tokens, width]);
    },
  });
  it("as [N, T, F], [T, N, F] and [N·T, F]", async () => {
    const [first, ...others] = await Promise.all(
      (["tokens", "time first", "flat"] as const).map(async (form) => {
        const subject = subjectOf(sequential(through(form), flatten(), dense(2)), [tokens * width], batch);
        return (await measure(subject, { runtime })).layers[0]!.before;
      }),
    );
    expect(first!.effectiveRank).toBeGreaterThan(2);
    for (const other of others) {
      expect(other.cosine).toBeCloseTo(first!.cosine!, 6);
      expect(other.effectiveRank).toBeCloseTo(first!.effectiveRank, 5);
      expect(other.secondMoment).toBeCloseTo(first!.secondMoment, 6);
      expect(other.units).toBe(width);
    }
  });
});
