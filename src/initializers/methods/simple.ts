/** Zero, and noise of one size for every layer: what a fan-aware method is measured against. */
import { sizeOf } from "../../graph/tensor.js";
import type { Initializer } from "../initializer.js";
import { byRole, constant } from "../parts/by-role.js";
import { normalNoise } from "../parts/noise.js";
import { patel2019 } from "../references.js";

/** All kernels zero. */
export const zero: Initializer = {
  name: "zero",
  title: "Zero",
  formula: "W = 0",
  summary: "Shows what symmetry costs: a network with hidden layers learns no more than its majority class.",
  references: [patel2019],
  aliases: ["zeros"],
  caveats: [
    "With ReLU, tanh or any activation with f(0) = 0 all kernels' gradients stay exactly 0: only the output biases learn, and the network predicts the majority class.",
    "With f(0) ≠ 0 (sigmoid, softplus) it learns, but all units of a layer stay identical: the network is one unit wide.",
    "Without hidden layers it is a fine choice: softmax regression is convex.",
  ],
  initialize: byRole({ kernel: constant(0) }),
};

/** N(0, std²) for every kernel, by default the paper's 0.01. */
export const random: Initializer = {
  name: "random",
  title: "Small random normal",
  formula: "W ~ N(0, 0.01²)",
  summary: "Breaks the symmetry at one size for all layers, whatever their fans: signals fade in deep networks.",
  references: [patel2019],
  options: { std: { default: 0.01, low: 0, high: 100, meaning: "standard deviation of the kernels" } },
  caveats: [
    "Signals shrink by std · √(fanIn / 2) per ReLU layer: by 0.11 at fanIn 256, so that a deep network starts out silent.",
    "At fanIn = 10,000 it is Xavier's fan-in form, which is why the two look alike on networks with one large dense layer.",
  ],
  differences: [
    "The 2019 paper's text says standard deviation one, its equation has the factor 0.01; see standard-normal.",
  ],
  initialize: byRole({ kernel: (stream, { shape }, { std }) => normalNoise(stream, sizeOf(shape), std as number) }),
};

/** N(0, 1) for every kernel. */
export const standardNormal: Initializer = {
  name: "standard-normal",
  title: "Standard normal",
  formula: "W ~ N(0, 1)",
  summary:
    "What the 2019 paper's text calls random: signals grow by √(fanIn / 2) per ReLU layer, sigmoid and tanh saturate.",
  references: [patel2019],
  caveats: ["In deep ReLU networks the first losses are astronomical or not finite."],
  differences: ["PyTorch's `normal_` has this default; Keras's RandomNormal means std 0.05, JAX's normal 0.01."],
  initialize: byRole({ kernel: (stream, { shape }) => normalNoise(stream, sizeOf(shape), 1) }),
};
