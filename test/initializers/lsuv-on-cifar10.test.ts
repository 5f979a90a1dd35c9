/**
 * LSUV on real images: after it every layer's answers have standard deviation 1 on a CIFAR-10
 * batch.
 */
import { describe, expect, it } from "vitest";
import { prepareWeights } from "../../src/initializers/index.js";
import { deviation, lsuv } from "../../src/initializers/methods/data-driven/lsuv.js";
import { findModel, parametersOf } from "../../src/network/models/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { initializableNetworks } from "../../src/training/initializable-network.js";
import { haveData } from "../oracles.js";
import { realData } from "../real-data.js";

describe.skipIf(!haveData("cifar10"))("lsuv on CIFAR-10", () => {
  it("cifar10_cnn: every layer within the tolerance on its batch, and nearly so on another", async () => {
    const { runtime } = await loadRuntime();
    const dataset = await realData("cifar10");
    const model = findModel("cifar10_cnn");
    const problem = { input: dataset.shape, classes: dataset.classes };
    const { parameters } = parametersOf(model, problem);
    const options = Object.fromEntries(Object.entries(model.options).map(([name, option]) => [name, option.default]));
    const networks = initializableNetworks(runtime, dataset, model.build(problem, options), "cross-entropy", 64);
    const network = networks.of(0);
    const { weights, notes } = await prepareWeights(lsuv, network, parameters, 0);
    expect(notes).toEqual([]);
    for (const [index, allowed] of [
      [0, 0.1],
      [1, 0.3],
    ] as const) {
      const answers = await network.statistics(weights, network.batch(index));
      expect(Object.keys(answers)).toHaveLength(6);
      for (const one of Object.values(answers)) expect(Math.abs(deviation(one) - 1)).toBeLessThan(allowed);
    }
    await networks.release();
  });
});
