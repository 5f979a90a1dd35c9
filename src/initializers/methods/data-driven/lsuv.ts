/** Layer-sequential unit variance. */
import type { DataDrivenInitializer } from "../../initializer.js";
import type { UnitStatistics } from "../../network.js";
import { mishkin2016, saxe2014 } from "../../references.js";
import { orthogonal } from "../orthogonal/index.js";
import { exclusion } from "./exclusion.js";
import { startFrom } from "./start.js";

export const lsuv: DataDrivenInitializer = {
  name: "lsuv",
  kind: "data-driven",
  title: "Layer-sequential unit variance",
  formula: "W orthonormal; layer by layer W ← W / std(W·x + b) until |std − 1| < tolerance",
  summary: "Makes every layer's answers have standard deviation 1 on a batch, whatever the activations between.",
  references: [mishkin2016, saxe2014],
  options: {
    tolerance: { default: 0.1, low: 1e-6, high: 0.9, meaning: "how far from 1 a layer's standard deviation may stay" },
    maxAttempts: { default: 10, low: 1, high: 1000, meaning: "rescalings of one layer at most" },
  },
  caveats: [
    exclusion,
    "A layer whose answers do not vary on the batch (all its inputs dead) is left orthonormal and reported.",
    "The standard deviation is over all units, places and samples of the layer together: single units may differ.",
    "The last layer is rescaled too, so that the logits start with standard deviation 1.",
  ],
  differences: [
    "The paper rescales convolutions and dense layers; so does this, wherever they stand: attention's projections and shortcuts too.",
    "Dropout rests while answers are measured, and batch norm uses the batch.",
  ],
  prepare: async (network, tensors, seed, { tolerance, maxAttempts }) => {
    const weights = startFrom(orthogonal, tensors, seed);
    const notes: string[] = [];
    const batch = network.batch(0);
    for (const { name, kernel } of network.layers) {
      for (let attempt = 0; ; attempt++) {
        const std = deviation((await network.statistics(weights, batch))[name]!);
        if (!(std > 0 && std < Number.POSITIVE_INFINITY)) {
          notes.push(`${name}: its answers' standard deviation on the batch is ${std}; it is left as it was drawn.`);
          break;
        }
        if (Math.abs(std - 1) < Number(tolerance)) break;
        if (attempt >= Number(maxAttempts)) {
          notes.push(`${name}: its standard deviation is ${std.toPrecision(4)} after ${attempt} rescalings.`);
          break;
        }
        weights[kernel.name] = weights[kernel.name]!.map((w) => w / std);
      }
    }
    return { weights, notes };
  },
};

/** Of all numbers of a layer together, from its units' means and variances. */
export function deviation({ mean, variance }: UnitStatistics): number {
  const middle = mean.reduce((sum, m) => sum + m, 0) / mean.length;
  const total = variance.reduce((sum, v, unit) => sum + v + (mean[unit]! - middle) ** 2, 0);
  return Math.sqrt(total / mean.length);
}
