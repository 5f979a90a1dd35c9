/**
 * MetaInit mends a badly scaled start: the gradient quotient at least halves, and training on MNIST
 * improves.
 */
import { describe, expect, it } from "vitest";
import { prepareWeights, type Weights } from "../../src/initializers/index.js";
import { gradientQuotient, metainit, noiseBatch } from "../../src/initializers/methods/data-driven/metainit.js";
import { findModel } from "../../src/network/models/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { compileProblem } from "../../src/training/compile-problem.js";
import { evaluate } from "../../src/training/evaluate.js";
import { initializableNetworks } from "../../src/training/initializable-network.js";
import { haveData } from "../oracles.js";
import { realData } from "../real-data.js";
import { meanOfLast, trainSteps } from "./train-steps.js";

const learningRate = 1e-3;
const rows = 32;

describe.skipIf(!haveData("mnist"))("metainit on MNIST", () => {
  it("mlp of ten ReLU layers, kernels three times He's", async () => {
    const gain = 3;
    const dataset = await realData("mnist");
    const { runtime } = await loadRuntime();
    const layers = findModel("mlp").build(
      { input: dataset.shape, classes: dataset.classes },
      { depth: 10, width: 128, activation: "relu" },
    );
    const optimizer = { kind: "adam", learningRate } as const;
    const recipe = { loss: "cross-entropy", optimizer, batch: 64, epochs: 1 } as const;
    const problem = await compileProblem(runtime, dataset, layers, recipe);
    const networks = initializableNetworks(runtime, dataset, layers, recipe.loss, rows);
    const network = networks.of(0);
    const objective = await network.compileObjective(rows, gradientQuotient(1e-5));
    const measure = async (steps: number) => {
      const { weights } = await prepareWeights(metainit, network, problem.parameters, 0, { steps, gain });
      const trained = await trainSteps(problem, weights, { steps: 300, learningRate });
      const { accuracy } = await evaluate(problem, trained.state, dataset.test);
      return { quotient: await quotient(weights), loss: meanOfLast(trained, 20), accuracy };
    };
    const quotient = async (weights: Weights) => {
      let sum = 0;
      for (let step = 0; step < 10; step++) {
        // Noise that it was not optimized on.
        sum += (await objective.evaluate(weights, {}, [noiseBatch(network, rows, 99, step)])).value;
      }
      return sum / 10;
    };
    const before = await measure(0);
    const after = await measure(200);
    for (const [what, { quotient: q, loss, accuracy }] of Object.entries({ before, after })) {
      console.log(
        `MetaInit, ${gain} × He, ${what}: quotient ${q.toPrecision(3)}, ` +
          `loss of steps 281–300 ${loss.toPrecision(3)}, test accuracy ${(100 * accuracy).toFixed(1)} %`,
      );
    }
    expect(after.quotient).toBeLessThanOrEqual(before.quotient / 2);
    expect(after.loss).toBeLessThan(before.loss);
    expect(after.accuracy).toBeGreaterThan(before.accuracy);
    await objective.release();
    await networks.release();
    await problem.release();
  });
});
