/** The methods that scale noise by a layer's fans: LeCun's, Glorot's and He's. */

import type { Initializer, InitializerOptions, NumberOption } from "../initializer.js";
import { byRole } from "../parts/by-role.js";
import { type VarianceScaling, varianceScaling } from "../parts/variance-scaling.js";
import { glorot2010, he2015, klambauer2017, lecun1998, patel2019 } from "../references.js";

/** A method that is variance scaling at a point, which may depend on its options. */
function scaling(how: VarianceScaling | ((options: InitializerOptions) => VarianceScaling)): Initializer["initialize"] {
  return byRole({
    kernel: (stream, tensor, options) =>
      varianceScaling(stream, tensor, typeof how === "function" ? how(options) : how),
  });
}

const truncationDiffers =
  "Keras's and JAX's normal of this name is truncated at ±2σ and stretched to the same variance; here, as in PyTorch, it is not truncated.";
const fanOutDiffers =
  "For grouped, strided and transposed convolutions the true fans are used; PyTorch and Keras take fanOut too large by the groups and swap the fans of transposed convolutions.";

/** The 2019 paper's Xavier. */
export const xavierFanIn: Initializer = {
  name: "xavier-fan-in",
  title: "Xavier by fan in",
  formula: "W ~ N(0, 1 / fanIn)",
  summary:
    "The 2019 paper's Xavier: keeps the variance of signals through linear layers, halves it through ReLU layers.",
  references: [patel2019],
  aliases: ["patel2019/xavier"],
  caveats: ["Through ReLU layers the second moment falls by a half per layer."],
  differences: [
    "Glorot and Bengio's own variance is 2 / (fanIn + fanOut): glorot-normal. What the paper calls Xavier is LeCun's: the same numbers as lecun-normal.",
  ],
  initialize: scaling({ scale: 1, mode: "fanIn", distribution: "normal" }),
};

const slope: Readonly<Record<string, NumberOption>> = {
  negativeSlope: {
    default: 0,
    low: 0,
    high: 1,
    meaning: "slope a of a leaky ReLU: the variance is 2 / ((1 + a²) fanIn)",
  },
};
const heScale = ({ negativeSlope: a }: InitializerOptions): number => 2 / (1 + Number(a) * Number(a));

export const he: Initializer = {
  name: "he",
  title: "He normal",
  formula: "W ~ N(0, 2 / fanIn)",
  summary: "Keeps the second moment of signals constant through ReLU layers of any depth.",
  references: [{ ...he2015, where: "eq. 10, with a slope eq. 15" }, patel2019],
  aliases: ["he-normal", "kaiming-normal"],
  options: slope,
  caveats: [
    "Residual networks without normalization grow by a factor of 2 per block in variance.",
    "Derived for ReLU: too large for linear, tanh and SELU layers.",
  ],
  differences: [
    truncationDiffers,
    "PyTorch's kaiming_normal_ defaults to this; Keras before 2018 truncated without stretching (variance 0.774 of nominal).",
  ],
  initialize: scaling((options) => ({ scale: heScale(options), mode: "fanIn", distribution: "normal" })),
};

export const heUniform: Initializer = {
  name: "he-uniform",
  title: "He uniform",
  formula: "W ~ U(±√(6 / fanIn))",
  summary: "He's variance from a bounded distribution.",
  references: [{ ...he2015, where: "eq. 10, with a slope eq. 15" }],
  aliases: ["kaiming-uniform"],
  options: slope,
  caveats: ["Derived for ReLU: too large for linear, tanh and SELU layers."],
  differences: [
    "PyTorch's layers call kaiming_uniform_ with a = √5, which is U(±1/√fanIn), a sixth of this variance: pytorch-default.",
  ],
  initialize: scaling((options) => ({ scale: heScale(options), mode: "fanIn", distribution: "uniform" })),
};

export const glorotNormal: Initializer = {
  name: "glorot-normal",
  title: "Glorot normal",
  formula: "W ~ N(0, 2 / (fanIn + fanOut))",
  summary:
    "The compromise between keeping signals and keeping gradients, for layers that are linear around zero (tanh).",
  references: [{ ...glorot2010, where: "eq. 12" }],
  aliases: ["xavier-normal"],
  caveats: ["Through ReLU layers of equal width the second moment falls by a half per layer."],
  differences: [
    truncationDiffers,
    fanOutDiffers,
    "PyTorch takes the fan out of a fused query-key-value kernel as a whole, which halves its variance (pytorch#166378); here each projection has its own.",
  ],
  initialize: scaling({ scale: 1, mode: "fanAverage", distribution: "normal" }),
};

export const glorotUniform: Initializer = {
  name: "glorot-uniform",
  title: "Glorot uniform",
  formula: "W ~ U(±√(6 / (fanIn + fanOut)))",
  summary: "Glorot and Bengio's normalized initialization, as they gave it; the default of Keras.",
  references: [{ ...glorot2010, where: "eq. 16" }],
  aliases: ["xavier-uniform"],
  caveats: ["Through ReLU layers of equal width the second moment falls by a half per layer."],
  differences: [fanOutDiffers],
  initialize: scaling({ scale: 1, mode: "fanAverage", distribution: "uniform" }),
};

export const lecunNormal: Initializer = {
  name: "lecun-normal",
  title: "LeCun normal",
  formula: "W ~ N(0, 1 / fanIn)",
  summary: "Keeps the variance of signals through linear layers; the one to use with SELU.",
  references: [{ ...lecun1998, where: "§4.6" }, klambauer2017],
  caveats: ["Through ReLU layers the second moment falls by a half per layer."],
  differences: [truncationDiffers, "The 2019 paper calls this variance Xavier: xavier-fan-in gives the same numbers."],
  initialize: scaling({ scale: 1, mode: "fanIn", distribution: "normal" }),
};

export const lecunUniform: Initializer = {
  name: "lecun-uniform",
  title: "LeCun uniform",
  formula: "W ~ U(±√(3 / fanIn))",
  summary: "LeCun's variance from a bounded distribution.",
  references: [{ ...lecun1998, where: "§4.6" }],
  caveats: ["Through ReLU layers the second moment falls by a half per layer."],
  initialize: scaling({ scale: 1, mode: "fanIn", distribution: "uniform" }),
};
