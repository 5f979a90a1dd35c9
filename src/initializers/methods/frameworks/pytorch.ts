/** PyTorch's initializers with PyTorch's fans, and those of what came before it: Torch7 and Caffe. */
import { sizeOf } from "../../../graph/tensor.js";
import { frameworkFans, jaxFans } from "../../../network/fans.js";
import type { TensorSpecification } from "../../../network/parameter.js";
import { at, permutation } from "../../../random/index.js";
import type { Initializer } from "../../initializer.js";
import { byRole, type Rule } from "../../parts/by-role.js";
import { normalNoise, truncatedBetween, uniformNoise } from "../../parts/noise.js";
import { type Framework, frameworkScaling } from "./scaling.js";

const reference = {
  authors: "PyTorch",
  year: 2017,
  title: "torch.nn.init",
  link: "https://docs.pytorch.org/docs/stable/nn.init.html",
};
const pytorch: Framework = {
  prefix: "pytorch",
  title: "PyTorch",
  reference,
  fans: frameworkFans,
  differences: [
    "Fans come from the shape alone: fanOut of grouped convolutions is too large by the groups (pytorch#23854), those of transposed convolutions are swapped, strides are left out.",
    "A fused query-key-value matrix counts as one: fanOut three times too large, and with Xavier half the variance (pytorch#166378).",
  ],
};

const truncNormal: Initializer = {
  name: "pytorch/trunc-normal",
  title: "PyTorch: trunc_normal_",
  formula: "W ~ N(0, std²) truncated at ±2, whatever std",
  summary: "What PyTorch calls trunc_normal_: the bounds are numbers, not standard deviations.",
  references: [reference],
  options: { std: { default: 1, low: 1e-6, high: 1e3, meaning: "standard deviation before it is cut" } },
  caveats: [
    "At the usual std = 0.02 nothing is cut: ±2 is a hundred standard deviations.",
    "At its default std = 1 the variance is 0.774.",
  ],
  differences: ["Keras and JAX cut at ±2 standard deviations: truncated-normal."],
  initialize: byRole({
    kernel: (stream, { shape }, options) => {
      const scale = Number(options.std);
      return truncatedBetween(stream, sizeOf(shape), { low: -2 / scale, high: 2 / scale, scale });
    },
  }),
};

const sparse: Initializer = {
  name: "pytorch/sparse",
  title: "PyTorch: sparse_",
  formula: "of each column ⌈sparsity · out⌉ weights 0, the others ~ N(0, std²)",
  summary: "What PyTorch calls sparse_: a fraction of the weights that leave each input is 0.",
  references: [reference],
  options: {
    sparsity: { default: 0.1, low: 0, high: 1, meaning: "fraction of each column that is 0; PyTorch has no default" },
    std: { default: 0.01, low: 0, high: 1e3, meaning: "standard deviation of the others" },
  },
  caveats: ["It cites Martens 2010, which keeps 15 incoming weights of each unit, of standard deviation 1: sparse."],
  differences: ["There for matrices only; here a convolution's kernel counts as the matrix [out, in · window]."],
  initialize: byRole({
    kernel: (stream, { shape }, options) => {
      const target = normalNoise(stream, sizeOf(shape), Number(options.std));
      const rows = shape[0]!;
      const columns = target.length / rows;
      const zeros = Math.ceil(Number(options.sparsity) * rows);
      for (let column = 0; column < columns; column++) {
        const order = permutation(at(stream, column), rows);
        for (let k = 0; k < zeros; k++) target[order[k]! * columns + column] = 0;
      }
      return target;
    },
  }),
};

const caffe: Framework = {
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
    "Its fan in is the number of elements over the first axis: right for grouped convolutions, that of the other direction for deconvolutions.",
  ],
};

/** U(±1/√fanIn) with Torch7's fans: those of a full (transposed) convolution are not swapped, as PyTorch's are. */
const torch7 = (tensor: Pick<TensorSpecification, "name" | "shape" | "role">) => 1 / Math.sqrt(jaxFans(tensor).fanIn);
const torch7Bias: Rule = (stream, { name, shape, role }) =>
  role.kernel === undefined
    ? new Float32Array(sizeOf(shape))
    : uniformNoise(stream, sizeOf(shape), torch7({ name, ...role.kernel }));

const torch7Default: Initializer = {
  name: "torch7/default",
  title: "Torch7's default",
  formula: "W, b ~ U(±1/√fanIn)",
  summary:
    "What Torch7's Linear and SpatialConvolution did: LeCun's advice of 1998 with √3 forgotten; PyTorch inherited it.",
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
    "PyTorch's default is the same, but for transposed convolutions: Torch7 takes in · window, without the stride, PyTorch the fan of the other direction.",
  ],
  initialize: byRole({
    kernel: (stream, tensor) => uniformNoise(stream, sizeOf(tensor.shape), torch7(tensor)),
    bias: torch7Bias,
    embedding: (stream, { shape }) => normalNoise(stream, sizeOf(shape), 1),
  }),
};

const playground: Initializer = {
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
  caveats: ["One size for all layers: fine for 2 to 8 units a layer, exploding for wide ones."],
  initialize: byRole({
    kernel: (stream, { shape }) => uniformNoise(stream, sizeOf(shape), 0.5),
    bias: (_stream, { shape }) => new Float32Array(sizeOf(shape)).fill(0.1),
  }),
};

export const pytorchMethods: readonly Initializer[] = [
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
