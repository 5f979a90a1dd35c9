/** Methods without chance: constants, and kernels that pass their inputs on. */
import { InputError } from "../../errors.js";
import { sizeOf } from "../../graph/tensor.js";
import { fans } from "../../network/fans.js";
import type { TensorSpecification } from "../../network/parameter.js";
import type { Initializer, NumberOption } from "../initializer.js";
import { byRole, constant as filled } from "../parts/by-role.js";

const pytorch = (title: string) => ({
  authors: "PyTorch",
  year: 2017,
  title,
  link: "https://docs.pytorch.org/docs/stable/nn.init.html",
});
const symmetry =
  "All units of a layer compute the same and get the same gradient: the network is one unit wide for ever.";

export const ones: Initializer = {
  name: "ones",
  title: "Ones",
  formula: "W = 1",
  summary: "All kernels one: a check of plumbing, not a way to train.",
  references: [pytorch("torch.nn.init.ones_")],
  caveats: [symmetry, "Signals grow by fanIn per layer."],
  initialize: byRole({ kernel: filled(1) }),
};

export const constant: Initializer = {
  name: "constant",
  title: "Constant",
  formula: "W = value",
  summary: "All kernels one number: shows what symmetry costs at any scale.",
  references: [pytorch("torch.nn.init.constant_")],
  options: { value: { default: 0.01, low: -1e6, high: 1e6, meaning: "every element of every kernel" } },
  caveats: [symmetry],
  initialize: byRole({
    kernel: (_stream, { shape }, { value }) => new Float32Array(sizeOf(shape)).fill(Number(value)),
  }),
};

/**
 * A kernel seen as matrices at places of the kernel window: `blocks` of `[rows, columns]`, one under the other along the first axis
 * (groups of a convolution, or fused projections), at each of `positions`.
 */
interface Blocks {
  readonly blocks: number;
  readonly rows: number;
  readonly columns: number;
  readonly positions: number;
  /** The middle of the window: element ⌊size / 2⌋ of each axis, as `dirac_` has it. */
  readonly centre: number;
  /** Whether the first axis is the layer's inputs: a transposed convolution's matrices are `[in, out]`. */
  readonly transposed: boolean;
}

function blocksOf(tensor: TensorSpecification): Blocks {
  fans(tensor); // refuses what is no kernel, and groups that do not divide
  const { shape, role } = tensor;
  const [first, columns, ...window] = shape as [number, number, ...number[]];
  const blocks = (role.groups ?? 1) * (role.fused ?? 1);
  if (first % blocks !== 0) {
    throw new InputError(
      `Tensor "${tensor.name}" of shape [${shape.join(", ")}]: ${first} rows do not divide into ${blocks} blocks (groups × fused).`,
    );
  }
  return {
    blocks,
    rows: first / blocks,
    columns,
    positions: window.reduce((all, size) => all * size, 1),
    centre: window.reduce((at, size) => at * size + Math.floor(size / 2), 0),
    transposed: role.operation === "transposed-convolution",
  };
}

/** The kernel with element (row, column) of each block at the centre of the window, and zeros elsewhere. */
function atCentre(tensor: TensorSpecification, element: (row: number, column: number, blocks: Blocks) => number) {
  const target = new Float32Array(sizeOf(tensor.shape));
  const all = blocksOf(tensor);
  const { blocks, rows, columns, positions, centre } = all;
  for (let row = 0; row < blocks * rows; row++) {
    for (let column = 0; column < columns; column++) {
      target[(row * columns + column) * positions + centre] = element(row % rows, column, all);
    }
  }
  return target;
}

const gain: Readonly<Record<"gain", NumberOption>> = {
  gain: { default: 1, low: -1e6, high: 1e6, meaning: "factor on the identity" },
};

export const identity: Initializer = {
  name: "identity",
  title: "Identity",
  formula: "W[i, i] = gain, at the centre of a convolution's window; else 0",
  summary:
    "Each layer passes on its first inputs, as many as it has outputs; groups and fused projections each their own.",
  references: [pytorch("torch.nn.init.eye_ and torch.nn.init.dirac_")],
  aliases: ["dirac", "eye"],
  options: gain,
  caveats: [
    "Where a layer has more outputs than inputs the others start at 0, and are told apart only by the layers around them.",
    "A convolution passes its input on unchanged only at stride 1 with padding that keeps the size and an odd window; an even one shifts by half a pixel.",
  ],
  differences: [
    "PyTorch has two functions: eye_ for matrices, dirac_ (with groups) for convolutions of one to three axes; here it is what the tensor is.",
    "Keras's and tfjs's Identity is for square matrices only.",
    "PyTorch's eye_ on a fused query-key-value matrix fills the query part alone; here each projection is an identity.",
  ],
  initialize: byRole({
    kernel: (_stream, tensor, options) =>
      atCentre(tensor, (row, column) => (row === column ? Number(options.gain) : 0)),
  }),
};

