import { findInitializer, initialWeights } from "../../src/initializers/index.js";
import { conv, dense, flatten, globalAveragePool, sequential } from "../../src/network/layers/index.js";
import { criticalPoint } from "../../src/signal/index.js";
import { compileProblem } from "../../src/training/compile-problem.js";
import { evaluate } from "../../src/training/evaluate.js";
import { trainSteps } from "./train-steps.js";
/**
 * Convolutions of 3 × 3 at 14 × 14 (the first has stride 2), all pixels (or their mean) to a dense
 * layer. Delta-orthogonal gets the σ_w and σ_b of criticality at q* = 0.01, so what is compared is
 * a start at criticality.
 */
export async function trainDeepTanh(runtime, dataset, settings) {
    const { init, learningRate, depth = 200, width, steps = 600, batch = 16, head = "flatten" } = settings;
    const convolution = (stride = 1) => conv(width, 3, { padding: 1, stride, activation: "tanh" });
    const layers = sequential(convolution(2), ...Array.from({ length: depth - 1 }, () => convolution()), head === "mean" ? globalAveragePool() : flatten(), dense(10));
    const optimizer = { kind: "adam", learningRate };
    const problem = await compileProblem(runtime, dataset, layers, {
        loss: "cross-entropy",
        optimizer,
        batch,
        epochs: 1,
    });
    const { sigmaW, sigmaB } = criticalPoint("tanh", { qStar: 0.01 });
    const options = init === "delta-orthogonal" ? { gain: sigmaW, biasStd: sigmaB } : {};
    const weights = initialWeights(findInitializer(init), problem.parameters, 0, options);
    const { losses, state } = await trainSteps(problem, weights, { steps, learningRate });
    const { accuracy } = await evaluate(problem, state, dataset.test);
    await problem.release();
    return { losses, accuracy };
}
