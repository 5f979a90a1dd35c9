import { choice } from "../../options.js";
import { activation as activationLayer } from "../layers/activation.js";
import { conv } from "../layers/conv.js";
import { dense } from "../layers/dense.js";
import { batchNorm } from "../layers/normalization.js";
import { globalAveragePool } from "../layers/pooling.js";
import { padShortcut, residual } from "../layers/residual.js";
import { sequential } from "../layers/sequential.js";
import { requireImages } from "./images.js";
import { defineModel } from "./model.js";
import { activationOption } from "./options.js";
/**
 * The paper's network for CIFAR-10: three stages of three blocks of two convolutions, 16, 32 and 64
 * filters, and shortcuts without parameters (its option A: every second row and column, zeros for
 * new channels). The paper divides the rate by ten after 82 and 123 of 164 epochs, and crops after
 * padding by 4 zeros. The recipe here is what our schedules can express: it divides the rate by ten
 * after every 60 of 160 epochs, and shifts by an eighth of the image with the edge repeated.
 */
export const resnet20 = defineModel({
    name: "resnet20",
    summary: "conv 3×3×16 – 9 residual blocks of two 3×3 convolutions with 16, 32 and 64 filters – mean over the image – " +
        "dense classes; 269,722 parameters on CIFAR-10",
    options: {
        norm: choice("batch", ["batch", "none", "scale"], "normalization after each convolution; none: biases instead; scale: biases, and a learned scalar at the end of each branch (SkipInit)"),
        activation: activationOption("relu"),
    },
    recipe: {
        loss: "cross-entropy",
        optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 },
        schedule: { kind: "step", every: 60, factor: 0.1 },
        batch: 128,
        epochs: 160,
        augmentation: { shift: 0.125, flip: true },
    },
    reference: "He, Zhang, Ren and Sun 2015, section 4.2",
    build: (problem, options) => {
        requireImages("resnet20", problem, 4);
        const activation = options.activation;
        const norm = options.norm === "batch" ? [batchNorm()] : [];
        const convolution = (filters, stride) => sequential(conv(filters, 3, { padding: 1, stride, bias: norm.length === 0 }), ...norm);
        const blocks = [16, 32, 64].flatMap((filters, stage) => [0, 1, 2].map((i) => {
            const stride = stage > 0 && i === 0 ? 2 : 1;
            const branch = sequential(convolution(filters, stride), activationLayer(activation), convolution(filters, 1));
            return residual(branch, {
                activation,
                scale: options.norm === "scale",
                ...(stride === 1 ? {} : { shortcut: padShortcut(filters, stride) }),
            });
        }));
        return sequential(convolution(16, 1), activationLayer(activation), ...blocks, globalAveragePool(), dense(problem.classes));
    },
});
