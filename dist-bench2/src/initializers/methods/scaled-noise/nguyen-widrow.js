/** Nguyen and Widrow's method: one norm for the incoming weights of every unit. */
import { sizeOf } from "../../../graph/tensor.js";
import { incoming } from "../../../network/fans.js";
import { exp, log } from "../../../random/elementary.js";
import { rounded } from "../../../signal/index.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { uniformNoise } from "../../parts/noise.js";
/** β = 0.7 H^(1/I). */
function unitNorm(kernel) {
    const { units, terms } = incoming(kernel);
    return rounded(0.7 * exp(log(units) / terms));
}
/** Nguyen and Widrow 1990. */
export const nguyenWidrow = defineInitializer({
    name: "nguyen-widrow",
    title: "Nguyen–Widrow",
    formula: "w ~ U(−½, ½) per unit, scaled to |w| = β = 0.7 H^(1/I); b ~ U(−β, β); H units of I inputs each",
    summary: "Spreads the active regions of a layer's units over its input space; made for tanh networks with few inputs.",
    references: [
        {
            authors: "D. Nguyen, B. Widrow",
            year: 1990,
            title: "Improving the learning speed of 2-layer neural networks by choosing initial values of the adaptive weights",
            link: "https://doi.org/10.1109/IJCNN.1990.137819",
        },
    ],
    caveats: [
        "Made for inputs within ±1 and one hidden layer. In deep networks signals shrink: each unit's weights have norm 0.7 to about 1, whatever the fan, and ReLU needs √2.",
    ],
    differences: [
        "The paper does not treat convolutions. Here their units are the output channels, and a unit's inputs are those of its window: I = fanIn.",
        "MATLAB's initnw spaces the biases evenly; here they are drawn, as in the paper.",
    ],
    initialize: byRole({
        kernel: (stream, tensor) => {
            const target = uniformNoise(stream, sizeOf(tensor.shape), 0.5);
            const { units, terms, index } = incoming(tensor);
            const norm = unitNorm(tensor);
            for (let unit = 0; unit < units; unit++) {
                let squares = 0;
                for (let t = 0; t < terms; t++)
                    squares += target[index(unit, t)] * target[index(unit, t)];
                const scale = norm / Math.sqrt(squares);
                for (let t = 0; t < terms; t++)
                    target[index(unit, t)] = scale * target[index(unit, t)];
            }
            return target;
        },
        bias: (stream, { name, shape, role }) => role.kernel === undefined
            ? new Float32Array(sizeOf(shape))
            : uniformNoise(stream, sizeOf(shape), unitNorm({ name, ...role.kernel })),
    }),
});
