/** The two example networks of Keras in 2018, which the 2019 paper's figures come from. */
import { conv } from "../layers/conv.js";
import { dense, flatten } from "../layers/dense.js";
import { dropout } from "../layers/dropout.js";
import { maxPool } from "../layers/pooling.js";
import { sequential } from "../layers/sequential.js";
import { requireImages } from "./images.js";
import { defineModel } from "./model.js";
const relu = { activation: "relu" };
/** Keras's example for MNIST. */
export const mnistCnn = defineModel({
    name: "mnist_cnn",
    summary: "conv 3×3×32 – conv 3×3×64 – max-pool 2 – dropout .25 – dense 128 – dropout .5 – dense classes; ReLU; " +
        "1,199,882 parameters on MNIST",
    options: {},
    recipe: {
        loss: "cross-entropy",
        optimizer: { kind: "adadelta", learningRate: 1, rho: 0.95, epsilon: 1e-7 },
        batch: 128,
        epochs: 12,
    },
    reference: "Keras examples/mnist_cnn.py, 2018",
    build: (problem) => {
        requireImages("mnist_cnn", problem, 6);
        return sequential(conv(32, 3, relu), conv(64, 3, relu), maxPool(2), dropout(0.25), flatten(), dense(128, relu), dropout(0.5), dense(problem.classes));
    },
});
/**
 * Keras's example for CIFAR-10. Its script runs 100 epochs and says "75% validation accuracy in 25
 * epochs, 79% after 50"; the recipe here stops at 25.
 */
export const cifar10Cnn = defineModel({
    name: "cifar10_cnn",
    summary: "2 × (conv 3×3 same – conv 3×3 – max-pool 2 – dropout .25) with 32 and 64 filters – dense 512 – dropout .5 – " +
        "dense classes; ReLU; 1,250,858 parameters on CIFAR-10",
    options: {},
    recipe: {
        loss: "cross-entropy",
        optimizer: { kind: "rmsprop", learningRate: 1e-4, decay: 1e-6, rho: 0.9, epsilon: 1e-7 },
        batch: 32,
        epochs: 25,
        augmentation: { shift: 0.1, flip: true },
    },
    reference: "Keras examples/cifar10_cnn.py, 2018",
    build: (problem) => {
        requireImages("cifar10_cnn", problem, 10);
        const stage = (filters) => [
            conv(filters, 3, { ...relu, padding: "same" }),
            conv(filters, 3, relu),
            maxPool(2),
            dropout(0.25),
        ];
        return sequential(...stage(32), ...stage(64), flatten(), dense(512, relu), dropout(0.5), dense(problem.classes));
    },
});
