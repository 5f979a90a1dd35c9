/** Random orthogonal kernels: as matrices, at the centre of convolutions, and scale-corrected. */
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../../graph/tensor.js";
import { defineOptions, real } from "../../../options.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { haar } from "../../parts/linear-algebra/index.js";
import { normalNoise } from "../../parts/noise.js";
import { martens2021, saxe2014, stewart1980, xiao2018 } from "../../references.js";
import { centreOf, fillBlocks, positionCount } from "./blocks.js";
import { factorOf, gainOptions } from "./gain.js";
const blocksAlike = "Each group of a convolution and each projection of a fused kernel is orthogonal by itself; in PyTorch, Keras and JAX the whole stacked kernel is.";
const reflectors = "The matrix is a product of random reflections (Stewart 1980), not the QR decomposition of a Gaussian matrix: the distribution is the same, the numbers of a seed differ from a framework's.";
/**
 * A kernel whose blocks, flattened to `[rows, columns × positions]`, are `gain` times a Haar
 * matrix: its rows are orthonormal, or its columns where there are more rows.
 */
export function orthogonalKernel(stream, tensor, gain) {
    return fillBlocks(stream, tensor, (target, block) => {
        const { values } = haar(block.stream, block.rows, block.columns * positionCount(block));
        for (let i = 0; i < target.length; i++)
            target[i] = gain * values[i];
    });
}
/** A kernel with `gain` times a Haar matrix at the centre of each block, and zeros elsewhere. */
export function deltaOrthogonalKernel(stream, tensor, gain) {
    return fillBlocks(stream, tensor, (target, block) => {
        const { values } = haar(block.stream, block.rows, block.columns);
        const factor = gain(block);
        const places = positionCount(block);
        const centre = centreOf(block);
        for (let i = 0; i < values.length; i++)
            target[i * places + centre] = factor * values[i];
    });
}
const gainAndBias = defineOptions({
    ...gainOptions,
    biasStd: real(0, 0, 100, "standard deviation of the biases: σ_b of mean-field theory, with σ_w as the gain"),
});
const normalBias = (stream, { shape }, { biasStd: std }) => 
// A factor of 0 could give −0.
std === 0 ? new Float32Array(sizeOf(shape)) : normalNoise(stream, sizeOf(shape), std);
/** Saxe, McClelland and Ganguli 2014. */
export const orthogonal = defineInitializer({
    name: "orthogonal",
    title: "Orthogonal",
    formula: "W Wᵀ = gain² I or Wᵀ W = gain² I, uniformly (Haar) distributed",
    summary: "A random rotation: keeps the length of every signal through square linear layers, not only the average length.",
    references: [saxe2014, stewart1980],
    options: gainAndBias,
    caveats: [
        "Convolution kernels are flattened to [out, in × positions], as in every framework: the flattened matrix is orthogonal, but the convolution is no isometry. See `delta-orthogonal` and `circular-orthogonal`.",
        "With fewer outputs than inputs the rows are orthonormal: the variance per unit stays the same. With more outputs the length of the signal stays the same and is spread over more units.",
        "At gain 1 the second moment halves per ReLU layer; gain = 1.4142 keeps it.",
    ],
    differences: [
        reflectors,
        blocksAlike,
        "Keras before its sign fix took U or V of the SVD of a normal matrix, and flattened to [height, rest].",
    ],
    initialize: byRole({
        kernel: (stream, tensor, options) => orthogonalKernel(stream, tensor, factorOf(tensor, options)),
        bias: normalBias,
    }),
});
/** Xiao and others 2018. */
export const deltaOrthogonal = defineInitializer({
    name: "delta-orthogonal",
    title: "Delta-orthogonal",
    formula: "W[:, :, centre] = gain · Q with QᵀQ = I, all else 0",
    summary: "Makes a convolution an isometry, a random rotation of the channels at every pixel; it can train plain CNNs with thousands of layers.",
    references: [xiao2018, saxe2014],
    options: gainAndBias,
    caveats: [
        "A convolution with more input than output channels (in a group) cannot keep all lengths and is refused; such dense kernels, as the head's, get orthonormal rows.",
        "A stride above 1 drops pixels, and with them part of the length.",
        "Even windows have no centre; the position before the middle is used, (k − 1) / 2 rounded down, as in JAX.",
        "Xiao et al. train deep networks with it at criticality: set gain and biasStd to the σ_w and σ_b of mean-field theory for the activation; the defaults are 1 and 0.",
    ],
    differences: [
        reflectors,
        "JAX's delta_orthogonal does not support groups; PyTorch and Keras do not have the method.",
    ],
    initialize: byRole({
        kernel: (stream, tensor, options) => {
            const factor = factorOf(tensor, options);
            return deltaOrthogonalKernel(stream, tensor, (block) => {
                if (block.positions.length === 0 || block.inputs <= block.outputs)
                    return factor;
                throw new InputError(`delta-orthogonal: convolution "${tensor.name}" [${tensor.shape.join(", ")}] has ${block.inputs} input and only ${block.outputs} output channels` +
                    `${(tensor.role.groups ?? 1) > 1 ? " in each group" : ""}, so it cannot keep the length of every signal. It needs inputs ≤ outputs; ` +
                    "scale-corrected-uniform-orthogonal accepts any numbers.");
            });
        },
        bias: normalBias,
    }),
});
/** The weights of Deep Kernel Shaping (Martens and others 2021). */
export const scaleCorrectedUniformOrthogonal = defineInitializer({
    name: "scale-corrected-uniform-orthogonal",
    title: "Scale-corrected uniform orthogonal",
    formula: "W[:, :, centre] = gain · max(√(out / in), 1) · Q, Q Haar, all else 0",
    summary: "Keeps the mean square per unit for any widths: the weights of Deep Kernel Shaping and TAT, which transform the activations to match.",
    references: [martens2021, xiao2018],
    aliases: ["suo"],
    options: gainOptions,
    caveats: [
        "With untransformed activations it is only a delta-orthogonal start: Deep Kernel Shaping changes the activation functions, which are part of the network.",
        "With more inputs than outputs the mean square is kept on average over inputs, otherwise for each input.",
    ],
    differences: [
        reflectors,
        "The authors' code accepts odd windows only; here an even window has its centre at (k − 1) / 2 rounded down.",
    ],
    initialize: byRole({
        kernel: (stream, tensor, options) => {
            const factor = factorOf(tensor, options);
            return deltaOrthogonalKernel(stream, tensor, ({ inputs, outputs }) => factor * Math.max(Math.sqrt(outputs / inputs), 1));
        },
    }),
});
