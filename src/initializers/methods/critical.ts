/** Methods that go by the activation after each layer: its gain, and the edge of chaos. */
import { InputError } from "../../errors.js";
import { sizeOf } from "../../graph/tensor.js";
import { activationAfter } from "../../network/activations/index.js";
import { fans } from "../../network/fans.js";
import type { TensorSpecification } from "../../network/parameter.js";
import {
  type ActivationLike,
  criticalPoint,
  fixedPointGain,
  gain,
  nameOf,
  pytorchGain,
  rounded,
} from "../../signal/index.js";
import type { Initializer } from "../initializer.js";
import { byRole } from "../parts/by-role.js";
import { normalNoise } from "../parts/noise.js";
import { he2015 } from "../references.js";

/** Numbers that cost thousands of evaluations, by activation and by what is computed of it. */
const numbersOfNames = new Map<string, Map<string, number>>();
const numbersOfObjects = new WeakMap<object, Map<string, number>>();

function numbersOf(activation: string | object): Map<string, number> {
  const numbers = new Map<string, number>();
  if (typeof activation === "string") {
    const present = numbersOfNames.get(activation);
    if (present === undefined) numbersOfNames.set(activation, numbers);
    return present ?? numbers;
  }
  const present = numbersOfObjects.get(activation);
  if (present === undefined) numbersOfObjects.set(activation, numbers);
  return present ?? numbers;
}

/** `compute` of the activation after the tensor's layer, to 10 digits. */
function remembered(
  what: string,
  { name, role }: TensorSpecification,
  compute: (activation: ActivationLike) => number,
): number {
  const activation = activationAfter(role);
  const numbers = numbersOf(activation);
  let value = numbers.get(what);
  if (value === undefined) {
    try {
      value = rounded(compute(activation));
    } catch (error) {
      throw error instanceof InputError ? new InputError(`Tensor "${name}": ${error.message}`) : error;
    }
    numbers.set(what, value);
  }
  return value;
}

/** Bounded activations, whose E φ(g z)² never rises to 1, get the unit gain. */
function gainOf(kind: string, activation: ActivationLike): number {
  if (kind === "fixed-point") return fixedPointGain(activation) ?? gain(activation);
  if (kind === "unit") return gain(activation);
  return pytorchGain(typeof activation === "string" ? activation : nameOf(activation));
}

export const activationAware: Initializer = {
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
    gain: {
      default: "fixed-point",
      names: ["fixed-point", "unit", "pytorch"],
      meaning: "g with E φ(g z)² = 1, 1 / √E φ(z)², or PyTorch's calculate_gain",
    },
  },
  caveats: [
    "Bounded activations (tanh, sigmoid, sin, step) have no fixed point: they get the unit gain, and outputs settle below 1.",
    "For ReLU it is he, for SELU lecun-normal; a layer without activation gets gain 1, where he gives √2.",
    "Gradients shrink or grow by the backward factor per layer: 1.04 to 1.07 for ELU, SELU, GELU, SiLU and Mish.",
  ],
  differences: [
    "PyTorch's calculate_gain knows six activations and takes tanh as 5/3, sigmoid as 1, SELU as 3/4; others are refused there, and here with gain=pytorch.",
  ],
  initialize: byRole({
    kernel: (stream, tensor, options) => {
      const kind = String(options.gain);
      const factor = remembered(`${kind} gain`, tensor, (activation) => gainOf(kind, activation));
      return normalNoise(stream, sizeOf(tensor.shape), factor / Math.sqrt(fans(tensor).fanIn));
    },
  }),
};

export const edgeOfChaos: Initializer = {
  name: "edge-of-chaos",
  title: "Edge of chaos",
  formula: "W ~ N(0, σ_w² / fanIn), b ~ N(0, σ_b²); σ_w² E φ′(√q* z)² = 1, σ_b² = q* − σ_w² E φ(√q* z)²",
  summary:
    "Neither forgets inputs nor tears them apart: gradients keep their size at any depth, for the layer's activation.",
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
    qStar: {
      default: 0.5,
      low: 1e-4,
      high: 1000,
      meaning: "variance q* of the pre-activations that is kept: names the point on the critical line",
    },
  },
  caveats: [
    "For ReLU and leaky ReLU the point is the same for every q*: he, with biases 0. Layers without activation get σ_w = 1.",
    "Small q* makes tanh nearly linear, which lets deeper networks train; q* = 0.57 is the published (σ_w², σ_b²) = (1.76, 0.05).",
    "Sigmoid and softplus have no such point for q* of usual size, step has none at all: an error says so.",
    "For GELU, SiLU and Mish the kept variance is unstable: at q* = 0.5 a variance off by a factor is off by 1.03 to 1.10 times as much after each layer, so data of variance 1 leaves it. tanh, ELU and SELU come back to q*.",
    "Holds in the limit of wide layers, and for networks without normalization or shortcuts.",
  ],
  initialize: byRole({
    kernel: (stream, tensor, options) =>
      normalNoise(
        stream,
        sizeOf(tensor.shape),
        critical("sigmaW", tensor, Number(options.qStar)) / Math.sqrt(fans(tensor).fanIn),
      ),
    bias: (stream, tensor, options) =>
      normalNoise(stream, sizeOf(tensor.shape), critical("sigmaB", tensor, Number(options.qStar))),
  }),
};

function critical(which: "sigmaW" | "sigmaB", tensor: TensorSpecification, qStar: number): number {
  return remembered(`${which} at ${qStar}`, tensor, (activation) => criticalPoint(activation, { qStar })[which]);
}
