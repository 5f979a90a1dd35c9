import { integer } from "../../options.js";
import { dense, flatten } from "../layers/dense.js";
import { sequential } from "../layers/sequential.js";
import { defineModel } from "./model.js";
import { activationOption } from "./options.js";
/** A multilayer perceptron, for samples of any shape. */
export const mlp = defineModel({
    name: "mlp",
    summary: "flatten – depth × (dense width, activation) – dense classes",
    options: {
        depth: integer(6, 0, 1000, "number of hidden layers"),
        width: integer(128, 1, 16384, "units of each hidden layer"),
        activation: activationOption("relu"),
    },
    // Not published. Eight epochs of `glyphs` show differences between good initializers, and leave
    // bad ones where they start.
    recipe: {
        loss: "cross-entropy",
        optimizer: { kind: "sgd", learningRate: 0.1 },
        schedule: { kind: "cosine" },
        batch: 128,
        epochs: 8,
    },
    build: ({ classes }, options) => {
        const hidden = { activation: options.activation };
        const layers = Array.from({ length: options.depth }, () => dense(options.width, hidden));
        return sequential(flatten(), ...layers, dense(classes));
    },
});
