/**
 * Residual networks that start as their skip path: by a norm, a learned scalar, or the layers of
 * the branch.
 */
import { real } from "../../../options.js";
import { rounded } from "../../../signal/index.js";
import { defineInitializer } from "../../initializer.js";
import { byRole, constant } from "../../parts/by-role.js";
import { varianceScaling } from "../../parts/variance-scaling.js";
import { bachlechner2021, de2020, glorot2010, goyal2017, he2015, zhang2019 } from "../../references.js";
const heKernel = (stream, tensor) => varianceScaling(stream, tensor, { scale: 2, mode: "fanIn", distribution: "normal" });
const zeros = constant(0);
/** Zero γ (Goyal and others 2017, section 5.1). */
export const zeroGamma = defineInitializer({
    name: "zero-gamma",
    title: "Zero γ",
    formula: "γ = 0 in the last norm of each residual branch, W ~ N(0, 2 / fanIn)",
    summary: "Silences every residual branch at the start with the scale of its last normalization: the network begins as its skip path.",
    references: [{ ...goyal2017, where: "§5.1" }, he2015],
    requires: "norms at the ends of branches",
    caveats: [
        "Networks whose norms come before the layers of a branch (pre-activation networks, vision transformers) have no such norm and are refused.",
        "At the first step only γ has a gradient in each branch; the kernels learn from the second step on.",
    ],
    differences: [
        "Torchvision's models have it as zero_init_residual, off by default, with He normal kernels by fanOut; here they are He normal by fanIn.",
    ],
    initialize: byRole({
        kernel: heKernel,
        "norm-scale": (stream, tensor, options) => constant(tensor.role.residual?.last ? 0 : 1)(stream, tensor, options),
    }),
});
/**
 * L^(−1 / (2m − 2)): the factor on each of the m − 1 layers of a branch before its last. With it,
 * an SGD update moves the output of L branches by an amount that does not depend on L.
 */
export function fixupFactor(branches, layers) {
    return rounded(branches ** (-1 / (2 * layers - 2)));
}
/** Fixup (Zhang, Dauphin and Ma 2019, section 3). */
export const fixup = defineInitializer({
    name: "fixup",
    title: "Fixup",
    formula: "W ~ N(0, 2 / fanIn) · L^(−1 / (2m − 2)) in branches of m layers, 0 in their last layer and in the head",
    summary: "Trains residual networks of any depth without normalization: branches start silent and grow at a rate that does not depend on their number L.",
    references: [{ ...zhang2019, where: "§3" }],
    requires: "residual branches",
    caveats: [
        "The paper's network also has a scalar bias before each layer and activation of a branch, and a scalar multiplier at its end. They belong to the architecture: resnet20:norm=scale has the multiplier (it starts at 1), and biases per channel instead of scalar ones.",
        "With normalization in the branches the factor has no effect, and `zero-gamma` is simpler.",
        "The head starts at 0: the first loss is exactly that of equal probabilities, and in the first step only the head learns.",
    ],
    differences: [
        "The authors' CIFAR code uses He's variance by fanOut for the first layers of branches, as the paper's “standard method”; here it is by fanIn.",
    ],
    initialize: byRole({
        kernel: (stream, tensor, options) => {
            const { residual, head } = tensor.role;
            if (head || residual?.last)
                return zeros(stream, tensor, options);
            const factor = residual === undefined ? 1 : fixupFactor(residual.branches, residual.layers);
            return varianceScaling(stream, tensor, { scale: 2 * factor * factor, mode: "fanIn", distribution: "normal" });
        },
    }),
});
/** SkipInit (De and Smith 2020). */
export const skipInit = defineInitializer({
    name: "skipinit",
    title: "SkipInit",
    formula: "α = 0 in x + α f(x), W ~ N(0, 2 / fanIn)",
    summary: "A learned scalar at the end of each branch starts at 0: it has the effect that makes batch normalization train deep residual networks.",
    references: [de2020, he2015],
    requires: "residual scales",
    options: {
        alpha: real(0, 0, 1, "the scalars at the start: 0, or at most 1/√(number of branches), as the paper allows"),
    },
    caveats: [
        "The scalars are part of the network: resnet20:norm=scale has them; a network without them is refused.",
        "At the first step only the scalars have a gradient in each branch.",
    ],
    initialize: byRole({
        kernel: heKernel,
        "residual-scale": (stream, tensor, options) => constant(options.alpha)(stream, tensor, options),
    }),
});
/** ReZero (Bachlechner and others 2021). */
export const rezero = defineInitializer({
    name: "rezero",
    title: "ReZero",
    formula: "α = 0 in x + α f(x), W ~ U(±√(6 / (fanIn + fanOut)))",
    summary: "The scalar of `skipinit`, proposed for transformers and dense networks: each layer starts as the identity, without normalization.",
    references: [bachlechner2021, glorot2010],
    requires: "residual scales",
    caveats: [
        "The scalars are part of the network: a network without them is refused.",
        "At the first step only the scalars have a gradient in each branch.",
    ],
    differences: [
        "The method is about the scalars, which are those of `skipinit`. The kernels are Glorot uniform here and He normal in `skipinit`.",
    ],
    initialize: byRole({
        kernel: (stream, tensor) => varianceScaling(stream, tensor, { scale: 1, mode: "fanAverage", distribution: "uniform" }),
        "residual-scale": zeros,
    }),
});
