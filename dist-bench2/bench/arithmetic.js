/**
 * How many multiplications and additions a training step needs: its convolutions' and products',
 * forward and backward.
 */
import { parseModel } from "../src/network/models/index.js";
import { arithmetic } from "../src/training/arithmetic.js";
import { buildTrainGraph } from "../src/training/train-graph.js";
import { networks } from "./problem.js";
export function stepArithmetic(name, batch) {
    const { model: text, shape } = networks[name];
    const { model, options } = parseModel(text);
    const layers = model.build({ input: shape, classes: 10 }, options);
    const source = { shape, type: "uint8", count: batch };
    const { graph } = buildTrainGraph({ layers, classes: 10, loss: "cross-entropy", source, labelCount: batch, batch }, { kind: "sgd", learningRate: 0.1 });
    const { products, convolutions } = arithmetic(graph);
    return products + convolutions;
}
