/**
 * Delta-orthogonal at criticality trains 200 layers of tanh where Glorot's start, at the best of
 * three rates, does not get far.
 */
import { describe, expect, it } from "vitest";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { haveData } from "../oracles.js";
import { realData } from "../real-data.js";
import { trainDeepTanh } from "./deep-tanh-network.js";

describe.skipIf(!haveData("mnist"))("200 convolutions of eight channels with tanh on MNIST", () => {
  it("delta-orthogonal reaches 90 % in 600 steps of Adam, Glorot stays at 60 % or less", async () => {
    const dataset = await realData("mnist");
    const { runtime } = await loadRuntime();
    const train = async (init: string, learningRate: number) => {
      const { accuracy } = await trainDeepTanh(runtime, dataset, { init, learningRate, width: 8 });
      console.log(`${init}, Adam ${learningRate}: test accuracy ${(100 * accuracy).toFixed(1)} % after 600 steps`);
      return accuracy;
    };
    expect(await train("delta-orthogonal", 1e-4)).toBeGreaterThanOrEqual(0.9);
    for (const rate of [1e-3, 1e-4, 3e-5]) expect(await train("glorot-normal", rate)).toBeLessThanOrEqual(0.6);
  });
});
