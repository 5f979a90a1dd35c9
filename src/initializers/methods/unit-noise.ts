/** Methods that treat the incoming weights of each unit together, or go by what follows the layer. */
import { InputError } from "../../errors.js";
import { sizeOf } from "../../graph/tensor.js";
import { fans, incoming } from "../../network/fans.js";
import type { TensorSpecification } from "../../network/parameter.js";
import { exp, log } from "../../random/elementary.js";
import { at, permutation } from "../../random/index.js";
import { rounded } from "../../signal/index.js";
import type { Initializer } from "../initializer.js";
import { byRole } from "../parts/by-role.js";
import { normalNoise, uniformNoise } from "../parts/noise.js";

/** 0.7 H^(1/I). */
function nguyenWidrowNorm(kernel: TensorSpecification): number {
  const { units, terms } = incoming(kernel);
  return rounded(0.7 * exp(log(units) / terms));
}

export const nguyenWidrow: Initializer = {
  name: "nguyen-widrow",
  title: "Nguyen–Widrow",
  formula: "w ~ U(−½, ½) per unit, scaled to |w| = β = 0.7 H^(1/I); b ~ U(−β, β); H units of I inputs each",
  summary:
    "Spreads the active regions of a layer's units over its input space; made for tanh networks with few inputs.",
  references: [
    {
      authors: "D. Nguyen, B. Widrow",
      year: 1990,
      title:
        "Improving the learning speed of 2-layer neural networks by choosing initial values of the adaptive weights",
      link: "https://doi.org/10.1109/IJCNN.1990.137819",
    },
  ],
  caveats: [
    "Made for inputs within ±1 and one hidden layer. In deep networks signals shrink: each unit's weights have norm 0.7 to about 1, whatever the fan, where ReLU wants √2.",
  ],
  differences: [
    "For convolutions, which the paper does not treat, a unit is an output channel and its inputs are the window's: I = fanIn.",
    "MATLAB's initnw spaces the biases evenly; here they are drawn, as in the paper.",
  ],
  initialize: byRole({
    kernel: (stream, tensor) => {
      const target = uniformNoise(stream, sizeOf(tensor.shape), 0.5);
      const { units, terms, index } = incoming(tensor);
      const norm = nguyenWidrowNorm(tensor);
      for (let unit = 0; unit < units; unit++) {
        let squares = 0;
        for (let t = 0; t < terms; t++) squares += target[index(unit, t)]! * target[index(unit, t)]!;
        const scale = norm / Math.sqrt(squares);
        for (let t = 0; t < terms; t++) target[index(unit, t)] = scale * target[index(unit, t)]!;
      }
      return target;
    },
    bias: (stream, { name, shape, role }) =>
      role.kernel === undefined
        ? new Float32Array(sizeOf(shape))
        : uniformNoise(stream, sizeOf(shape), nguyenWidrowNorm({ name, ...role.kernel })),
  }),
};

/** The factors of the paper's eq. 13 and its fit for ReLU. */
const walkGains: Readonly<Record<string, (width: number) => number>> = {
  linear: (n) => exp(1 / (2 * n)),
  softmax: (n) => exp(1 / (2 * n)),
  relu: (n) => Math.SQRT2 * exp(1.2 / (Math.max(n, 6) - 2.4)),
};

export const randomWalk: Initializer = {
  name: "random-walk",
  title: "Random walk",
  formula: "W ~ N(0, g² / fanIn); linear g = exp(1 / 2N), ReLU g = √2 exp(1.2 / (max(N, 6) − 2.4)); N = fanIn",
  summary: "Makes the logarithm of the gradient's length, not its square's mean, stay where it is over many layers.",
  references: [
    {
      authors: "D. Sussillo, L. F. Abbott",
      year: 2014,
      title: "Random Walk Initialization for Training Very Deep Feedforward Networks",
      link: "https://arxiv.org/abs/1412.6558",
    },
  ],
  caveats: [
    "Linear and ReLU layers only: for others the paper searches g by measurement.",
    "The paper's layers all have one width N; here N is each kernel's fanIn.",
    "The spread of the logarithm still grows with depth; only its drift is gone.",
  ],
  initialize: byRole({
    kernel: (stream, tensor) => {
      const { activation = "linear" } = tensor.role;
      const { fanIn } = fans(tensor);
      const factor = Object.hasOwn(walkGains, activation) ? walkGains[activation] : undefined;
      if (factor === undefined) {
        throw new InputError(
          `random-walk: tensor "${tensor.name}" goes through ${activation}; the paper gives g for linear and relu only. activation-aware serves any activation.`,
        );
      }
      return normalNoise(stream, sizeOf(tensor.shape), rounded(factor(fanIn)) / Math.sqrt(fanIn));
    },
  }),
};

