/** The gain of the activation after each layer. */
import { sizeOf } from "../../../graph/tensor.js";
import { activationAfter } from "../../../network/activations/index.js";
import { fans } from "../../../network/fans.js";
import { choice } from "../../../options.js";
import { fixedPointGain, gain, nameOf, pytorchGain, rounded } from "../../../signal/index.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { normalNoise } from "../../parts/noise.js";
import { remember } from "../../parts/remember.js";
import { he2015 } from "../../references.js";
import { forTensor } from "./for-tensor.js";
/**
 * A fixed point costs thousands of evaluations of the activation: about 10 ms. Bounded activations,
 * whose E φ(g z)² stays below 1 for every g, get the unit gain.
 */
const gainOf = remember((activation, kind) => {
    if (kind === "pytorch")
        return rounded(pytorchGain(typeof activation === "string" ? activation : nameOf(activation)));
    return rounded(kind === "unit" ? gain(activation) : (fixedPointGain(activation) ?? gain(activation)));
});
/** He's idea for any activation. */
export const activationAware = defineInitializer({
    name: "activation-aware",
    title: "Gain of the layer's activation",
    formula: "W ~ N(0, g(φ)² / fanIn), φ the activation after the layer, E φ(g z)² = 1",
    summary: "He's idea for any activation: the second moment of every layer's outputs stays 1.",
    references: [
        { ...he2015, where: "§2.2, for ReLU" },
        {
            authors: "G. Bingham, R. Miikkulainen",
            year: 2023,
            title: "AutoInit: Analytic Signal-Preserving Weight Initialization for Neural Networks",
            link: "https://arxiv.org/abs/2109.08958",
            where: "the idea; the gains are computed here",
        },
    ],
    aliases: ["gain-scaled"],
    options: {
        gain: choice("fixed-point", ["fixed-point", "unit", "pytorch"], "g with E φ(g z)² = 1, 1 / √E φ(z)², or PyTorch's calculate_gain"),
    },
    caveats: [
        "Bounded activations (tanh, sigmoid, sin, step) have no fixed point: they get the unit gain, and the second moment of their outputs settles below 1.",
        "For ReLU it is `he`, for SELU `lecun-normal`; a layer without activation gets gain 1, where `he` has √2.",
        "Gradients shrink or grow by the backward factor per layer: 1.04 to 1.07 for ELU, SELU, GELU, SiLU and Mish.",
    ],
    differences: [
        "PyTorch's calculate_gain has six activations, with 5/3 for tanh, 1 for sigmoid and 3/4 for SELU; it refuses others, and so does gain=pytorch here.",
    ],
    initialize: byRole({
        kernel: (stream, tensor, options) => {
            const factor = forTensor(tensor, () => gainOf(activationAfter(tensor.role), options.gain));
            return normalNoise(stream, sizeOf(tensor.shape), factor / Math.sqrt(fans(tensor).fanIn));
        },
    }),
});
