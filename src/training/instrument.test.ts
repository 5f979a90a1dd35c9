/** What a network's points read, against numbers worked out by hand. */
import { describe, expect, it } from "vitest";
import { firstGlyphs } from "../../test/glyph-training.js";
import { reduceMean } from "../graph/expressions.js";
import { he, initialWeights } from "../initializers/index.js";
import { batchNorm, dense, flatten, sequential } from "../network/layers/index.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import type { Runtime } from "../runtime/runtime.js";
import { initializableNetworks } from "./initializable-network.js";
import { instrument, loadInstrument, type Point } from "./instrument.js";
import { activations, logitGradients, logits, logitWeights, lossGradients, unitStatistics } from "./points.js";

const { runtime } = await loadRuntime();

// Two units with ReLU, then two classes. Row 1 is [1, 2], row 2 is [3, −1].
const network = {
  layers: sequential(dense(2, { activation: "relu" }), dense(2)),
  shape: [2],
  rows: 2,
  mode: "evaluate",
} as const;
const weights = {
  "dense1/kernel": Float32Array.of(1, 1, 2, -1), // pre-activations [3, 0] and [2, 7], plus the bias
  "dense1/bias": Float32Array.of(0, -1),
  "dense2/kernel": Float32Array.of(1, 0, 0, 1),
  "dense2/bias": Float32Array.of(0, 0),
};
const batch = { inputs: Float32Array.of(1, 2, 3, -1), labels: Int32Array.of(0, 1), rows: 2 };

describe("points", () => {
  it("read what the network computes, all in one graph", async () => {
    const points = {
      logits,
      activations,
      unitStatistics,
      gradients: lossGradients("mean-squared-error", ({ name }) => name === "dense2/bias"),
    };
    const { look, release } = await loadInstrument(runtime, instrument(network, points));
    const seen = await look(weights, batch);
    await release();
    // Pre-activations of the first layer: [3, −1] and [2, 6].
    expect(Array.from(seen.logits)).toEqual([3, 0, 2, 6]);
    expect(seen.activations.map((values) => Array.from(values))).toEqual([[3, 0, 2, 6]]);
    expect(Object.keys(seen.unitStatistics)).toEqual(["dense1", "dense2"]);
    expect(Array.from(seen.unitStatistics.dense1!.mean)).toEqual([2.5, 2.5]);
    expect(Array.from(seen.unitStatistics.dense1!.variance)).toEqual([0.25, 12.25]);
    // Mean over 2 rows and 2 classes of (logit − target)²: ½ · Σ over rows of (logit − target).
    expect(Object.entries(seen.gradients).map(([name, slope]) => [name, Array.from(slope)])).toEqual([
      ["dense2/bias", [(2 + 2) / 2, (0 + 5) / 2]],
    ]);
  });

  it("of a user are functions that add to the graph", async () => {
    const meanLogit: Point<number> = ({ g, network: { logits: values } }) => ({
      outputs: [reduceMean(g, values, [0, 1], false)],
      read: ([mean]) => mean![0]!,
    });
    const { look, release } = await loadInstrument(runtime, instrument(network, { meanLogit, logitGradients }));
    const more = { [logitWeights]: { type: "float32", shape: [2, 2], data: Float32Array.of(1, 0, 0, 2) } } as const;
    const seen = await look(weights, batch, more);
    await release();
    expect(seen.meanLogit).toBe(11 / 4);
    expect(Array.from(seen.logitGradients["dense2/bias"]!)).toEqual([1, 2]);
  });

  it("need the weights of every parameter", () => {
    const { inputs } = instrument(network, { logits });
    const { "dense1/bias": _, ...rest } = weights;
    expect(() => inputs(rest, batch)).toThrow('Parameter "dense1/bias" [2] needs 2 numbers, got none.');
  });
});

it("a session that could not be loaded is loaded again when it is asked for again", async () => {
  let failures = 1;
  const failing: Runtime = {
    ...runtime,
    createSession: async (...how) => {
      if (failures-- > 0) throw new Error("out of memory");
      return runtime.createSession(...how);
    },
  };
  const layers = sequential(flatten(), dense(4), batchNorm(), dense(10));
  const networks = initializableNetworks(failing, firstGlyphs(20, 10), layers, "cross-entropy", 10);
  const seen = networks.of(0);
  const tensors = instrument({ layers, shape: [1, 28, 28], rows: 10, mode: "measure" }, {}).parameters;
  const drawn = initialWeights(he, tensors, 0);
  await expect(seen.statistics(drawn, seen.batch(0))).rejects.toThrow("out of memory");
  const statistics = await seen.statistics(drawn, seen.batch(0));
  expect(Object.keys(statistics)).toEqual(["dense1", "dense2"]);
  await networks.release();
});
