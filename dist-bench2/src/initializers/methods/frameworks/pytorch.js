/**
 * PyTorch's initializers with PyTorch's fans, those of its predecessors Torch7 and Caffe, and the
 * Playground's.
 */
import { sizeOf } from "../../../graph/tensor.js";
import { frameworkFans, jaxFans } from "../../../network/fans.js";
import { real } from "../../../options.js";
import { at, permutation } from "../../../random/index.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { normalNoise, truncatedBetween, uniformNoise } from "../../parts/noise.js";
import { pytorchInit } from "../../references.js";
import { frameworkScaling } from "./scaling.js";
const reference = pytorchInit("torch.nn.init");
const pytorch = {
    prefix: "pytorch",
    title: "PyTorch",
    reference,
    fans: frameworkFans,
    differences: [
        "Fans come from the shape alone: the fanOut of grouped convolutions is too large by the number of groups (pytorch#23854), the fans of transposed convolutions are swapped, and strides are ignored.",
        "A fused query-key-value matrix counts as one layer: its fanOut is three times too large, and Xavier has half the variance (pytorch#166378). So do the stacked gates of LSTM and GRU.",
    ],
};
const truncNormal = defineInitializer({
    name: "pytorch/trunc-normal",
    title: "PyTorch: trunc_normal_",
    formula: "W ~ N(0, std²) truncated at ±2, whatever std is",
    summary: "What PyTorch calls trunc_normal_: the bounds are numbers, not standard deviations.",
    references: [reference],
    options: { std: real(1, 1e-6, 1e3, "standard deviation before truncation") },
    caveats: [
        "At the usual std = 0.02 nothing is truncated: ±2 is a hundred standard deviations.",
        "At the default std = 1 the variance is 0.774.",
    ],
    differences: ["Keras and JAX truncate at ±2 standard deviations: `truncated-normal`."],
    initialize: byRole({
        kernel: (stream, { shape }, { std: scale }) => truncatedBetween(stream, sizeOf(shape), { low: -2 / scale, high: 2 / scale, scale }),
    }),
});
const sparse = defineInitializer({
    name: "pytorch/sparse",
    title: "PyTorch: sparse_",
    formula: "⌈sparsity · out⌉ weights of each column 0, the others ~ N(0, std²)",
    summary: "What PyTorch calls sparse_: a fraction of the weights of each input is 0.",
    references: [reference],
    options: {
        sparsity: real(0.1, 0, 1, "fraction of each column that is 0; PyTorch has no default"),
        std: real(0.01, 0, 1e3, "standard deviation of the other weights"),
    },
    caveats: ["PyTorch cites Martens 2010, where each unit has 15 incoming weights of standard deviation 1: `sparse`."],
    differences: ["PyTorch accepts matrices only; here a convolution's kernel counts as the matrix [out, in · window]."],
    initialize: byRole({
        kernel: (stream, { shape }, { sparsity, std }) => {
            const target = normalNoise(stream, sizeOf(shape), std);
            const rows = shape[0];
            const columns = target.length / rows;
            const zeros = Math.ceil(sparsity * rows);
            for (let column = 0; column < columns; column++) {
                const order = permutation(at(stream, column), rows);
                for (let k = 0; k < zeros; k++)
                    target[order[k] * columns + column] = 0;
            }
            return target;
        },
    }),
});
const caffe = {
    prefix: "caffe",
    title: "Caffe",
    reference: {
        authors: "Y. Jia and others",
        year: 2014,
        title: "Caffe: filler.hpp",
        link: "https://github.com/BVLC/caffe/blob/master/include/caffe/filler.hpp",
    },
    fans: frameworkFans,
    differences: [
        "Its fanIn is the number of elements divided by the first axis: right for grouped convolutions, and the fan of the other direction for deconvolutions.",
    ],
};
/**
 * The bound 1/√fanIn with Torch7's fans. Unlike PyTorch's, those of a transposed convolution are
 * not swapped.
 */
const torch7 = (tensor) => 1 / Math.sqrt(jaxFans(tensor).fanIn);
const torch7Bias = (stream, { name, shape, role }) => role.kernel === undefined
    ? new Float32Array(sizeOf(shape))
    : uniformNoise(stream, sizeOf(shape), torch7({ name, ...role.kernel }));
const torch7Default = defineInitializer({
    name: "torch7/default",
    title: "Torch7's default",
    formula: "W, b ~ U(±1/√fanIn)",
    summary: "What Torch7's Linear and SpatialConvolution did: LeCun's advice of 1998 without its factor √3; PyTorch inherited it.",
    references: [
        {
            authors: "R. Collobert, K. Kavukcuoglu, C. Farabet",
            year: 2011,
            title: "Torch7: nn, reset() of Linear and of the convolutions",
            link: "https://github.com/torch/nn",
        },
    ],
    aliases: ["torch7/linear-default", "torch7/conv-default"],
    caveats: ["A third of LeCun's variance, a sixth of He's: signals fade in deep ReLU networks (pytorch#15314)."],
    differences: [
        "PyTorch's default is the same except for transposed convolutions: Torch7 takes in · window, without the stride; PyTorch takes the fan of the other direction.",
    ],
    initialize: byRole({
        kernel: (stream, tensor) => uniformNoise(stream, sizeOf(tensor.shape), torch7(tensor)),
        bias: torch7Bias,
        "hidden-bias": torch7Bias,
        embedding: (stream, { shape }) => normalNoise(stream, sizeOf(shape), 1),
    }),
});
const playground = defineInitializer({
    name: "tf-playground/default",
    title: "TensorFlow Playground",
    formula: "W ~ U(±0.5), b = 0.1",
    summary: "What playground.tensorflow.org does, for networks of a few units.",
    references: [
        {
            authors: "D. Smilkov, S. Carter",
            year: 2016,
            title: "TensorFlow Playground: nn.ts",
            link: "https://github.com/tensorflow/playground",
        },
    ],
    caveats: ["One size for all layers: good for 2 to 8 units per layer; signals of wider layers explode."],
    initialize: byRole({
        kernel: (stream, { shape }) => uniformNoise(stream, sizeOf(shape), 0.5),
        bias: (_stream, { shape }) => new Float32Array(sizeOf(shape)).fill(0.1),
    }),
});
/** The methods of PyTorch, Torch7, Caffe and the TensorFlow Playground. */
export const pytorchMethods = [
    frameworkScaling(pytorch, { called: "xavier-uniform", scale: 1, mode: "fanAverage", distribution: "uniform" }),
    frameworkScaling(pytorch, { called: "xavier-normal", scale: 1, mode: "fanAverage", distribution: "normal" }),
    frameworkScaling(pytorch, { called: "kaiming-uniform", scale: 2, mode: "fanIn", distribution: "uniform" }),
    frameworkScaling(pytorch, { called: "kaiming-normal", scale: 2, mode: "fanIn", distribution: "normal" }),
    frameworkScaling(pytorch, { called: "kaiming-normal-fan-out", scale: 2, mode: "fanOut", distribution: "normal" }),
    truncNormal,
    sparse,
    torch7Default,
    frameworkScaling(caffe, { called: "xavier", scale: 1, mode: "fanIn", distribution: "uniform" }),
    frameworkScaling(caffe, { called: "msra", scale: 2, mode: "fanIn", distribution: "normal" }),
    playground,
];
