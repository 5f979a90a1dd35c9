/** Variance scaling with every parameter as an option. */
import { choice, real } from "../../../options.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { distributions, fanModes, varianceScaling } from "../../parts/variance-scaling.js";
import { glorot2010, he2015, kerasRandom, lecun1998 } from "../../references.js";
/** Keras's and JAX's `VarianceScaling`. */
export const varianceScalingMethod = defineInitializer({
    name: "variance-scaling",
    title: "Variance scaling",
    formula: "Var W = scale / fan",
    summary: "The general form of LeCun's, Glorot's and He's methods, with every parameter as an option.",
    references: [
        kerasRandom,
        { ...he2015, where: "§2.2" },
        { ...glorot2010, where: "eq. 12" },
        { ...lecun1998, where: "§4.6" },
    ],
    options: {
        scale: real(1, 0, 1e6, "the numerator: 1 for linear layers, 2 for ReLU"),
        mode: choice("fanIn", fanModes, "the denominator; fanAverage is (fanIn + fanOut) / 2, fanGeometric √(fanIn · fanOut)"),
        distribution: choice("truncated-normal", distributions, "all have the same variance; the truncated normal is cut at ±2σ and stretched"),
    },
    differences: [
        "The defaults are Keras's, whose `normal` is truncated; its `untruncated_normal` is normal here.",
        "Fans are the true ones: see fans.",
    ],
    initialize: byRole({ kernel: (stream, tensor, values) => varianceScaling(stream, tensor, values) }),
});