export const sparse: Initializer = {
  name: "sparse",
  title: "Sparse",
  formula: "15 weights of each unit ~ N(0, 1), all others 0",
  summary: "Few, large weights per unit: its input has one size whatever the fan, and units start different.",
  references: [
    {
      authors: "J. Martens",
      year: 2010,
      title: "Deep learning via Hessian-free optimization",
      link: "https://www.cs.toronto.edu/~jmartens/docs/Deep_HessianFree.pdf",
      where: "§5",
    },
  ],
  options: {
    nonzero: {
      default: 15,
      low: 1,
      high: 1e6,
      meaning: "weights of each unit that are not 0 (all, where it has fewer)",
    },
    std: { default: 1, low: 0, high: 100, meaning: "their standard deviation" },
  },
  caveats: [
    "A unit's input has 15 std² times the variance of its inputs: choose std = √(2 / 15) to keep ReLU signals.",
  ],
  differences: [
    "The paper's biases are 0, and 0.5 for tanh; here they are 0.",
    "PyTorch's sparse_ sets a fraction of each column, the weights that leave an input, to 0, and the rest to N(0, 0.01²): pytorch/sparse.",
  ],
  initialize: byRole({
    kernel: (stream, tensor, options) => {
      const target = new Float32Array(sizeOf(tensor.shape));
      const noise = normalNoise(stream, target.length, Number(options.std));
      const { units, terms, index } = incoming(tensor);
      const kept = Math.min(terms, Math.round(Number(options.nonzero)));
      for (let unit = 0; unit < units; unit++) {
        const order = permutation(at(stream, unit), terms);
        for (let k = 0; k < kept; k++) {
          const place = index(unit, order[k]!);
          target[place] = noise[place]!;
        }
      }
      return target;
    },
  }),
};

export const siren: Initializer = {
  name: "siren",
  title: "SIREN",
  formula: "first layer W ~ U(±1 / fanIn); others W ~ U(±√(6 / fanIn) / ω₀)",
  summary: "For networks of sin(ω₀ (W x + b)): pre-activations ω₀ W x stay standard normal in every layer.",
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
    omega0: { default: 30, low: 0.01, high: 1e4, meaning: "the frequency ω₀" },
    carrier: {
      default: "layer",
      names: ["layer", "weights"],
      meaning:
        "who multiplies by ω₀: layers that compute sin(ω₀ W x), or plain sin(W x) layers with weights ω₀ times as large",
    },
  },
  caveats: [
    "With layers that compute plain sin(W x), as this library's activation sin, choose carrier=weights; gradients are then ω₀² times smaller than the paper's relative to the weights, so learning rates differ.",
    "Which layer is the first comes from the tensor's role.",
    "The last layer is linear and has the others' bound, as in the authors' code.",
  ],
  differences: ["The authors' code leaves biases at PyTorch's default, U(±1/√fanIn); here they are 0."],
  initialize: byRole({
    kernel: (stream, tensor, { omega0, carrier }) => {
      const { fanIn } = fans(tensor);
      const { first, head } = tensor.role;
      const bound = first ? 1 / fanIn : Math.sqrt(6 / fanIn) / Number(omega0);
      const factor = carrier === "weights" && !head ? Number(omega0) : 1;
      return uniformNoise(stream, sizeOf(tensor.shape), bound * factor);
    },
  }),
};
