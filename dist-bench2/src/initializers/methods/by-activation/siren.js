/** SIREN: networks of sines. */
import { sizeOf } from "../../../graph/tensor.js";
import { fans } from "../../../network/fans.js";
import { choice, real } from "../../../options.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { uniformNoise } from "../../parts/noise.js";
/** Sitzmann and others 2020, section 3.2. */
export const siren = defineInitializer({
    name: "siren",
    title: "SIREN",
    formula: "first layer W ~ U(±1 / fanIn); others W ~ U(±√(6 / fanIn) / ω₀)",
    summary: "For networks of sin(ω₀ (W x + b)): the pre-activations ω₀ W x stay standard normal in every layer.",
    references: [
        {
            authors: "V. Sitzmann, J. N. P. Martel, A. W. Bergman, D. B. Lindell, G. Wetzstein",
            year: 2020,
            title: "Implicit Neural Representations with Periodic Activation Functions",
            link: "https://arxiv.org/abs/2006.09661",
            where: "§3.2",
        },
    ],
    options: {
        omega0: real(30, 0.01, 1e4, "the frequency ω₀"),
        carrier: choice("layer", ["layer", "weights"], "what multiplies by ω₀: layers that compute sin(ω₀ W x), or plain sin(W x) layers with weights ω₀ times as large"),
    },
    caveats: [
        "For layers that compute plain sin(W x), as this library's activation sin, choose carrier=weights; gradients are then ω₀² times smaller than the paper's relative to the weights, so learning rates differ.",
        "The tensor's role says which layer is the first.",
        "The last layer is linear and has the same bound as the others, as in the authors' code.",
    ],
    differences: ["The authors' code leaves biases at PyTorch's default, U(±1/√fanIn); here they are 0."],
    initialize: byRole({
        kernel: (stream, tensor, { omega0, carrier }) => {
            const { fanIn } = fans(tensor);
            const { first, head } = tensor.role;
            const bound = first ? 1 / fanIn : Math.sqrt(6 / fanIn) / omega0;
            const factor = carrier === "weights" && !head ? omega0 : 1;
            return uniformNoise(stream, sizeOf(tensor.shape), bound * factor);
        },
    }),
});
