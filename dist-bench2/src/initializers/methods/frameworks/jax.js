/** JAX's initializers, and what Flax's layers do without an initializer. */
import { sizeOf } from "../../../graph/tensor.js";
import { jaxFans } from "../../../network/fans.js";
import { real } from "../../../options.js";
import { defineInitializer } from "../../initializer.js";
import { byRole, constant } from "../../parts/by-role.js";
import { haar } from "../../parts/linear-algebra/index.js";
import { normalNoise, uniformBetween } from "../../parts/noise.js";
import { frameworkScaling, points } from "./scaling.js";
const { glorot, he, lecun } = points;
const reference = {
    authors: "JAX",
    year: 2020,
    title: "jax.nn.initializers",
    link: "https://docs.jax.dev/en/latest/jax.nn.initializers.html",
};
const jax = {
    prefix: "jax",
    title: "JAX",
    reference,
    fans: jaxFans,
    differences: [
        "Fans come from the kernel's shape [..., in, out]: fanOut is not divided by groups or strides, nor a transposed convolution's fanIn by strides.",
        "The options in_axis, out_axis and batch_axis have their defaults.",
    ],
};
const jaxUniform = defineInitializer({
    name: "jax/uniform",
    title: "JAX: uniform",
    formula: "W ~ U(0, scale)",
    summary: "What JAX calls uniform: from 0 to scale, so its mean is not 0.",
    references: [
        reference,
        { ...reference, title: "Uniform initializer is one-sided", link: "https://github.com/google/flax/issues/4127" },
    ],
    options: { scale: real(0.01, 0, 1e6, "the upper bound") },
    caveats: [
        "All weights are positive, with mean scale / 2: every unit starts close to the mean of its inputs, times a constant (flax#4127, jax#1195).",
    ],
    differences: ["Other frameworks' uniform noise is symmetric around 0: `uniform`."],
    initialize: byRole({
        kernel: (stream, { shape }, { scale }) => uniformBetween(stream, sizeOf(shape), 0, scale),
    }),
});
const jaxNormal = defineInitializer({
    name: "jax/normal",
    title: "JAX: normal",
    formula: "W ~ N(0, stddev²)",
    summary: "What JAX calls normal, with its standard deviation of 0.01.",
    references: [reference],
    options: { stddev: real(0.01, 0, 1e6, "standard deviation") },
    caveats: ["One size for all layers, whatever their fans."],
    initialize: byRole({
        kernel: (stream, { shape }, { stddev }) => normalNoise(stream, sizeOf(shape), stddev),
    }),
});
/**
 * `variance_scaling(1, "fan_in", "normal", out_axis=0)` on `[entries, width]`: its fan is the
 * width.
 */
const flaxEmbedding = (stream, { shape }) => normalNoise(stream, sizeOf(shape), Math.sqrt(1 / (shape.at(-1) ?? 1)));
/** Linen's recurrent cells have one orthogonal kernel per gate. */
const flaxHiddenKernel = (stream, { shape }) => Float32Array.from(haar(stream, shape[0], shape[1]).values);
const flaxDefault = defineInitializer({
    ...frameworkScaling({ ...jax, prefix: "flax", title: "Flax" }, { called: "default", ...lecun, distribution: "truncated-normal" }, { embedding: flaxEmbedding, "hidden-kernel": flaxHiddenKernel, slope: constant(0.01) }),
    title: "Flax's default",
    summary: "What Flax's Dense and Conv do without an initializer: LeCun's truncated normal and zero biases; embeddings N(0, 1 / width), kernels of a recurrent cell's hidden state orthogonal.",
    aliases: ["flax/dense-default", "flax/conv-default", "flax/embed-default"],
    caveats: ["Through ReLU layers the second moment halves per layer."],
    differences: [
        ...jax.differences,
        "In nnx GRUCell and OptimizedLSTMCell have one kernel of the hidden state for all gates, orthogonal as a whole; here, as in linen and in nnx's LSTMCell, each gate's is.",
    ],
});
/** The methods of JAX and Flax. */
export const jaxMethods = [
    frameworkScaling(jax, { called: "glorot_uniform", ...glorot, distribution: "uniform" }),
    frameworkScaling(jax, { called: "glorot_normal", ...glorot, distribution: "truncated-normal" }),
    frameworkScaling(jax, { called: "he_uniform", ...he, distribution: "uniform" }),
    frameworkScaling(jax, { called: "he_normal", ...he, distribution: "truncated-normal" }),
    frameworkScaling(jax, { called: "lecun_uniform", ...lecun, distribution: "uniform" }),
    frameworkScaling(jax, { called: "lecun_normal", ...lecun, distribution: "truncated-normal" }),
    jaxUniform,
    jaxNormal,
    flaxDefault,
];
