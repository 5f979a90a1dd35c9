/** Convolutional networks without skip connections. */
import { integer } from "../../options.js";
import { activation as activationLayer } from "../layers/activation.js";
import { conv } from "../layers/conv.js";
import { dense, flatten } from "../layers/dense.js";
import { dropout } from "../layers/dropout.js";
import { batchNorm } from "../layers/normalization.js";
import { globalAveragePool, maxPool } from "../layers/pooling.js";
import { sequential } from "../layers/sequential.js";
import { requireImages } from "./images.js";
import { defineModel } from "./model.js";
import { activationOption, normOption } from "./options.js";
/**
 * The plain networks that He et al. 2015 compare with their residual ones, without batch
 * normalization: signals reach the head only through every layer, so the network shows what an
 * initialization does to their size.
 */
export const plainCnn = defineModel({
    name: "plain_cnn",
    summary: "depth × conv 3×3 in three stages of width, 2·width and 4·width filters, each at half the size of the one before – " +
        "mean over the image – dense classes",
    options: {
        depth: integer(20, 3, 1000, "number of convolutions"),
        width: integer(16, 1, 1024, "filters of the first stage"),
        activation: activationOption("relu"),
    },
    recipe: {
        loss: "cross-entropy",
        optimizer: { kind: "sgd", learningRate: 0.01, momentum: 0.9 },
        batch: 128,
        epochs: 20,
    },
    reference: "He, Zhang, Ren and Sun 2015, section 4.2, without batch normalization",
    build: (problem, options) => {
        requireImages("plain_cnn", problem, 4);
        const depth = options.depth;
        const convolutions = Array.from({ length: depth }, (_, i) => {
            const stage = Math.floor((3 * i) / depth);
            const opens = i > 0 && stage > Math.floor((3 * (i - 1)) / depth);
            return conv(options.width * 2 ** stage, 3, {
                padding: 1,
                stride: opens ? 2 : 1,
                activation: options.activation,
            });
        });
        return sequential(...convolutions, globalAveragePool(), dense(problem.classes));
    },
});
/** VGG's pattern, two 3×3 convolutions and a pooling per stage, at a size that a laptop trains. */
export const vggSmall = defineModel({
    name: "vgg_small",
    summary: "3 × (conv 3×3 – conv 3×3 – max-pool 2) with width, 2·width and 4·width filters – dense 8·width – dropout .5 – " +
        "dense classes",
    options: {
        width: integer(32, 1, 1024, "filters of the first stage"),
        activation: activationOption("relu"),
        norm: normOption("none"),
    },
    recipe: {
        loss: "cross-entropy",
        optimizer: { kind: "sgd", learningRate: 0.02, momentum: 0.9, weightDecay: 5e-4 },
        schedule: { kind: "cosine" },
        batch: 128,
        epochs: 30,
        augmentation: { shift: 0.1 }, // no flips: a mirrored digit is no digit
    },
    reference: "after Simonyan and Zisserman 2014",
    build: (problem, options) => {
        requireImages("vgg_small", problem, 8);
        const width = options.width;
        const activation = options.activation;
        const convolution = (filters) => options.norm === "batch"
            ? [conv(filters, 3, { padding: "same", bias: false }), batchNorm(), activationLayer(activation)]
            : [conv(filters, 3, { padding: "same", activation })];
        const stages = [width, 2 * width, 4 * width].flatMap((filters) => [
            ...convolution(filters),
            ...convolution(filters),
            maxPool(2),
        ]);
        return sequential(...stages, flatten(), dense(8 * width, { activation }), dropout(0.5), dense(problem.classes));
    },
});
