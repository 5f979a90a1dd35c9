/** Random walk initialization: the logarithm of the gradient's length has no drift. */
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../../graph/tensor.js";
import { fans } from "../../../network/fans.js";
import { exp } from "../../../random/elementary.js";
import { rounded } from "../../../signal/index.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { normalNoise } from "../../parts/noise.js";
/** g by the activation after the layer: the paper's eq. 13, and its fit for ReLU. */
const gains = {
    linear: (n) => exp(1 / (2 * n)),
    softmax: (n) => exp(1 / (2 * n)),
    relu: (n) => Math.SQRT2 * exp(1.2 / (Math.max(n, 6) - 2.4)),
};
/** Sussillo and Abbott 2014. */
export const randomWalk = defineInitializer({
    name: "random-walk",
    title: "Random walk",
    formula: "W ~ N(0, g² / fanIn); linear g = exp(1 / 2N), ReLU g = √2 exp(1.2 / (max(N, 6) − 2.4)); N = fanIn",
    summary: "Keeps the mean logarithm of the gradient's length constant over many layers, not its mean square.",
    references: [
        {
            authors: "D. Sussillo, L. F. Abbott",
            year: 2014,
            title: "Random Walk Initialization for Training Very Deep Feedforward Networks",
            link: "https://arxiv.org/abs/1412.6558",
        },
    ],
    caveats: [
        "For linear and ReLU layers only: for other activations the paper finds g by measurement.",
        "All layers of the paper have one width N; here N is each kernel's fanIn.",
        "Only the drift of the logarithm is removed; its spread still grows with depth.",
    ],
    initialize: byRole({
        kernel: (stream, tensor) => {
            const { activation = "linear" } = tensor.role;
            const { fanIn } = fans(tensor);
            const gain = Object.hasOwn(gains, activation) ? gains[activation] : undefined;
            if (gain === undefined) {
                throw new InputError(`random-walk: tensor "${tensor.name}" goes through ${activation}; the paper gives g for linear and relu only. activation-aware serves any activation.`);
            }
            return normalNoise(stream, sizeOf(tensor.shape), rounded(gain(fanIn)) / Math.sqrt(fanIn));
        },
    }),
});
