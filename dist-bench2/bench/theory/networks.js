/** The networks of the study of theory and simulation. */
import { glorotNormal, he, initialWeights } from "../../src/initializers/index.js";
import { activation, averagePool, batchNorm, conv, dense, dropout, flatten, globalAveragePool, layerNorm, maxPool, patchEmbedding, residual, selfAttention, sequential, } from "../../src/network/layers/index.js";
import { criticalPoint, gain } from "../../src/signal/index.js";
import { drawsOf } from "./draws.js";
/** Activations of all kinds: kinked, smooth, bounded, even in parts, positive. */
export const activationNames = [
    "relu",
    "leaky-relu",
    "elu",
    "selu",
    "gelu",
    "silu",
    "mish",
    "softplus",
    "sigmoid",
    "tanh",
    "softsign",
    "sin",
];
/** Layers with a kernel. */
export const DEPTH = 30;
/** Activations without an edge of chaos at q* = 1. */
const ORDERED = new Set(["softplus", "sigmoid"]);
/** The edge of chaos at q* = 1; where there is none, the gain and biases of 0.2. */
export function levelsOf(activation) {
    return ORDERED.has(activation) ? { sigmaW: gain(activation), sigmaB: 0.2 } : criticalPoint(activation, { qStar: 1 });
}
/** A dense network of width 512, 8 samples of 64 features. */
export const denseNetwork = (activation, width = 512, depth = DEPTH) => drawn(`dense ${activation}`, activation, [64], [...hidden(depth, () => dense(width, { activation })), dense(10)]);
/** A convolutional network of 128 channels, 8 images of 3 × 6 × 6. */
export const convNetwork = (activation, channels = 128, depth = DEPTH) => drawn(`conv ${activation}`, activation, [3, 6, 6], [...hidden(depth, () => conv(channels, 3, { padding: "same", activation })), flatten(), dense(10)]);
const hidden = (depth, layer) => Array.from({ length: depth - 1 }, layer);
const drawn = (name, activation, shape, layers) => ({
    name,
    layers: sequential(...layers),
    shape,
    rows: 8,
    draw: drawsOf(levelsOf(activation)),
});
/** Token by token a mean: `[N, T, F]` → `[N, F]`. */
const tokenMean = {
    kind: "tokenmean",
    apply: (x, { g }) => g.apply("ReduceMean", [x], { axes: [1], keepdims: 0 }),
};
const repeated = (times, layer) => sequential(...Array.from({ length: times }, layer));
/** A residual block of a transformer, with normalization before or behind its branches. */
const transformerBlock = (norm) => norm === "pre"
    ? sequential(residual(sequential(layerNorm(), selfAttention(4))), residual(sequential(layerNorm(), dense(128, { activation: "gelu" }), dense(64))))
    : sequential(residual(selfAttention(4)), layerNorm(), residual(sequential(dense(128, { activation: "gelu" }), dense(64))), layerNorm());
const relu = { activation: "relu" };
const same = { padding: "same", activation: "relu" };
/** Networks with branches, normalization, pooling, dropout and attention. */
const others = {
    "residual, activation first": {
        layers: sequential(dense(128), repeated(8, () => residual(sequential(activation("relu"), dense(128, relu), dense(128))))),
        shape: [64],
    },
    "residual, activation last": {
        layers: sequential(dense(128, relu), repeated(8, () => residual(sequential(dense(128, relu), dense(128)), relu))),
        shape: [64],
    },
    "residual with dropout": {
        layers: sequential(dense(128), repeated(8, () => residual(sequential(dense(128, { activation: "tanh" }), dropout(0.5), dense(128))))),
        shape: [64],
    },
    "residual, pre-norm": {
        layers: sequential(dense(128), repeated(6, () => residual(sequential(layerNorm(), dense(256, { activation: "gelu" }), dense(128)))), layerNorm()),
        shape: [64],
    },
    "residual, post-norm": {
        layers: sequential(dense(128), repeated(6, () => sequential(residual(sequential(dense(256, { activation: "gelu" }), dense(128))), layerNorm()))),
        shape: [64],
    },
    "batch norm": {
        layers: repeated(8, () => sequential(dense(128), batchNorm(), activation("relu"))),
        shape: [64],
        mode: "measure",
    },
    "max pooling": {
        layers: sequential(conv(64, 3, same), maxPool(2), conv(64, 3, same), maxPool(2), flatten(), dense(64, relu)),
        shape: [3, 12, 12],
    },
    "average pooling": {
        layers: sequential(conv(64, 3, same), averagePool(2), conv(64, 3, same), globalAveragePool()),
        shape: [3, 12, 12],
    },
    "attention, pre-norm": {
        layers: sequential(patchEmbedding(64, 4), repeated(4, () => transformerBlock("pre")), layerNorm(), tokenMean),
        shape: [3, 16, 16],
        init: "glorot",
    },
    "attention, post-norm": {
        layers: sequential(patchEmbedding(64, 4), repeated(4, () => transformerBlock("post")), tokenMean),
        shape: [3, 16, 16],
        init: "glorot",
    },
};
/** Ten networks that are no plain stacks, by He's method or Glorot's, the head at a tenth. */
export const otherNetworks = Object.entries(others).map(([name, { layers, shape, mode, init }]) => ({
    name,
    layers: sequential(layers, dense(10)),
    shape,
    rows: 64,
    ...(mode === undefined ? {} : { mode }),
    draw: (parameters, seed) => {
        const weights = initialWeights(init === "glorot" ? glorotNormal : he, parameters, seed);
        const head = parameters.find(({ role }) => role.kind === "kernel" && role.head === true).name;
        return { ...weights, [head]: weights[head].map((w) => w / 10) };
    },
}));
/** The same network with all kernels times a factor. */
export const scaledBy = (network, factor) => ({
    ...network,
    draw: (parameters, seed) => {
        const weights = network.draw(parameters, seed);
        const kernels = parameters.filter(({ role }) => role.kind === "kernel" && role.head !== true);
        return {
            ...weights,
            ...Object.fromEntries(kernels.map(({ name }) => [name, weights[name].map((w) => w * factor)])),
        };
    },
});
