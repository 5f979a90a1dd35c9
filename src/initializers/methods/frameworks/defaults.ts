/** What the layers of PyTorch and Keras do without an initializer. */
import { sizeOf } from "../../../graph/tensor.js";
import { frameworkFans, kerasFans } from "../../../network/fans.js";
import { defineInitializer } from "../../initializer.js";
import { byRole, type Rule } from "../../parts/by-role.js";
import { normalNoise, uniformNoise } from "../../parts/noise.js";
import { varianceScaling } from "../../parts/variance-scaling.js";
import { glorot2010 } from "../../references.js";

/** U(±1/√fanIn) by the fan of the layer's kernel; zeros for a bias without a kernel. */
const pytorchBias: Rule = (stream, { name, shape, role }) =>
  role.kernel === undefined
    ? new Float32Array(sizeOf(shape))
    : uniformNoise(stream, sizeOf(shape), 1 / Math.sqrt(frameworkFans({ name, shape: role.kernel.shape }).fanIn));

/** PyTorch's default for Linear and Conv2d. */
export const pytorchDefault = defineInitializer({
  name: "pytorch-default",
  aliases: ["pytorch/default", "pytorch/linear-default", "pytorch/conv-default", "pytorch/embedding-default"],
  title: "PyTorch's default",
  formula: "W, b ~ U(±1/√fanIn)",
  summary: "What torch.nn.Linear and Conv2d do without an initializer: a sixth of He's variance, and random biases.",
  references: [
    {
      authors: "PyTorch",
      year: 2018,
      title: "torch.nn.Linear: kaiming_uniform_ with a = √5",
      link: "https://github.com/pytorch/pytorch/issues/15314",
    },
  ],
  caveats: [
    "Through ReLU layers the second moment of the signals falls to a sixth per layer (weights alone): to 10⁻⁴ of their size after ten layers.",
    "PyTorch keeps it only for backward compatibility (pytorch#15314, #57109).",
  ],
  differences: [
    "Fans are PyTorch's, from the shape alone: fanIn and fanOut of transposed convolutions are swapped.",
    "PyTorch's nn.MultiheadAttention has another default (Glorot uniform, zero biases); here attention's projections are treated as nn.Linear.",
  ],
  initialize: byRole({
    kernel: (stream, tensor) =>
      varianceScaling(stream, tensor, { scale: 1 / 3, mode: "fanIn", distribution: "uniform", fans: frameworkFans }),
    bias: pytorchBias,
    embedding: (stream, { shape }) => normalNoise(stream, sizeOf(shape), 1),
  }),
});

/** Keras's default for Dense and Conv2D. */
export const kerasDefault = defineInitializer({
  name: "keras-default",
  aliases: ["keras/default", "keras/dense-default", "keras/conv-default"],
  title: "Keras's default",
  formula: "W ~ U(±√(6 / (fanIn + fanOut))), b = 0",
  summary: "What Keras's Dense and Conv2D do without an initializer: Glorot uniform and zero biases.",
  references: [{ ...glorot2010, where: "eq. 16" }],
  caveats: ["Through ReLU layers of equal width the second moment halves per layer."],
  differences: [
    "Fans are Keras's: fanOut is not divided by the groups, the fans of transposed convolutions are swapped, and the fanIn of a depthwise kernel is too large by the number of channels (keras#11773). Elsewhere it is `glorot-uniform`.",
  ],
  initialize: byRole({
    kernel: (stream, tensor) =>
      varianceScaling(stream, tensor, { scale: 1, mode: "fanAverage", distribution: "uniform", fans: kerasFans }),
    embedding: (stream, { shape }) => uniformNoise(stream, sizeOf(shape), 0.05),
  }),
});
