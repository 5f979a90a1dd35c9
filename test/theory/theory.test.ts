/**
 * Theory beside networks that are drawn and run: small ones of those of `npm run bench:theory`,
 * whose results stand in bench/results/theory.md.
 */
import { afterAll, describe, expect, it } from "vitest";
import { type Compared, compared, coverageOf } from "../../bench/theory/coverage.js";
import { activationNames, convNetwork, denseNetwork, otherNetworks, withScalesOfFirst } from "../../bench/theory/networks.js";
import { predict } from "../../src/diagnosis/theory/predict.js";
import type { Prediction } from "../../src/diagnosis/theory/prediction.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { type Drawn, simulate } from "./simulate.js";

const { runtime } = await loadRuntime();
const seeds = (n: number, first = 0) => Array.from({ length: n }, (_, i) => first + i);

/** Draws, and draws of ×1.3, beside the prediction for the first, whose mean squares all have. */
async function study(drawn: Drawn, runs: number) {
  let reference: ReadonlyMap<string, Prediction> | undefined;
  const right = await simulate(runtime, withScalesOfFirst(drawn), seeds(runs), (one) => {
    reference ??= predict(one.subject, { mode: drawn.mode });
    return compared(one, reference);
  });
  const wrong = await simulate(runtime, withScalesOfFirst(drawn, 1.3), seeds(2, 1000), (one) => compared(one, reference!));
  return { right, wrong };
}

describe("dense networks of width 64 with 10 layers, 12 activations", () => {
  const all: { right: Compared[]; wrong: Compared[] } = { right: [], wrong: [] };

  it.each(activationNames)("%s: the means are right within the noise", async (activation) => {
    const { right, wrong } = await study(denseNetwork(activation, 64, 10), 8);
    all.right.push(...right);
    all.wrong.push(...wrong);
    const { signalRatio, gradientRatio } = coverageOf(right, wrong);
    expect(Math.abs(Math.log(signalRatio))).toBeLessThan(0.6);
    expect(Math.abs(Math.log(gradientRatio))).toBeLessThan(0.6);
  });

  afterAll(() => {
    // 96 networks of 8 hidden layers each, which follow from one another: about 200 independent
    // values, so that 95 % may be seen as 90 % to 99 %.
    const { signal, gradient, detected } = coverageOf(all.right, all.wrong);
    expect(signal).toBeGreaterThan(0.9);
    expect(signal).toBeLessThan(0.99);
    expect(gradient).toBeGreaterThan(0.9);
    expect(gradient).toBeLessThan(0.99);
    expect(detected).toBeGreaterThanOrEqual(0.95);
  });
});

it("convolutional networks: the band holds ReLU's and tanh's", async () => {
  for (const activation of ["relu", "tanh"]) {
    const { right } = await study(convNetwork(activation, 16, 6), 6);
    expect(coverageOf(right, []).signal).toBeGreaterThan(0.8);
    expect(coverageOf(right, []).gradient).toBeGreaterThan(0.8);
  }
});

it.each(otherNetworks)("$name: every layer is predicted, within a factor of 2", async (drawn) => {
  await simulate(runtime, drawn, [0], (one) => {
    const predicted = predict(one.subject, { mode: drawn.mode });
    const last = [...one.seen.values()].at(-1)!;
    for (const [name, { before, gradient }] of one.seen) {
      const { before: signal, gradient: slope, noise } = predicted.get(name)!;
      const room = Math.LN2 + 2 * Math.sqrt(noise.before.variance);
      expect(Math.abs(Math.log(before / signal))).toBeLessThan(room);
      expect(Math.abs(Math.log(gradient / last.gradient / slope!))).toBeLessThan(
        Math.LN2 + 2 * Math.sqrt(noise.gradient!.variance),
      );
    }
  });
});