export const zeroHadamard: Initializer = {
  name: "zero-hadamard",
  title: "ZerO",
  formula:
    "out ≤ in: W = I (out × in); out > in: W = I H I / 2^(m/2), H the Hadamard matrix of order 2^m, m = ⌈log₂ out⌉",
  summary:
    "Zeros and ones alone, without chance: identity where it fits, a piece of a Hadamard matrix where a layer widens.",
  references: [
    {
      authors: "J. Zhao, F. Schäfer, A. Anandkumar",
      year: 2022,
      title: "ZerO Initialization: Initializing Neural Networks with only Zeros and Ones",
      link: "https://arxiv.org/abs/2110.12661",
      where: "Algorithm 1",
    },
  ],
  aliases: ["ZerO"],
  caveats: [
    "All seeds give the same weights.",
    "Where a residual branch ends the kernel is 0, so that each block starts as its shortcut; that it is the branch's last layer and not all of them is our reading.",
  ],
  differences: [
    "Scaled as the authors' code has it, by 2^(−m/2), which makes the Hadamard matrix orthonormal; the paper's algorithm is quoted by others with 2^(−(m−1)/2).",
    "Convolutions have the matrix at the centre of their window.",
  ],
  initialize: byRole({
    kernel: (_stream, tensor) =>
      tensor.role.residual?.last
        ? new Float32Array(sizeOf(tensor.shape))
        : atCentre(tensor, (row, column, { rows, columns, transposed }) => {
            const [outputs, inputs] = transposed ? [columns, rows] : [rows, columns];
            if (outputs <= inputs) return row === column ? 1 : 0;
            return hadamard(row, column) / Math.sqrt(powerOfTwoFrom(outputs));
          }),
  }),
};

/** Sylvester's Hadamard matrix: −1 to the number of ones that row and column have in common in binary. */
function hadamard(row: number, column: number): number {
  let common = row & column;
  let sign = 1;
  for (; common > 0; common &= common - 1) sign = -sign;
  return sign;
}

/** The smallest power of two that is at least n. */
function powerOfTwoFrom(n: number): number {
  let power = 1;
  while (power < n) power *= 2;
  return power;
}

export const idInit: Initializer = {
  name: "idinit",
  title: "IDInit",
  formula: "W[i, j] = τ where i ≡ j modulo the shorter side, else 0; the last layer of a residual branch with ε for τ",
  summary:
    "Identity that is repeated until it fills the longer side, in residual branches with an end that is almost zero.",
  references: [
    {
      authors: "Y. Pan, C. Wang, Z. Wu, Q. Wang, M. Zhang, Z. Xu",
      year: 2025,
      title: "IDInit: A Universal and Stable Initialization Method for Neural Network Training",
      link: "https://arxiv.org/abs/2503.04626",
    },
  ],
  options: {
    tau: { default: 1, low: 0, high: 100, meaning: "factor τ on the identity" },
    epsilon: { default: 1e-6, low: 0, high: 1, meaning: "ε in place of τ where a residual branch ends" },
  },
  caveats: [
    "All seeds give the same weights.",
    "From the paper's abstract and summaries: the repeated identity, the patches kept apart, τ = 1 and ε = 10⁻⁶. Ours: that a convolution's matrix is [out, in · window], so that outputs take inputs at different places of the window, and that the end of a branch is the same matrix with ε.",
    "Summaries of the paper speak of a slightly loosened identity and of momentum that makes it converge; here nothing is added to the identity.",
  ],
  initialize: byRole({
    kernel: (_stream, tensor, { tau, epsilon }) => {
      const value = Number(tensor.role.residual?.last ? epsilon : tau);
      const { blocks, rows, columns, positions } = blocksOf(tensor);
      const width = columns * positions;
      const period = Math.min(rows, width);
      const target = new Float32Array(sizeOf(tensor.shape));
      for (let row = 0; row < blocks * rows; row++) {
        for (let at = (row % rows) % period; at < width; at += period) target[row * width + at] = value;
      }
      return target;
    },
  }),
};
