/** Weight normalization's data-dependent initialization. */
import { defineDataDrivenInitializer } from "../../data-driven-initializer.js";
import { salimans2016 } from "../../references.js";
import { random } from "../scaled-noise/index.js";
import { exclusion } from "./exclusion.js";
import { normalizeUnits } from "./normalize-units.js";
import { startFrom, unmeasuredNotes } from "./start.js";
/** Salimans and Kingma 2016. */
export const weightNorm = defineDataDrivenInitializer({
    name: "weight-norm",
    kind: "data-driven",
    title: "Weight normalization's data-dependent start",
    formula: "v ~ N(0, 0.05²), t = v·x / ‖v‖; w = v / (‖v‖ std(t)), b = −mean(t) / std(t), unit by unit, layer by layer",
    summary: "Makes the output of every unit have mean 0 and standard deviation 1 on a batch.",
    references: [{ ...salimans2016, where: "eq. 5 and 6" }],
    aliases: ["salimans-kingma"],
    caveats: [
        exclusion,
        "For every unit, about half of the inputs of a following ReLU are negative.",
        "A unit with a constant output on the batch keeps its drawn weights, and a note says so; a layer without bias keeps its means.",
    ],
    differences: [
        "The weights start as in the paper, but the network is trained with plain weights, not with separate g and v.",
        "The paper's 0.05 cancels, because v is divided by its norm.",
    ],
    prepare: async (network, tensors, seed) => {
        const weights = startFrom(random, tensors, seed);
        const notes = unmeasuredNotes(network, tensors);
        const batch = network.batch(0);
        for (const layer of network.layers)
            notes.push(...(await normalizeUnits(network, weights, batch, layer, 0)));
        return { weights, notes };
    },
});
