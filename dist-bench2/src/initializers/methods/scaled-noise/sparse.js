/** Sparse initialization: a fixed number of weights per unit. */
import { sizeOf } from "../../../graph/tensor.js";
import { incoming } from "../../../network/fans.js";
import { real } from "../../../options.js";
import { at, permutation } from "../../../random/index.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { normalNoise } from "../../parts/noise.js";
/** Martens 2010, section 5. */
export const sparse = defineInitializer({
    name: "sparse",
    title: "Sparse",
    formula: "15 weights of each unit ~ N(0, 1), all others 0",
    summary: "Each unit has few, large weights: its input has one size whatever the fan, and units start different.",
    references: [
        {
            authors: "J. Martens",
            year: 2010,
            title: "Deep learning via Hessian-free optimization",
            link: "https://www.cs.toronto.edu/~jmartens/docs/Deep_HessianFree.pdf",
            where: "§5",
        },
    ],
    options: {
        nonzero: real(15, 1, 1e6, "weights of each unit that are not 0 (all, if the unit has fewer)"),
        std: real(1, 0, 100, "standard deviation of these weights"),
    },
    caveats: [
        "A unit's input has 15 std² times the variance of its inputs: choose std = √(2 / 15) to keep signals through ReLU.",
    ],
    differences: [
        "The paper's biases are 0, and 0.5 for tanh; here they are 0.",
        "PyTorch's sparse_ sets a fraction of each column (the weights of one input) to 0 and the rest to N(0, 0.01²): `pytorch/sparse`.",
    ],
    initialize: byRole({
        kernel: (stream, tensor, { nonzero, std }) => {
            const target = new Float32Array(sizeOf(tensor.shape));
            const noise = normalNoise(stream, target.length, std);
            const { units, terms, index } = incoming(tensor);
            const count = Math.min(terms, Math.round(nonzero));
            for (let unit = 0; unit < units; unit++) {
                const order = permutation(at(stream, unit), terms);
                for (let k = 0; k < count; k++) {
                    const element = index(unit, order[k]);
                    target[element] = noise[element];
                }
            }
            return target;
        },
    }),
});
