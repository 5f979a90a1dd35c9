/**
 * Theory beside networks that are drawn and run: small ones of those of `npm run bench:theory`,
 * whose results stand in bench/results/theory.md.
 */
import { afterAll, describe, expect, it } from "vitest";
import { type Compared, compared, coverageOf } from "../../bench/theory/coverage.js";
import {
  activationNames,
  convNetwork,
  denseNetwork,
  otherNetworks,
  withScalesOfFirst,
} from "../../bench/theory/networks.js";
import { openMeter } from "../../src/diagnosis/measure/meter.js";
import { predict, predictions } from "../../src/diagnosis/theory/predict.js";
import type { Prediction } from "../../src/diagnosis/theory/prediction.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { instrument } from "../../src/training/instrument.js";
import { batchOf, type Drawn, simulate } from "./simulate.js";

const { runtime } = await loadRuntime();
const seeds = (n: number, first = 0) => Array.from({ length: n }, (_, i) => first + i);

/** Draws, and draws of ×1.3, beside the prediction for the first, whose mean squares all have. */
async function study(drawn: Drawn, runs: number) {
  let reference: ReadonlyMap<string, Prediction> | undefined;
  const right = await simulate(runtime, withScalesOfFirst(drawn), seeds(runs), (one) => {
    reference ??= predict(one.subject, { mode: drawn.mode });
    return compared(one, reference);
  });
  const wrong = await simulate(runtime, withScalesOfFirst(drawn, 1.3), seeds(2, 1000), (one) =>
    compared(one, reference!),
  );
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

it("convolutional networks: the band holds them, and is no wider than it should be", async () => {
  const all: Compared[] = [];
  for (const activation of ["relu", "tanh", "elu"]) {
    all.push(...(await study(convNetwork(activation, 16, 8), 16)).right);
  }
  // 48 networks of 6 hidden layers that follow from one another: about 100 independent values, so
  // that 95 % may be seen as 88 % to 99.5 %.
  const { signal, gradient } = coverageOf(all, []);
  for (const share of [signal, gradient]) {
    expect(share).toBeGreaterThan(0.88);
    expect(share).toBeLessThan(0.995);
  }
});

describe.each(["attention, pre-norm", "attention, post-norm"])("%s", (name) => {
  it("has the means that theory says, through the softmax, too", async () => {
    const drawn = otherNetworks.find((one) => one.name === name)!;
    let predicted: ReadonlyMap<string, Prediction> | undefined;
    const runs = await simulate(runtime, withScalesOfFirst(drawn), seeds(24), (one) => {
      predicted ??= predict(one.subject);
      return one.seen;
    });
    const last = [...runs[0]!.keys()].at(-1)!;
    for (const layer of runs[0]!.keys()) {
      const { before, gradient, noise } = predicted!.get(layer)!;
      const offsets = {
        signal: runs.map((seen) => Math.log(seen.get(layer)!.before / before) - noise.before.shift),
        gradient: runs.map(
          (seen) => Math.log(seen.get(layer)!.gradient / seen.get(last)!.gradient / gradient!) - noise.gradient!.shift,
        ),
      };
      for (const [of, values] of Object.entries(offsets)) {
        const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
        const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
        // Three standard errors, and 5 % for what is left out to first order in 1 / width.
        expect([layer, of, Math.abs(mean) < 0.05 + 3 * Math.sqrt(variance / values.length)]).toEqual([layer, of, true]);
      }
    }
  });

  it("has the entropy that theory says", async () => {
    const drawn = otherNetworks.find((one) => one.name === name)!;
    const { parameters } = instrument({ layers: drawn.layers, shape: drawn.shape, rows: 64, mode: "evaluate" }, {});
    const batch = batchOf(drawn);
    const read = async (seed: number) => {
      const { layers, shape } = drawn;
      const subject = {
        name,
        layers,
        shape,
        parameters,
        weights: drawn.draw(parameters, seed),
        batch,
        labelled: false,
      };
      const meter = await openMeter(subject, { runtime, optimizer: { kind: "sgd", learningRate: 0.1 } });
      const { network } = await meter.look(subject.weights, false);
      await meter.release();
      return { measured: network.attention, theory: predictions(subject).attention };
    };
    for (const { measured, theory } of await Promise.all([0, 1, 2].map(read))) {
      expect(theory.map(({ name: of }) => of)).toEqual(measured.map(({ name: of }) => of));
      for (const [i, { entropy, uniformEntropy, logitDeviation }] of measured.entries()) {
        // Four heads of 16 units: the variance of their products differs by about √(2 / 64) from
        // draw to draw, and the entropy, 1/2 of the variance below its maximum, by 0.1 nats.
        expect(Math.abs(theory[i]!.entropy - entropy)).toBeLessThan(0.1);
        // ONNX Runtime's logarithm of float32 is within 1e-4.
        expect(theory[i]!.uniformEntropy).toBeCloseTo(uniformEntropy, 3);
        expect(Math.abs(theory[i]!.logitDeviation / logitDeviation - 1)).toBeLessThan(0.2);
      }
    }
  });
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
