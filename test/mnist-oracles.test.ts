/** Exact numbers that any correct implementation must hit on the real MNIST (protocol.md §6.5). */
import { describe, expect, it } from "vitest";
import { initialWeights, zero } from "../src/initializers/index.js";
import { parseModel } from "../src/network/models/index.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { compileProblem } from "../src/training/compile-problem.js";
import { trainEpoch } from "../src/training/epoch.js";
import { evaluate } from "../src/training/evaluate.js";
import { runStreams } from "../src/training/run-streams.js";
import { initialState } from "../src/training/state.js";
import { haveData } from "./oracles.js";
import { realData } from "./real-data.js";

describe.skipIf(!haveData("mnist"))("zero weights on the whole of MNIST", () => {
  it("stay at the digit 1: 6,742 of 60,000 training images, 1,135 of 10,000 test images", async () => {
    const { runtime } = await loadRuntime();
    const mnist = await realData("mnist");
    const { model, options } = parseModel("mlp:depth=2,width=64");
    const recipe = {
      loss: "cross-entropy",
      optimizer: { kind: "sgd", learningRate: 0.05 },
      batch: 128,
      epochs: 2,
    } as const;
    const layers = model.build({ input: mnist.shape, classes: 10 }, options);
    const problem = await compileProblem(runtime, mnist, layers, recipe);
    let state = initialState(problem, initialWeights(zero, problem.parameters, 0));
    for (let epoch = 1; epoch <= 2; epoch++) {
      const outcome = await trainEpoch(problem, state, runStreams(0));
      if (outcome.kind !== "trained") throw new Error("diverged");
      state = outcome.state;
      if (epoch === 2) {
        expect(outcome.running.accuracy).toBeCloseTo(6742 / 60_000, 9);
        expect(Math.abs(outcome.running.loss - 2.3012)).toBeLessThan(0.001);
      }
    }
    expect((await evaluate(problem, state, mnist.test)).accuracy).toBe(0.1135);
    expect((await evaluate(problem, state, mnist.train)).accuracy).toBeCloseTo(6742 / 60_000, 9);
    await problem.release();
  });
});
