/** A residual network whose branches are multiplied by 1 / depthᵅ, for tests. */
import { scale } from "../src/graph/expressions.js";
import { dense, flatten, type Layer, layerNorm, residual, sequential } from "../src/network/layers/index.js";
import { defineModel } from "../src/network/models/index.js";
import { integer, real } from "../src/options.js";

const times = (factor: number): Layer => ({ kind: "times", apply: (x, { g }) => scale(g, x, factor) });

export const residualMlp = defineModel({
  name: "residual_mlp",
  summary: "dense – depth × (layer norm, dense, ReLU, dense, divided by depthᵅ, added) – layer norm – dense",
  options: {
    width: integer(64, 1, 4096, "units of the stream"),
    depth: integer(4, 1, 256, "number of branches"),
    alpha: real(1, 0, 2, "branches are multiplied by 1 / depthᵅ"),
  },
  recipe: { loss: "cross-entropy", optimizer: { kind: "adam", learningRate: 1e-4 }, batch: 8, epochs: 1 },
  build: ({ classes }, { width, depth, alpha }) => {
    const branch = () =>
      sequential(layerNorm(), dense(width, { activation: "relu" }), dense(width), times(depth ** -alpha));
    const branches = Array.from({ length: depth }, () => residual(branch()));
    return sequential(flatten(), dense(width), ...branches, layerNorm(), dense(classes));
  },
});
