import { choice } from "../../options.js";
import { conv } from "../layers/conv.js";
import { dense, flatten } from "../layers/dense.js";
import { averagePool, maxPool } from "../layers/pooling.js";
import { sequential } from "../layers/sequential.js";
import { requireImages } from "./images.js";
import { defineModel } from "./model.js";
import { activationOption } from "./options.js";
/**
 * LeNet-5 as it is commonly built today: plain average pooling, full connections between the
 * convolutions, a dense softmax head. LeCun et al. 1998 have trained pooling coefficients, a
 * partial connection table, a scaled tanh and an RBF output. Images of 28 pixels are padded by 2,
 * as theirs were. Many of today's copies have ReLU and max-pooling:
 * `lenet5:activation=relu,pooling=max`.
 */
export const lenet5 = defineModel({
    name: "lenet5",
    summary: "conv 5×5×6 – pool 2 – conv 5×5×16 – pool 2 – dense 120 – dense 84 – dense classes; tanh; 61,706 parameters on MNIST",
    options: {
        activation: activationOption("tanh"),
        pooling: choice("average", ["average", "max"], "kind of pooling"),
    },
    recipe: {
        loss: "cross-entropy",
        optimizer: { kind: "sgd", learningRate: 0.05, momentum: 0.9 },
        batch: 128,
        epochs: 20,
    },
    reference: "LeCun, Bottou, Bengio and Haffner 1998",
    build: (problem, options) => {
        const { height, width } = requireImages("lenet5", problem, 12);
        const hidden = { activation: options.activation };
        const pool = () => (options.pooling === "max" ? maxPool(2) : averagePool(2));
        return sequential(conv(6, 5, { ...hidden, padding: Math.min(height, width) < 32 ? 2 : 0 }), pool(), conv(16, 5, hidden), pool(), flatten(), dense(120, hidden), dense(84, hidden), dense(problem.classes));
    },
});
