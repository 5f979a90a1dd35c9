/**
 * Maximal update parametrization: initial sizes and learning rates with which wide networks learn
 * like narrow ones.
 */
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../../graph/tensor.js";
import { fans } from "../../../network/fans.js";
import { choice, real } from "../../../options.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { normalNoise } from "../../parts/noise.js";
import { yang2021 } from "../../references.js";
import { learningRateMultipliers } from "./mup-learning-rates.js";
/** μP (Yang and others 2021, Table 3). */
export const mup = defineInitializer({
    name: "mup",
    title: "μP",
    formula: "W ~ N(0, scale / fanIn), the head N(0, head² · scale · baseWidth / fanIn²), embeddings N(0, 1)",
    summary: "Keeps the size of every layer's updates independent of the width, with a learning rate per tensor: a rate tuned on a narrow network holds for a wide one.",
    references: [{ ...yang2021, where: "Table 3" }],
    options: {
        scale: real(1, 0, 100, "numerator of the kernels' variance: 2 keeps signals through ReLU layers"),
        baseWidth: real(64, 1, 1e6, "fanIn at which the head starts like any other layer: the width that the learning rate was tuned at"),
        head: real(1, 0, 100, "factor on the head's standard deviation; 0, which the paper recommends, starts it at zero"),
        rates: choice("per-tensor", ["per-tensor", "equal"], "how training multiplies the learning rate: for each tensor by the method's rule, or not at all"),
    },
    caveats: [
        "Half of the method is its learning rates. `compare` trains with them; files of weights cannot hold them (`learningRateMultipliers` computes them). Without them, `rates=equal`, it is LeCun's initialization with a small head.",
        "There are rules for gradient descent, with or without momentum, and for Adam, AdamW and RMSprop, whose steps do not grow with the gradient. Adadelta has none: it sets the size of its steps itself. AdamW's decay keeps the plain rate.",
        "The third part of the method, attention scores divided by the depth of a head instead of its root, belongs to the architecture, and selfAttention does not have it.",
        "All widths are compared with one base width, so a layer twice as wide as the others gets a factor for that. Pass the tensors of the base network (`base`) to remove it.",
    ],
    differences: [
        "Microsoft's mup package rescales any initialization of a layer by the ratio of its width to that of a base network; the dependence on width is the same.",
    ],
    initialize: byRole({
        kernel: (stream, tensor, { scale, baseWidth, head }) => {
            const { fanIn } = fans(tensor);
            const std = Math.sqrt(scale / fanIn);
            const factor = tensor.role.head ? head * Math.sqrt(baseWidth / fanIn) : 1;
            return normalNoise(stream, sizeOf(tensor.shape), std * factor);
        },
        embedding: (stream, { shape }) => normalNoise(stream, sizeOf(shape), 1),
    }),
    learningRateMultipliers: (tensors, optimizer, { rates, baseWidth }) => rates === "equal" ? {} : learningRateMultipliers(tensors, { optimizer: ruleFor(optimizer), baseWidth }),
});
function ruleFor(optimizer) {
    if (optimizer === "adadelta") {
        throw new InputError('Initializer "mup" has no learning rates for adadelta, which sets the size of its steps itself. ' +
            "Train with sgd, adam, adamw or rmsprop (--optimizer adam --lr 0.001), or take its weights alone: mup:rates=equal.");
    }
    return optimizer === "sgd" ? "sgd" : "adam";
}
