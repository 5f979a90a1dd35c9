import { cast, mul, scale, shift } from "../../graph/expressions.js";
import { scalarActivations } from "../../signal/index.js";
const operator = (name, attributes = {}) => (g, x) => g.apply(name, [x], attributes);
const clip = (low, high) => (g, x) => g.apply("Clip", [x, g.scalar(low), g.scalar(high)]);
const table = [
    {
        name: "linear",
        scalar: scalarActivations.linear,
        apply: (_, x) => x,
        formula: "x",
        reference: "none",
    },
    {
        name: "relu",
        operator: "Relu",
        scalar: scalarActivations.relu,
        apply: operator("Relu"),
        formula: "max(0, x)",
        reference: "Nair and Hinton 2010",
        note: "the derivative at 0 is taken as 0",
    },
    {
        name: "leaky-relu",
        operator: "LeakyRelu",
        scalar: scalarActivations["leaky-relu"],
        apply: operator("LeakyRelu", { alpha: 0.01 }),
        formula: "x for x ≥ 0, else 0.01·x",
        reference: "Maas, Hannun and Ng 2013",
        note: "slope 0.01 as in PyTorch and JAX; Keras's LeakyReLU has 0.3",
    },
    {
        name: "elu",
        operator: "Elu",
        scalar: scalarActivations.elu,
        apply: operator("Elu", { alpha: 1 }),
        formula: "x for x ≥ 0, else exp(x) − 1",
        reference: "Clevert, Unterthiner and Hochreiter 2015",
    },
    {
        name: "selu",
        operator: "Selu",
        scalar: scalarActivations.selu,
        apply: operator("Selu"),
        formula: "1.0507·x for x ≥ 0, else 1.0507·1.6733·(exp(x) − 1)",
        reference: "Klambauer, Unterthiner, Mayr and Hochreiter 2017",
    },
    {
        name: "gelu",
        operator: "Gelu",
        scalar: scalarActivations.gelu,
        apply: (g, x) => mul(g, x, scale(g, shift(g, g.apply("Erf", [scale(g, x, Math.SQRT1_2)]), 1), 0.5)),
        formula: "x·Φ(x) = x·½·(1 + erf(x / √2))",
        reference: "Hendrycks and Gimpel 2016",
        note: "exact, as PyTorch and Keras by default; JAX's default is the tanh approximation",
    },
    {
        name: "gelu-tanh",
        scalar: scalarActivations["gelu-tanh"],
        apply: (g, x) => {
            const inner = mul(g, x, shift(g, scale(g, mul(g, x, x), 0.044715), 1));
            const gate = shift(g, g.apply("Tanh", [scale(g, inner, Math.sqrt(2 / Math.PI))]), 1);
            return mul(g, x, scale(g, gate, 0.5));
        },
        formula: "½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))",
        reference: "Hendrycks and Gimpel 2016",
        note: "GPT-2's GELU; JAX's default",
    },
    {
        name: "quick-gelu",
        scalar: scalarActivations["quick-gelu"],
        apply: (g, x) => mul(g, x, g.apply("Sigmoid", [scale(g, x, 1.702)])),
        formula: "x·sigmoid(1.702·x)",
        reference: "Hendrycks and Gimpel 2016",
        note: "CLIP's GELU",
    },
    {
        name: "silu",
        scalar: scalarActivations.silu,
        apply: (g, x) => mul(g, x, g.apply("Sigmoid", [x])),
        formula: "x·sigmoid(x)",
        reference: "Elfwing, Uchibe and Doya 2018; swish in Ramachandran, Zoph and Le 2017",
    },
    {
        name: "mish",
        operator: "Mish",
        scalar: scalarActivations.mish,
        apply: (g, x) => mul(g, x, g.apply("Tanh", [g.apply("Softplus", [x])])),
        formula: "x·tanh(log(1 + exp(x)))",
        reference: "Misra 2019",
    },
    {
        name: "softplus",
        operator: "Softplus",
        scalar: scalarActivations.softplus,
        apply: operator("Softplus"),
        formula: "log(1 + exp(x))",
        reference: "Dugas et al. 2001",
    },
    {
        name: "sigmoid",
        operator: "Sigmoid",
        scalar: scalarActivations.sigmoid,
        apply: operator("Sigmoid"),
        formula: "1 / (1 + exp(−x))",
        reference: "the logistic function",
    },
    {
        name: "tanh",
        operator: "Tanh",
        scalar: scalarActivations.tanh,
        apply: operator("Tanh"),
        formula: "tanh(x)",
        reference: "LeCun et al. 1998 for its use",
    },
    {
        name: "relu6",
        scalar: scalarActivations.relu6,
        apply: clip(0, 6),
        formula: "min(max(0, x), 6)",
        reference: "Krizhevsky 2010; Sandler et al. 2018 in MobileNetV2",
    },
    {
        name: "squared-relu",
        scalar: scalarActivations["squared-relu"],
        apply: (g, x) => {
            const y = g.apply("Relu", [x]);
            return mul(g, y, y);
        },
        formula: "max(0, x)²",
        reference: "So et al. 2021 (Primer)",
    },
    {
        name: "hard-tanh",
        scalar: scalarActivations["hard-tanh"],
        apply: clip(-1, 1),
        formula: "min(max(−1, x), 1)",
        reference: "Collobert 2004",
    },
    {
        name: "hard-sigmoid",
        scalar: scalarActivations["hard-sigmoid"],
        apply: operator("HardSigmoid", { alpha: 1 / 6, beta: 0.5 }),
        formula: "min(max(0, x / 6 + ½), 1)",
        reference: "Courbariaux, Bengio and David 2015; Howard et al. 2019 for the slope",
        note: "slope 1/6 as in PyTorch and Keras 3; Keras 2 and ONNX's default have 0.2",
    },
    {
        name: "hard-swish",
        scalar: scalarActivations["hard-swish"],
        apply: (g, x) => mul(g, x, g.apply("HardSigmoid", [x], { alpha: 1 / 6, beta: 0.5 })),
        formula: "x·min(max(0, x / 6 + ½), 1)",
        reference: "Howard et al. 2019 (MobileNetV3)",
    },
    {
        name: "softsign",
        operator: "Softsign",
        scalar: scalarActivations.softsign,
        apply: operator("Softsign"),
        formula: "x / (1 + |x|)",
        reference: "Bergstra et al. 2009",
    },
    {
        name: "log-sigmoid",
        scalar: scalarActivations["log-sigmoid"],
        apply: (g, x) => g.apply("Neg", [g.apply("Softplus", [g.apply("Neg", [x])])]),
        formula: "log(sigmoid(x))",
        reference: "the logarithm of the logistic function",
    },
    {
        name: "tanhshrink",
        scalar: scalarActivations.tanhshrink,
        apply: (g, x) => g.apply("Sub", [x, g.apply("Tanh", [x])]),
        formula: "x − tanh(x)",
        reference: "Torch 7",
    },
    {
        name: "softmax",
        apply: (g, x) => g.apply("Softmax", [x], { axis: x.shape.length === 4 ? 1 : -1 }),
        formula: "exp(xᵢ) / Σⱼ exp(xⱼ)",
        reference: "Bridle 1990",
        note: "along the channels of [N, C, H, W], else along the last axis",
    },
    {
        name: "sin",
        scalar: scalarActivations.sin,
        apply: operator("Sin"),
        formula: "sin(x)",
        reference: "Sitzmann et al. 2020",
    },
    {
        name: "step",
        scalar: scalarActivations.step,
        apply: (g, x) => {
            // The gradient is that of the clipped line: 1 inside [−1, 1], 0 outside.
            const line = g.apply("Clip", [x, g.scalar(-1), g.scalar(1)]);
            const hard = cast(g, g.apply("Greater", [x, g.scalar(0)]), "float32");
            return g.apply("Identity", [hard], {}, { gradientTo: line, name: "step" });
        },
        formula: "1 for x > 0, else 0",
        reference: "McCulloch and Pitts 1943; gradient: Hubara et al. 2016, eq. 4",
        note: "saturated straight-through estimator: the gradient is that of clip(x, −1, 1), since the true one is 0",
    },
];
/** Every built-in activation by name. All but softmax act on each element alone. */
export const activations = Object.fromEntries(table.map((activation) => [activation.name, activation]));
