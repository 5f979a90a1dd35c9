/** Noise of one size for every layer: the baseline for methods that use fans. */
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../../graph/tensor.js";
import { real } from "../../../options.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { normalNoise, uniformBetween } from "../../parts/noise.js";
import { kerasRandom, patel2019 } from "../../references.js";
/** A caveat of every method in this file, and of `truncated-normal`. */
export const sameForAll = "One size for all layers, whatever their fans: signals fade or explode in deep networks.";
/** N(0, std²), by default with the 2019 paper's 0.01. */
export const random = defineInitializer({
    name: "random",
    title: "Small random normal",
    formula: "W ~ N(0, 0.01²)",
    summary: "Breaks the symmetry with one size for all layers, whatever their fans: signals fade in deep networks.",
    references: [patel2019],
    options: { std: real(0.01, 0, 100, "standard deviation of the kernels") },
    caveats: [
        "Each ReLU layer multiplies signals by std · √(fanIn / 2): by 0.11 at fanIn 256, so the outputs of a deep network start near zero.",
        "At fanIn = 10,000 it equals `xavier-fan-in`. That is why the two look alike on networks with one large dense layer.",
    ],
    differences: [
        "The text of the 2019 paper says standard deviation one, its equation has the factor 0.01; see `standard-normal`.",
    ],
    initialize: byRole({ kernel: (stream, { shape }, { std }) => normalNoise(stream, sizeOf(shape), std) }),
});
/** N(0, 1). */
export const standardNormal = defineInitializer({
    name: "standard-normal",
    title: "Standard normal",
    formula: "W ~ N(0, 1)",
    summary: "What the text of the 2019 paper calls random: signals grow by √(fanIn / 2) per ReLU layer; sigmoid and tanh saturate.",
    references: [patel2019],
    caveats: ["In deep ReLU networks the first losses are huge or not finite."],
    differences: ["PyTorch's `normal_` has this default; Keras's RandomNormal has std 0.05, JAX's normal 0.01."],
    initialize: byRole({ kernel: (stream, { shape }) => normalNoise(stream, sizeOf(shape), 1) }),
});
/** U(low, high). */
export const uniform = defineInitializer({
    name: "uniform",
    title: "Uniform",
    formula: "W ~ U(low, high)",
    summary: "Uniform noise between two numbers, by default Keras's ±0.05.",
    references: [kerasRandom],
    options: {
        low: real(-0.05, -1e6, 1e6, "smallest weight"),
        high: real(0.05, -1e6, 1e6, "largest weight"),
    },
    caveats: [sameForAll],
    differences: ["PyTorch's uniform_ is U(0, 1), JAX's uniform U(0, 0.01): neither has mean 0."],
    initialize: byRole({
        kernel: (stream, { name, shape }, { low, high }) => {
            if (!(low <= high)) {
                throw new InputError(`uniform: low must not be above high, got ${low} and ${high} (tensor "${name}").`);
            }
            return uniformBetween(stream, sizeOf(shape), low, high);
        },
    }),
});
/** N(mean, std²). */
export const normal = defineInitializer({
    name: "normal",
    title: "Normal",
    formula: "W ~ N(mean, std²)",
    summary: "Normal noise of one size, by default Keras's 0.05.",
    references: [kerasRandom],
    options: {
        mean: real(0, -1e6, 1e6, "mean of the kernels"),
        std: real(0.05, 0, 1e6, "standard deviation of the kernels"),
    },
    caveats: [sameForAll],
    differences: ["PyTorch's normal_ has std 1 by default, JAX's normal 0.01."],
    initialize: byRole({
        kernel: (stream, { shape }, { mean, std }) => {
            const noise = normalNoise(stream, sizeOf(shape), std);
            return mean === 0 ? noise : noise.map((x) => x + mean);
        },
    }),
});
