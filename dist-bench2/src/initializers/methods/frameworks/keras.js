/** The initializers of Keras (today's and those before 2018) and of TensorFlow.js. */
import { sizeOf } from "../../../graph/tensor.js";
import { kerasFans } from "../../../network/fans.js";
import { constant } from "../../parts/by-role.js";
import { uniformNoise } from "../../parts/noise.js";
import { frameworkScaling, points } from "./scaling.js";
const { glorot, he, lecun } = points;
const fanDefects = [
    "Fans come from the kernel's shape alone: fanOut is not divided by groups or strides, and the fans of transposed convolutions are swapped (tensorflow#31192, closed as intended).",
    "The fanIn of a depthwise kernel is too large by the number of channels, so its weights are too small by the square root of that number (keras#11773).",
    "Kernels of the gates of LSTM and GRU are stacked: fanOut counts the units of all gates. In Keras only the input's kernels have this initializer and forget gates a bias of 1: `keras-default`; here the hidden state's have it too, and biases are 0.",
];
/** Keras's layers draw embeddings from U(±0.05), and start slopes of PReLU at 0. */
const others = {
    embedding: ((stream, { shape }) => uniformNoise(stream, sizeOf(shape), 0.05)),
    slope: constant(0),
};
const keras = {
    prefix: "keras",
    title: "Keras",
    reference: {
        authors: "F. Chollet and others",
        year: 2018,
        title: "Keras: initializers, since keras#9963",
        link: "https://keras.io/api/layers/initializers/",
    },
    fans: kerasFans,
    differences: fanDefects,
};
const keras2018 = {
    prefix: "keras-2018",
    title: "Keras before 2018",
    reference: {
        authors: "F. Chollet and others",
        year: 2017,
        title: "Keras: initializers, before the correction of keras#9963",
        link: "https://github.com/keras-team/keras/issues/8048",
    },
    fans: kerasFans,
    differences: fanDefects,
    cutCaveats: [
        "The truncated normal is not stretched: the variance is 0.774 of nominal (keras#8048, corrected by keras#9963; tensorflow#18706).",
    ],
};
const tfjs = {
    prefix: "tfjs",
    title: "TensorFlow.js",
    reference: {
        authors: "TensorFlow.js",
        year: 2025,
        title: "tfjs-layers: initializers.ts, as of June 2025",
        link: "https://github.com/tensorflow/tfjs/issues/8594",
    },
    fans: kerasFans,
    caveats: [
        "In tfjs, seed 0 counts as no seed for normal draws, and layers with the same seed get the same numbers; before November 2022 uniform initializers ignored seeds (tfjs#7104, #7108). Here seeds work.",
    ],
    differences: [
        ...fanDefects,
        "In tfjs the forget gates of an LSTM start at 0 unless unitForgetBias is set.",
        "For depthwise fans see also tfjs#8568: an output variance of 0.016 instead of 1.",
    ],
    cutCaveats: ["The truncated normal is not stretched: the variance is 0.774 of nominal (tfjs#8594, open)."],
};
/** The methods of Keras and TensorFlow.js. */
export const kerasMethods = [
    frameworkScaling(keras, { called: "glorot_uniform", ...glorot, distribution: "uniform" }, others),
    frameworkScaling(keras, { called: "glorot_normal", ...glorot, distribution: "truncated-normal" }, others),
    frameworkScaling(keras, { called: "he_uniform", ...he, distribution: "uniform" }, others),
    frameworkScaling(keras, { called: "he_normal", ...he, distribution: "truncated-normal" }, others),
    frameworkScaling(keras, { called: "lecun_uniform", ...lecun, distribution: "uniform" }, others),
    frameworkScaling(keras, { called: "lecun_normal", ...lecun, distribution: "truncated-normal" }, others),
    frameworkScaling(keras2018, { called: "glorot_normal", ...glorot, distribution: "cut" }, others),
    frameworkScaling(keras2018, { called: "he_normal", ...he, distribution: "cut" }, others),
    frameworkScaling(keras2018, { called: "lecun_normal", ...lecun, distribution: "cut" }, others),
    frameworkScaling(tfjs, { called: "glorotUniform", ...glorot, distribution: "uniform" }, others),
    frameworkScaling(tfjs, { called: "glorotNormal", ...glorot, distribution: "cut" }, others),
    frameworkScaling(tfjs, { called: "heUniform", ...he, distribution: "uniform" }, others),
    frameworkScaling(tfjs, { called: "heNormal", ...he, distribution: "cut" }, others),
    frameworkScaling(tfjs, { called: "leCunUniform", ...lecun, distribution: "uniform" }, others),
    frameworkScaling(tfjs, { called: "leCunNormal", ...lecun, distribution: "cut" }, others),
];
