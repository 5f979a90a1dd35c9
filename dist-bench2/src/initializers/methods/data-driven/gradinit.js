/** GradInit: scales with which one step of the optimizer lowers the loss most. */
import { scale, sqrt, sub } from "../../../graph/expressions.js";
import { choice, integer, real } from "../../../options.js";
import { defineDataDrivenInitializer } from "../../data-driven-initializer.js";
import { zhu2021 } from "../../references.js";
import { exclusion } from "./exclusion.js";
import { signOf, squared, total } from "./objectives.js";
import { startOf, startOptions } from "./start.js";
/** Zhu and others 2021. */
export const gradinit = defineDataDrivenInitializer({
    name: "gradinit",
    kind: "learned",
    title: "GradInit",
    formula: "scales m ≥ 0.01 of the tensors that minimize L(m·θ − η·A(g)) subject to ‖g‖ ≤ γ, by Adam",
    summary: "Learns a factor for each tensor, so that the first step of training lowers the loss as much as possible.",
    references: [{ ...zhu2021, where: "eq. 1 and Algorithm 1" }],
    options: {
        iterations: integer(390, 0, 100_000, "steps of Adam"),
        stepSize: real(0.1, 1e-8, 100, "η, size of the step that is simulated"),
        bound: real(1, 1e-6, 1e9, "γ, the largest legal gradient norm"),
        optimizer: choice("sgd", ["sgd", "adam"], "sgd: the step g and the 2-norm; adam: its first step sign(g) and the 1-norm"),
        learningRate: real(0.01, 1e-6, 10, "learning rate of Adam on the factors"),
        batch: integer(128, 2, 65_536, "rows of a batch"),
        ...startOptions,
    },
    caveats: [
        exclusion,
        "The step size η and the bound γ belong to the optimizer that trains afterwards: for Adam, use optimizer=adam with a smaller η and a larger γ.",
        "Tensors that start at zero (biases) have no scale to learn.",
        "Written from the formulas of the paper only.",
    ],
    prepare: async (network, tensors, seed, options) => {
        const { iterations, stepSize, bound, learningRate, batch } = options;
        const weights = startOf(options, tensors, seed);
        if (iterations === 0)
            return { weights };
        const rows = Math.min(batch, network.samples);
        const adam = options.optimizer === "adam";
        const norm = await network.compileObjective(rows, gradientNorm(adam));
        try {
            const after = await network.compileObjective(rows, lossAfterStep(adam, stepSize));
            try {
                const names = tensors.map(({ name }) => name);
                const scales = Object.fromEntries(names.map((name) => [name, 1]));
                const optimizer = adamOn(names, learningRate);
                for (let step = 0; step < iterations; step++) {
                    const here = network.batch(step, rows);
                    const gradient = await norm.evaluate(weights, scales, [here]);
                    // Lowers a gradient norm above the bound first; otherwise lowers the loss after the step.
                    const { slopes } = gradient.value > bound
                        ? gradient
                        : await after.evaluate(weights, scales, [here, halfFresh(here, network, step, rows)]);
                    optimizer(slopes, scales);
                }
                for (const name of names)
                    weights[name] = weights[name].map((w) => w * scales[name]);
                return { weights };
            }
            finally {
                await after.release();
            }
        }
        finally {
            await norm.release();
        }
    },
});
/** The smallest factor. */
const LEAST = 0.01;
/** ‖g‖ of the mean loss over all parameters: the 2-norm, or for Adam the 1-norm. */
export function gradientNorm(adam) {
    return ({ g, parameters, loss, gradients }) => {
        const slopes = gradients([loss(parameters, 0)], parameters);
        if (adam)
            return total(g, slopes.map((s) => g.apply("Abs", [s])));
        return sqrt(g, total(g, slopes.map((s) => squared(g, s))));
    };
}
/** The loss of batch 1 after one step on batch 0. */
export function lossAfterStep(adam, stepSize) {
    return ({ g, parameters, loss, gradients }) => {
        const slopes = gradients([loss(parameters, 0)], parameters);
        const stepped = parameters.map((parameter, i) => sub(g, parameter, scale(g, adam ? signOf(g, slopes[i]) : slopes[i], stepSize)));
        return loss(stepped, 1);
    };
}
/** A batch with the first half of `here` and the second half of the next batch. */
function halfFresh(here, network, step, rows) {
    const next = network.batch(step + 1, rows);
    const half = Math.ceil(rows / 2);
    const size = here.inputs.length / rows;
    const inputs = next.inputs.slice();
    inputs.set(here.inputs.subarray(0, half * size));
    const labels = next.labels.slice();
    labels.set(here.labels.subarray(0, half));
    return { inputs, labels, rows };
}
/** Adam (β 0.9, 0.999) on the factors, in place; no factor falls below `LEAST`. */
function adamOn(names, learningRate) {
    const first = Object.fromEntries(names.map((name) => [name, 0]));
    const second = { ...first };
    let step = 0;
    return (slopes, scales) => {
        step++;
        for (const name of names) {
            const slope = slopes[name];
            if (!Number.isFinite(slope))
                continue;
            first[name] = 0.9 * first[name] + 0.1 * slope;
            second[name] = 0.999 * second[name] + 0.001 * slope * slope;
            const mean = first[name] / (1 - 0.9 ** step);
            const spread = Math.sqrt(second[name] / (1 - 0.999 ** step));
            scales[name] = Math.max(scales[name] - (learningRate * mean) / (spread + 1e-8), LEAST);
        }
    };
}
