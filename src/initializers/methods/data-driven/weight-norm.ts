/** Weight normalization's data-dependent initialization. */
import type { DataDrivenInitializer } from "../../initializer.js";
import { salimans2016 } from "../../references.js";
import { random } from "../simple.js";
import { exclusion } from "./exclusion.js";
import { normalizeUnits } from "./normalize-units.js";
import { startFrom } from "./start.js";

export const weightNorm: DataDrivenInitializer = {
  name: "weight-norm",
  kind: "data-driven",
  title: "Weight normalization's data-dependent start",
  formula: "v ~ N(0, 0.05²), t = v·x / ‖v‖; w = v / (‖v‖ std(t)), b = −mean(t) / std(t), unit by unit, layer by layer",
  summary: "Makes every unit's answer have mean 0 and standard deviation 1 on a batch.",
  references: [{ ...salimans2016, where: "eq. 5 and 6" }],
  aliases: ["salimans-kingma"],
  caveats: [
    exclusion,
    "Half of the inputs of a ReLU after it are negative, for every unit.",
    "A unit that answers a constant on the batch is left as drawn and reported; a layer without bias keeps its means.",
  ],
  differences: [
    "The weights are started as the paper does; the network is trained with plain weights, not with g and v apart.",
    "The paper's 0.05 cancels: v is divided by its norm.",
  ],
  prepare: async (network, tensors, seed) => {
    const weights = startFrom(random, tensors, seed);
    const notes: string[] = [];
    const batch = network.batch(0);
    for (const layer of network.layers) notes.push(...(await normalizeUnits(network, weights, batch, layer, 0)));
    return { weights, notes };
  },
};
