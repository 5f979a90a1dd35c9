/** IDInit: a repeated identity. */
import { sizeOf } from "../../../graph/tensor.js";
import { real } from "../../../options.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { centredBlocks } from "./centred-blocks.js";
/** IDInit (Pan and others 2025). */
export const idInit = defineInitializer({
    name: "idinit",
    title: "IDInit",
    formula: "W[i, j] = τ where i ≡ j modulo the shorter side, else 0; the last layer of a residual branch with ε for τ",
    summary: "Repeats the identity until it fills the longer side; residual branches end in almost zero.",
    references: [
        {
            authors: "Y. Pan, C. Wang, Z. Wu, Q. Wang, M. Zhang, Z. Xu",
            year: 2025,
            title: "IDInit: A Universal and Stable Initialization Method for Neural Network Training",
            link: "https://arxiv.org/abs/2503.04626",
        },
    ],
    options: {
        tau: real(1, 0, 100, "factor τ on the identity"),
        epsilon: real(1e-6, 0, 1, "ε, in place of τ where a residual branch ends"),
    },
    caveats: [
        "All seeds give the same weights.",
        "From the paper's abstract and summaries of it: the repeated identity, separate patches, τ = 1 and ε = 10⁻⁶. Our choice: a convolution's matrix is [out, in · window], so that outputs take inputs at different positions of the window; and the end of a branch is the same matrix with ε.",
        "Summaries of the paper mention a slightly loosened identity, and momentum that makes it converge; here nothing is added to the identity.",
    ],
    initialize: byRole({
        kernel: (_stream, tensor, { tau, epsilon }) => {
            const value = tensor.role.residual?.last ? epsilon : tau;
            const { blocks, rows, columns, positions } = centredBlocks(tensor);
            const width = columns * positions;
            const period = Math.min(rows, width);
            const target = new Float32Array(sizeOf(tensor.shape));
            for (let row = 0; row < blocks * rows; row++) {
                for (let column = (row % rows) % period; column < width; column += period) {
                    target[row * width + column] = value;
                }
            }
            return target;
        },
    }),
});
