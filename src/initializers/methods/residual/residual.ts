/** Residual networks that start as their skip path: by a norm, by a learned scalar, or by the branch's own layers. */

import { rounded } from "../../../signal/index.js";
import type { Initializer } from "../../initializer.js";
import { byRole, constant, type Rule } from "../../parts/by-role.js";
import { varianceScaling } from "../../parts/variance-scaling.js";
import { bachlechner2021, de2020, glorot2010, goyal2017, he2015, zhang2019 } from "../../references.js";

const heKernel: Rule = (stream, tensor) =>
  varianceScaling(stream, tensor, { scale: 2, mode: "fanIn", distribution: "normal" });
const zeros = constant(0);

export const zeroGamma: Initializer = {
  name: "zero-gamma",
  title: "Zero γ",
  formula: "γ = 0 in the last norm of each residual branch, W ~ N(0, 2 / fanIn)",
  summary:
    "Silences every residual branch at the start by its last normalization's scale, so that the network begins as its skip path.",
  references: [{ ...goyal2017, where: "§5.1" }, he2015],
  requires: "norms at the ends of branches",
  caveats: [
    "Where the norm stands before the branch's layers (pre-activation networks, vision transformers) there is no such norm, and the network is refused.",
    "At the first step only γ has a gradient in each branch; its kernels follow from the second.",
  ],
  differences: [
    "The models of torchvision have it as zero_init_residual, off by default, over He's normal by fanOut; here kernels are He's by fanIn.",
  ],
  initialize: byRole({
    kernel: heKernel,
    "norm-scale": (stream, tensor, options) => constant(tensor.role.residual?.last ? 0 : 1)(stream, tensor, options),
  }),
};

/**
 * L^(−1 / (2m − 2)): what each of the m − 1 layers of a branch before its last is scaled by, so that an update of SGD moves the
 * output of L branches by an amount that does not depend on L.
 */
export function fixupFactor(branches: number, layers: number): number {
  return rounded(branches ** (-1 / (2 * layers - 2)));
}

export const fixup: Initializer = {
  name: "fixup",
  title: "Fixup",
  formula: "W ~ N(0, 2 / fanIn) · L^(−1 / (2m − 2)) in branches of m layers, 0 in their last layer and in the head",
  summary:
    "Trains residual networks of any depth without normalization: branches start silent and grow at a rate that does not depend on their number L.",
  references: [{ ...zhang2019, where: "§3" }],
  requires: "residual branches",
  caveats: [
    "The paper's network also has a scalar bias before each layer and activation of a branch and a scalar multiplier at its end. That is the architecture's: resnet20:norm=scale has the multiplier (it starts at 1), and biases a channel for scalar ones.",
    "With normalization in the branches the factor has no effect, and zero-gamma is the simpler way.",
    "The head starts at 0: the first loss is exactly that of equal probabilities, and for one step only the head learns.",
  ],
  differences: [
    "The authors' CIFAR code takes He's variance by fanOut for the first layers of branches, as the paper's “standard method”; here fanIn.",
  ],
  initialize: byRole({
    kernel: (stream, tensor, options) => {
      const { residual, head } = tensor.role;
      if (head || residual?.last) return zeros(stream, tensor, options);
      const factor = residual === undefined ? 1 : fixupFactor(residual.branches, residual.layers);
      return varianceScaling(stream, tensor, { scale: 2 * factor * factor, mode: "fanIn", distribution: "normal" });
    },
  }),
};

export const skipInit: Initializer = {
  name: "skipinit",
  title: "SkipInit",
  formula: "α = 0 in x + α f(x), W ~ N(0, 2 / fanIn)",
  summary:
    "A learned scalar at the end of each branch, starting at 0, does what makes batch normalization good for deep residual networks.",
  references: [de2020, he2015],
  requires: "residual scales",
  options: {
    alpha: {
      default: 0,
      low: 0,
      high: 1,
      meaning: "where the scalars start: 0, or at most 1/√(number of branches), as the paper allows",
    },
  },
  caveats: [
    "The scalars are part of the network: resnet20:norm=scale has them; a network without is refused.",
    "At the first step only the scalars have a gradient in each branch.",
  ],
  initialize: byRole({
    kernel: heKernel,
    "residual-scale": (stream, tensor, options) => constant(options.alpha as number)(stream, tensor, options),
  }),
};

export const rezero: Initializer = {
  name: "rezero",
  title: "ReZero",
  formula: "α = 0 in x + α f(x), W ~ U(±√(6 / (fanIn + fanOut)))",
  summary:
    "SkipInit's scalar found for transformers and dense networks: each layer starts as the identity, without normalization.",
  references: [bachlechner2021, glorot2010],
  requires: "residual scales",
  caveats: [
    "The scalars are part of the network: a network without is refused.",
    "At the first step only the scalars have a gradient in each branch.",
  ],
  differences: [
    "What the kernels start as is not what the method is about: Glorot's uniform here, He's in skipinit; the scalars are the same.",
  ],
  initialize: byRole({
    kernel: (stream, tensor) =>
      varianceScaling(stream, tensor, { scale: 1, mode: "fanAverage", distribution: "uniform" }),
    "residual-scale": zeros,
  }),
};
