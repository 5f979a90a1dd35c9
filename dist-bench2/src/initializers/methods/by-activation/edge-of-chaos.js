/** The edge of chaos of mean-field theory. */
import { sizeOf } from "../../../graph/tensor.js";
import { activationAfter } from "../../../network/activations/index.js";
import { fans } from "../../../network/fans.js";
import { real } from "../../../options.js";
import { criticalPoint, rounded } from "../../../signal/index.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { normalNoise } from "../../parts/noise.js";
import { remember } from "../../parts/remember.js";
import { forTensor } from "./for-tensor.js";
/** A critical point costs about 1 ms. */
const pointOf = remember((activation, qStar) => {
    const { sigmaW, sigmaB } = criticalPoint(activation, { qStar });
    return { sigmaW: rounded(sigmaW), sigmaB: rounded(sigmaB) };
});
function critical(tensor, qStar) {
    return forTensor(tensor, () => pointOf(activationAfter(tensor.role), qStar));
}
/** Poole and others 2016, Schoenholz and others 2017. */
export const edgeOfChaos = defineInitializer({
    name: "edge-of-chaos",
    title: "Edge of chaos",
    formula: "W ~ N(0, σ_w² / fanIn), b ~ N(0, σ_b²); σ_w² E φ′(√q* z)² = 1, σ_b² = q* − σ_w² E φ(√q* z)²",
    summary: "Different inputs neither become alike nor chaotic: gradients keep their size at any depth, for the layer's activation.",
    references: [
        {
            authors: "B. Poole, S. Lahiri, M. Raghu, J. Sohl-Dickstein, S. Ganguli",
            year: 2016,
            title: "Exponential expressivity in deep neural networks through transient chaos",
            link: "https://arxiv.org/abs/1606.05340",
        },
        {
            authors: "S. S. Schoenholz, J. Gilmer, S. Ganguli, J. Sohl-Dickstein",
            year: 2017,
            title: "Deep Information Propagation",
            link: "https://arxiv.org/abs/1611.01232",
        },
        {
            authors: "S. Hayou, A. Doucet, J. Rousseau",
            year: 2019,
            title: "On the Impact of the Activation Function on Deep Neural Networks Training",
            link: "https://arxiv.org/abs/1902.06853",
        },
    ],
    aliases: ["critical"],
    options: {
        qStar: real(0.5, 1e-4, 1000, "variance q* of the pre-activations, which selects the point on the critical line"),
    },
    caveats: [
        "For ReLU and leaky ReLU every q* gives the same point: `he`, with biases 0. Layers without activation get σ_w = 1.",
        "A small q* makes tanh nearly linear, so that deeper networks train; q* = 0.57 is the published (σ_w², σ_b²) = (1.76, 0.05).",
        "Sigmoid and softplus have no such point for q* of usual size, and step has none at all: an error says so.",
        "For GELU, SiLU and Mish the variance q* is unstable: at q* = 0.5 the error of a variance grows by a factor of 1.03 to 1.10 per layer, so data of variance 1 moves away from q*. With tanh, ELU and SELU the variance returns to q*.",
        "It holds in the limit of wide layers, and for networks without normalization or shortcuts.",
    ],
    initialize: byRole({
        kernel: (stream, tensor, { qStar }) => normalNoise(stream, sizeOf(tensor.shape), critical(tensor, qStar).sigmaW / Math.sqrt(fans(tensor).fanIn)),
        bias: (stream, tensor, { qStar }) => normalNoise(stream, sizeOf(tensor.shape), critical(tensor, qStar).sigmaB),
    }),
});
