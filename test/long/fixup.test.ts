/**
 * Fixup trains a residual network of 100 blocks without normalization on CIFAR-10, where He's start
 * is not finite any more.
 */
import { describe, expect, it } from "vitest";
import { findInitializer, initialWeights } from "../../src/initializers/index.js";
import {
  activation,
  conv,
  dense,
  globalAveragePool,
  maxPool,
  residual,
  sequential,
} from "../../src/network/layers/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { compileProblem } from "../../src/training/compile-problem.js";
import { haveData } from "../oracles.js";
import { realData } from "../real-data.js";
import { meanOfLast, trainSteps } from "./train-steps.js";

const steps = 200;
const learningRate = 0.05;
/**
 * Without biases: Fixup scales kernels so that 100 branches move as one would, which biases of 100
 * branches do not.
 */
const convolution = () => conv(16, 3, { padding: 1, bias: false });
const block = residual(sequential(convolution(), activation("relu"), convolution()), { activation: "relu" });
/**
 * Sixteen channels; images of 32 × 32 are 8 × 8 from the first block on, which keeps the run to
 * minutes.
 */
const layers = sequential(
  conv(16, 3, { padding: 1, stride: 2, activation: "relu" }),
  maxPool(2),
  ...Array.from({ length: 100 }, () => block),
  globalAveragePool(),
  dense(10),
);

describe.skipIf(!haveData("cifar10"))("100 residual blocks without normalization on CIFAR-10", () => {
  it("Fixup learns in 200 steps, He does not", async () => {
    const dataset = await realData("cifar10");
    const { runtime } = await loadRuntime();
    const optimizer = { kind: "sgd", learningRate, momentum: 0.9 } as const;
    const problem = await compileProblem(runtime, dataset, layers, {
      loss: "cross-entropy",
      optimizer,
      batch: 64,
      epochs: 1,
    });
    const train = async (init: string) => {
      const weights = initialWeights(findInitializer(init), problem.parameters, 0);
      const trained = await trainSteps(problem, weights, { steps, learningRate });
      const mean = meanOfLast(trained, 20);
      console.log(
        `Fixup, ${init}: first loss ${trained.losses[0]!.toPrecision(4)}, steps made ${trained.losses.length}, ` +
          `mean loss of the last 20 ${mean.toPrecision(4)}`,
      );
      return mean;
    };
    const he = await train("he");
    expect(Number.isFinite(he) && he < 2.25).toBe(false);
    expect(await train("fixup")).toBeLessThanOrEqual(2.1);
    await problem.release();
  });
});
