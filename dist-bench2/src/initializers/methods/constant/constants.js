/** Methods that set every element of every kernel to one number. */
import { sizeOf } from "../../../graph/tensor.js";
import { real } from "../../../options.js";
import { defineInitializer } from "../../initializer.js";
import { byRole, constant as filled } from "../../parts/by-role.js";
import { patel2019, pytorchInit } from "../../references.js";
const symmetry = "All units of a layer compute the same and get the same gradient: the network stays one unit wide for ever.";
/** All kernels zero. */
export const zero = defineInitializer({
    name: "zero",
    title: "Zero",
    formula: "W = 0",
    summary: "Shows what symmetry costs: a network with hidden layers only learns to predict its majority class.",
    references: [patel2019],
    aliases: ["zeros"],
    caveats: [
        "With ReLU, tanh or any activation with f(0) = 0 the gradients of all kernels stay exactly 0: only the output biases learn, and the network predicts the majority class.",
        "With f(0) ≠ 0 (sigmoid, softplus) it learns, but all units of a layer stay identical: the network is one unit wide.",
        "Without hidden layers it is a good choice: softmax regression is convex.",
    ],
    initialize: byRole({ kernel: filled(0) }),
});
/** All kernels one. */
export const ones = defineInitializer({
    name: "ones",
    title: "Ones",
    formula: "W = 1",
    summary: "Sets all kernels to one: a check of the code, not a way to train.",
    references: [pytorchInit("torch.nn.init.ones_")],
    caveats: [symmetry, "Signals grow by a factor of fanIn per layer."],
    initialize: byRole({ kernel: filled(1) }),
});
/** All kernels one number. */
export const constant = defineInitializer({
    name: "constant",
    title: "Constant",
    formula: "W = value",
    summary: "Sets all kernels to one number: shows what symmetry costs at any scale.",
    references: [pytorchInit("torch.nn.init.constant_")],
    options: { value: real(0.01, -1e6, 1e6, "every element of every kernel") },
    caveats: [symmetry],
    initialize: byRole({
        kernel: (_stream, { shape }, { value }) => new Float32Array(sizeOf(shape)).fill(value),
    }),
});
