/** What the layers of PyTorch and Keras do without an initializer. */
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../../graph/tensor.js";
import { frameworkFans, kerasFans } from "../../../network/fans.js";
import { defineInitializer } from "../../initializer.js";
import { byRole, constant } from "../../parts/by-role.js";
import { haar } from "../../parts/linear-algebra/index.js";
import { normalNoise, uniformNoise } from "../../parts/noise.js";
import { varianceScaling } from "../../parts/variance-scaling.js";
import { glorot2010 } from "../../references.js";
/**
 * U(±1/√fanIn) by the fan of the layer's kernel; zeros for a bias without a kernel. Of a recurrent
 * layer U(±1/√H), with H its hidden units.
 */
const pytorchBias = (stream, { name, shape, role }) => {
    if (role.recurrent !== undefined)
        return uniformNoise(stream, sizeOf(shape), 1 / Math.sqrt(role.recurrent.units));
    return role.kernel === undefined
        ? new Float32Array(sizeOf(shape))
        : uniformNoise(stream, sizeOf(shape), 1 / Math.sqrt(frameworkFans({ name, shape: role.kernel.shape }).fanIn));
};
/** N(0, 1) and a row of zeros for `padding_idx`. */
const pytorchEmbedding = (stream, { shape, role: { paddingRow } }) => {
    const table = normalNoise(stream, sizeOf(shape), 1);
    const width = table.length / shape[0];
    return paddingRow === undefined ? table : table.fill(0, paddingRow * width, (paddingRow + 1) * width);
};
/** PyTorch's default for Linear and Conv2d. */
export const pytorchDefault = defineInitializer({
    name: "pytorch-default",
    aliases: ["pytorch/default", "pytorch/linear-default", "pytorch/conv-default", "pytorch/embedding-default"],
    title: "PyTorch's default",
    formula: "W, b ~ U(±1/√fanIn), in LSTM, GRU and RNN U(±1/√H) for H hidden units",
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
        "PyTorch's LSTM has no peepholes; here they are drawn as its other numbers.",
        "PyTorch's nn.MultiheadAttention has another default (Glorot uniform on the stacked query, key and value, the output's as nn.Linear, zero biases); here attention's projections are treated as nn.Linear.",
    ],
    initialize: byRole({
        kernel: (stream, tensor, options) => tensor.role.recurrent === undefined
            ? varianceScaling(stream, tensor, { scale: 1 / 3, mode: "fanIn", distribution: "uniform", fans: frameworkFans })
            : pytorchBias(stream, tensor, options),
        bias: pytorchBias,
        "hidden-bias": pytorchBias,
        embedding: pytorchEmbedding,
    }),
});
/** The last matrix of each network: it is slow to draw, and the gates of a layer share it. */
const lastStacked = new WeakMap();
function stackedKernel(network, layer, rows, columns) {
    const last = lastStacked.get(network);
    if (last?.layer === layer && last.matrix.rows === rows && last.matrix.columns === columns)
        return last.matrix;
    const matrix = haar(network.streamOf(layer), rows, columns);
    lastStacked.set(network, { layer, matrix });
    return matrix;
}
/**
 * The kernels of all gates are one matrix in Keras, `[H, gates · H]` with orthonormal rows. Each
 * gate is its part of that matrix, transposed as ONNX has it, and drawn from the stream that the
 * layer's gates share.
 */
const kerasHiddenKernel = (_stream, { name, shape, role }, _options, network) => {
    if (network === undefined) {
        throw new InputError(`keras-default: the kernel "${name}" is a part of the matrix of all gates: initialize the layer at once, with initialWeights on all of its tensors.`);
    }
    const { layer, index, gates } = role.recurrent;
    const size = sizeOf(shape);
    const { values } = stackedKernel(network, layer, gates * shape[0], shape[1]);
    return Float32Array.from(values.subarray(index * size, (index + 1) * size));
};
/** Zeros; ones for the forget gates of an LSTM (`unit_forget_bias`). */
const kerasBias = (_stream, { shape, role }) => new Float32Array(sizeOf(shape)).fill(role.recurrent?.gate === "forget" ? 1 : 0);
/** Keras's default for Dense, Conv2D and recurrent layers. */
export const kerasDefault = defineInitializer({
    name: "keras-default",
    aliases: ["keras/default", "keras/dense-default", "keras/conv-default"],
    title: "Keras's default",
    formula: "W ~ U(±√(6 / (fanIn + fanOut))), b = 0; kernels of hidden states orthogonal, forget gates b = 1",
    summary: "What Keras's Dense and Conv2D do without an initializer: Glorot uniform and zero biases.",
    references: [{ ...glorot2010, where: "eq. 16" }],
    caveats: [
        "Through ReLU layers of equal width the second moment halves per layer.",
        "Keras stacks the gates of LSTM and GRU: fanOut counts the units of all gates, and the stacked kernel of the hidden state is orthogonal, not each gate's.",
    ],
    differences: [
        "Fans are Keras's: fanOut is not divided by the groups, the fans of transposed convolutions are swapped, and the fanIn of a depthwise kernel is too large by the number of channels (keras#11773). Elsewhere it is `glorot-uniform`.",
        "Attention's projections are as Dense, heads side by side; before keras#22789 (2026) their kernels [width, heads, size] counted as convolutions, so that the fanIn was too large by the number of heads.",
        "Keras has one bias per gate where ONNX adds two (GRU with reset_after has two): that of the input has Keras's numbers, that of the hidden state is 0.",
    ],
    initialize: byRole({
        kernel: (stream, tensor) => varianceScaling(stream, tensor, { scale: 1, mode: "fanAverage", distribution: "uniform", fans: kerasFans }),
        "hidden-kernel": kerasHiddenKernel,
        bias: kerasBias,
        embedding: (stream, { shape }) => uniformNoise(stream, sizeOf(shape), 0.05),
        slope: constant(0),
    }),
});
