/**
 * What the layers of frameworks draw by default, and its known defects. Read this
 * first.
 */
import { unknownName } from "../errors.js";
import { frameworkFans, jaxFans, kerasFans } from "../network/fans.js";
import { normal, truncatedNormal, uniform, value } from "./distribution.js";
const isTransposed = ({ role }) => role.operation === "transposed-convolution";
const isDepthwise = ({ role, shape }) => role.operation === "convolution" && (role.groups ?? 1) > 1 && shape[1] === 1;
const isGrouped = ({ role }) => (role.groups ?? 1) > 1;
const strides = ({ role }) => (role.stride ?? []).reduce((all, s) => all * s, 1);
const unstrided = {
    text: "In a strided transposed convolution only one tap in s reaches an output, s being the product of the strides; no framework's fan in accounts for that.",
    issues: [],
};
function swapped(tensor, text, issues) {
    if (!isTransposed(tensor))
        return [];
    return [{ text, issues }, ...(strides(tensor) > 1 ? [unstrided] : [])];
}
const zero = value(0);
const twoOverFans = ({ fanIn, fanOut }) => 2 / (fanIn + fanOut);
const kerasDefects = (tensor) => [
    ...(isDepthwise(tensor)
        ? [
            {
                text: "Keras takes the fan in of a depthwise kernel [h, w, in, multiplier] as in · h · w; it is h · w. The weights are too small.",
                issues: ["keras#11773"],
            },
        ]
        : isGrouped(tensor)
            ? [{ text: "Fan out is not divided by the groups.", issues: [] }]
            : []),
    ...swapped(tensor, "The fans of transposed convolutions are swapped (closed as intended); Glorot's sum hides it.", [
        "tensorflow#31192",
    ]),
];
const flax = {
    method: "flax/default",
    fans: jaxFans,
    kernel: ({ fanIn }) => truncatedNormal(Math.sqrt(1 / fanIn), "stretched"),
    embedding: (shape) => normal(Math.sqrt(1 / shape[1])),
    bias: () => zero,
    defects: (tensor) => (isTransposed(tensor) && strides(tensor) > 1 ? [unstrided] : []),
};
/** Every framework, in one literal table. */
export const frameworks = [
    {
        name: "pytorch",
        title: "PyTorch",
        method: "pytorch-default",
        summary: "Linear and Conv call kaiming_uniform_ with a = √5, which is U(±1/√fanIn); biases too. Embeddings are N(0, 1), with zeros for padding_idx. All numbers of LSTM, GRU and RNN are U(±1/√H), with H hidden units. MultiheadAttention draws its stacked projections by xavier_uniform_ and the output's as Linear does; its biases are 0.",
        fans: frameworkFans,
        kernel: ({ fanIn }) => uniform(1 / Math.sqrt(fanIn)),
        embedding: () => normal(1),
        bias: ({ fanIn }) => uniform(1 / Math.sqrt(fanIn)),
        defects: (tensor) => [
            ...(tensor.role.kind === "kernel"
                ? [
                    {
                        text: "A sixth of He's variance, kept for backward compatibility; maintainers decline to change it.",
                        issues: ["pytorch#1667", "pytorch#15314", "pytorch#57109", "pytorch#129302"],
                    },
                ]
                : []),
            ...swapped(tensor, "Fan in is computed from axis 1, which holds the outputs of a transposed convolution.", []),
            ...(isGrouped(tensor) && !isTransposed(tensor)
                ? [
                    {
                        text: "Fan in is right; fan out, which xavier_* and mode='fan_out' use, is too large by the groups.",
                        issues: ["pytorch#23854"],
                    },
                ]
                : []),
            ...((tensor.role.fused ?? 1) > 1
                ? [
                    {
                        text: "With xavier_*, as nn.MultiheadAttention has it, the stacked matrix counts as one: fan out is too large and the variance too small.",
                        issues: ["pytorch#166378"],
                    },
                ]
                : []),
        ],
    },
    {
        name: "keras",
        title: "Keras",
        method: "keras-default",
        summary: "Dense and Conv draw glorot_uniform, biases are 0. Embeddings are U(±0.05). LSTM, GRU and SimpleRNN have orthogonal kernels of the hidden state, all gates stacked, and an LSTM's forget gates a bias of 1. MultiHeadAttention's projections are as Dense; before keras#22789 (2026) their kernels [width, heads, size] counted as convolutions, with a fan in of width · heads.",
        fans: kerasFans,
        kernel: (fans) => uniform(Math.sqrt(3 * twoOverFans(fans))),
        embedding: () => uniform(0.05),
        bias: () => zero,
        defects: kerasDefects,
    },
    {
        ...flax,
        name: "jax",
        title: "JAX (Flax)",
        summary: "JAX itself has no layers; these are Flax's: Dense and Conv draw lecun_normal (truncated), biases are 0, embeddings N(0, 1 / width); recurrent cells have one orthogonal kernel of the hidden state per gate, but nnx's GRUCell and OptimizedLSTMCell one for all gates.",
    },
    {
        ...flax,
        name: "flax",
        title: "Flax",
        summary: "Dense and Conv draw lecun_normal (truncated), biases are 0. Embeddings are N(0, 1 / width). Recurrent cells have one orthogonal kernel of the hidden state per gate, but nnx's GRUCell and OptimizedLSTMCell one for all gates.",
    },
    {
        name: "tfjs",
        title: "TensorFlow.js",
        method: "tfjs/glorotNormal",
        summary: "Dense and Conv draw glorotNormal, biases are 0. Embeddings are U(±0.05). LSTM, GRU and SimpleRNN have orthogonal kernels of the hidden state, all gates stacked; an LSTM's forget gates start at 0, not at Keras's 1, unless unitForgetBias is set.",
        fans: kerasFans,
        kernel: (fans) => truncatedNormal(Math.sqrt(twoOverFans(fans)), "cut"),
        embedding: () => uniform(0.05),
        bias: () => zero,
        lacks: (tensor) => (isGrouped(tensor) && !isDepthwise(tensor) ? "grouped convolutions" : undefined),
        defects: (tensor) => [
            ...(tensor.role.kind === "kernel"
                ? [
                    {
                        text: "The truncated normal is not stretched: its variance is 0.774 of Glorot's.",
                        issues: ["tfjs#8594"],
                    },
                    {
                        text: "Seed 0 counts as no seed, and layers with the same seed get the same numbers.",
                        issues: [],
                    },
                ]
                : []),
            ...kerasDefects(tensor).map((defect) => defect.issues.includes("keras#11773") ? { ...defect, issues: [...defect.issues, "tfjs#8568"] } : defect),
        ],
    },
    {
        name: "caffe",
        title: "Caffe",
        method: "caffe/xavier",
        summary: 'The default filler is constant 0, with which a network learns nothing; prototxts write type: "xavier", which is this: U(±√(3 / fanIn)), biases 0.',
        fans: frameworkFans,
        kernel: ({ fanIn }) => uniform(Math.sqrt(3 / fanIn)),
        embedding: (shape) => uniform(Math.sqrt(3 / shape[1])),
        bias: () => zero,
        defects: (tensor) => swapped(tensor, "Fan in is the blob's size over its first axis, which holds the inputs of a deconvolution.", []),
    },
];
/** @throws InputError with "did you mean" */
export function findFramework(name) {
    const match = frameworks.find((framework) => framework.name === name);
    if (match !== undefined)
        return match;
    throw unknownName("framework", name, frameworks.map((framework) => framework.name));
}
/** "pytorch#23854" → its address. */
export function issueLink(issue) {
    const [name, number] = issue.split("#");
    return `https://github.com/${repositories[name ?? ""] ?? name}/issues/${number}`;
}
const repositories = {
    pytorch: "pytorch/pytorch",
    keras: "keras-team/keras",
    tensorflow: "tensorflow/tensorflow",
    tfjs: "tensorflow/tfjs",
};
