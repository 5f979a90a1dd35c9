/** Random orthogonal kernels: as matrices, at the centre of convolutions, and scale-corrected. */
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../../graph/tensor.js";
import type { TensorSpecification } from "../../../network/parameter.js";
import type { Stream } from "../../../random/index.js";
import type { Initializer, OptionSpecification } from "../../initializer.js";
import { byRole, type Rule } from "../../parts/by-role.js";
import { haar } from "../../parts/linear-algebra/index.js";
import { normalNoise } from "../../parts/noise.js";
import { martens2021, saxe2014, stewart1980, xiao2018 } from "../../references.js";
import { type Block, centreOf, fillBlocks, positionCount } from "./blocks.js";
import { factorOf, gainOptions } from "./gain.js";

const blocksAlike =
  "Each group of a convolution and each of a fused kernel's projections is orthogonal by itself; PyTorch, Keras and JAX make the whole stacked kernel so.";
const reflectors =
  "The draws enter as a product of reflections (Stewart 1980), not as the QR decomposition of one Gaussian matrix: the same distribution, other numbers than a framework's from one seed.";

/**
 * The kernel of which each block, flattened to `[rows, columns × positions]`, is `gain` times a Haar matrix: orthonormal rows, or
 * orthonormal columns where there are more rows.
 */
export function orthogonalKernel(stream: Stream, tensor: TensorSpecification, gain: number): Float32Array {
  return fillBlocks(stream, tensor, (target, block) => {
    const { values } = haar(block.stream, block.rows, block.columns * positionCount(block));
    for (let i = 0; i < target.length; i++) target[i] = gain * values[i]!;
  });
}

/** The kernel that is zero but at its centre, where each block has `gain` times a Haar matrix. Dense kernels are all centre. */
export function deltaOrthogonalKernel(
  stream: Stream,
  tensor: TensorSpecification,
  gain: (block: Block) => number,
): Float32Array {
  return fillBlocks(stream, tensor, (target, block) => {
    const { values } = haar(block.stream, block.rows, block.columns);
    const factor = gain(block);
    const places = positionCount(block);
    const centre = centreOf(block);
    for (let i = 0; i < values.length; i++) target[i * places + centre] = factor * values[i]!;
  });
}

const biasStd: OptionSpecification = {
  default: 0,
  low: 0,
  high: 100,
  meaning: "standard deviation of the biases: σ_b of mean-field theory, with σ_w as the gain",
};
const normalBias: Rule = (stream, { shape }, { biasStd: std }) =>
  std === 0 ? new Float32Array(sizeOf(shape)) : normalNoise(stream, sizeOf(shape), std as number); // 0, not −0

/** Saxe's. */
export const orthogonal: Initializer = {
  name: "orthogonal",
  title: "Orthogonal",
  formula: "W Wᵀ = gain² I or Wᵀ W = gain² I, uniformly (Haar) distributed",
  summary:
    "A random rotation: keeps the length of every signal through square linear layers, not just of the average one.",
  references: [saxe2014, stewart1980],
  options: { ...gainOptions, biasStd },
  caveats: [
    "Convolution kernels are flattened to [out, in × positions], as in every framework: the flattened matrix is orthogonal, the convolution is no isometry. See delta-orthogonal and circular-orthogonal.",
    "With fewer outputs than inputs rows are orthonormal: the outputs' variance is that of the inputs, per unit. With more outputs the signal's length stays, and is spread over more units.",
    "At gain 1 signals fade through ReLU layers, by a half in the second moment per layer: gain = 1.4142 keeps them.",
  ],
  differences: [
    reflectors,
    blocksAlike,
    "Keras before its sign fix took U or V of a normal matrix's SVD and flattened [height, rest].",
  ],
  initialize: byRole({
    kernel: (stream, tensor, options) => orthogonalKernel(stream, tensor, factorOf(tensor, options)),
    bias: normalBias,
  }),
};

/** Xiao's. */
export const deltaOrthogonal: Initializer = {
  name: "delta-orthogonal",
  title: "Delta-orthogonal",
  formula: "W[:, :, centre] = gain · Q with QᵀQ = I, all else 0",
  summary:
    "Makes a convolution an isometry: a random rotation of the channels at every pixel; trains plain CNNs thousands of layers deep.",
  references: [xiao2018, saxe2014],
  options: { ...gainOptions, biasStd },
  caveats: [
    "A convolution with more input than output channels (in a group) cannot keep all lengths and is refused; dense kernels, as the head's, are then orthogonal by rows.",
    "A stride larger than 1 drops pixels and their share of the length.",
    "Even kernels have no centre: the position before the middle, (k − 1) / 2 rounded down, is taken, as in JAX.",
    "Xiao et al. train deep networks with it at criticality: give gain and biasStd the σ_w and σ_b of mean-field theory for the activation; they are 1 and 0 otherwise.",
  ],
  differences: [reflectors, "JAX's delta_orthogonal knows no groups; PyTorch and Keras have none."],
  initialize: byRole({
    kernel: (stream, tensor, options) => {
      const factor = factorOf(tensor, options);
      return deltaOrthogonalKernel(stream, tensor, (block) => {
        if (block.positions.length === 0 || block.inputs <= block.outputs) return factor;
        throw new InputError(
          `delta-orthogonal: convolution "${tensor.name}" [${tensor.shape.join(", ")}] has ${block.inputs} input and only ${block.outputs} output channels` +
            `${(tensor.role.groups ?? 1) > 1 ? " in each group" : ""}, so it cannot keep the length of every signal. It takes inputs ≤ outputs; ` +
            "scale-corrected-uniform-orthogonal takes any numbers.",
        );
      });
    },
    bias: normalBias,
  }),
};

/** The weights of Deep Kernel Shaping. */
export const scaleCorrectedUniformOrthogonal: Initializer = {
  name: "scale-corrected-uniform-orthogonal",
  title: "Scale-corrected uniform orthogonal",
  formula: "W[:, :, centre] = gain · max(√(out / in), 1) · Q, Q Haar, all else 0",
  summary:
    "Keeps the mean square per unit, whatever the widths: the weights of Deep Kernel Shaping and TAT, for activations transformed to match.",
  references: [martens2021, xiao2018],
  aliases: ["suo"],
  options: gainOptions,
  caveats: [
    "With untransformed activations it is no more than a delta-orthogonal start: Deep Kernel Shaping changes the activation functions, which are part of the network.",
    "With more inputs than outputs the mean square is kept on average over inputs, otherwise for each.",
  ],
  differences: [
    reflectors,
    "The authors' code takes odd kernels only; here an even one has its centre at (k − 1) / 2 rounded down.",
  ],
  initialize: byRole({
    kernel: (stream, tensor, options) => {
      const factor = factorOf(tensor, options);
      return deltaOrthogonalKernel(
        stream,
        tensor,
        ({ inputs, outputs }) => factor * Math.max(Math.sqrt(outputs / inputs), 1),
      );
    },
  }),
};
