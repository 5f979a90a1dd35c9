/** MetaInit: norms with which a gradient step changes the gradient least. */
import { add, div, scale, shift, sub } from "../../../graph/expressions.js";
import { sizeOf } from "../../../graph/tensor.js";
import { integer, real } from "../../../options.js";
import { normals, stream, uniforms } from "../../../random/index.js";
import { defineDataDrivenInitializer } from "../../data-driven-initializer.js";
import { dauphin2019 } from "../../references.js";
import { exclusion } from "./exclusion.js";
import { countOf, signOf, squared, total } from "./objectives.js";
import { startOf, startOptions } from "./start.js";
/** Dauphin and Schoenholz 2019. */
export const metainit = defineDataDrivenInitializer({
    name: "metainit",
    kind: "learned",
    title: "MetaInit",
    formula: "per-tensor norms that minimize mean |(g − H·g) / (g + ε·sign g) − 1|, by descent along signs with momentum",
    summary: "Learns the norms of the kernels on noise, so that the loss is as close to linear as possible around the start.",
    references: [{ ...dauphin2019, where: "eq. 1 and §4" }],
    options: {
        steps: integer(200, 0, 100_000, "descent steps"),
        learningRate: real(0.1, 1e-6, 10, "change of a norm per step, before momentum"),
        momentum: real(0.9, 0, 0.999, "fraction of the last change that is added to the next"),
        epsilon: real(1e-5, 1e-12, 1, "ε, which keeps the quotient finite"),
        batch: integer(32, 1, 65_536, "rows of random data per step"),
        ...startOptions,
    },
    caveats: [
        exclusion,
        "It needs third derivatives: on convolutional networks one step costs as much as tens of training steps.",
        "A norm changes by about 1 in 10 steps whatever its size: kernels of large norm need more steps.",
        "It repairs bad starts. From `he` on ReLU networks it shrinks signals: for mlp on glyphs to 0.4 of He's norms, and the network then trains worse.",
        "The data are noise: of the data set it uses only the shape and the number of classes.",
    ],
    differences: [
        "The paper uses 500 steps.",
        "A norm that would become negative stops at a hundredth of its first value; the paper lets it become negative.",
    ],
    prepare: async (network, tensors, seed, options) => {
        const { steps, learningRate, momentum, epsilon, batch: rows } = options;
        const weights = startOf(options, tensors, seed);
        const kernels = namesWithNorm(tensors);
        if (steps === 0)
            return { weights };
        const objective = await network.compileObjective(rows, gradientQuotient(epsilon));
        try {
            const start = Object.fromEntries(kernels.map((name) => [name, normOf(weights[name])]));
            const norms = { ...start };
            const speed = Object.fromEntries(kernels.map((name) => [name, 0]));
            const scales = () => Object.fromEntries(kernels.map((name) => [name, norms[name] / (start[name] || 1)]));
            for (let step = 0; step < steps; step++) {
                const { slopes } = await objective.evaluate(weights, scales(), [noiseBatch(network, rows, seed, step)]);
                for (const name of kernels) {
                    // The derivative by the scale has the sign of the derivative by the norm.
                    const sign = Math.sign(slopes[name]) || 0;
                    speed[name] = momentum * speed[name] - learningRate * sign;
                    const moved = norms[name] + speed[name];
                    norms[name] = Math.max(moved, start[name] / 100);
                }
            }
            const final = scales();
            for (const name of kernels)
                weights[name] = weights[name].map((w) => w * final[name]);
            return { weights };
        }
        finally {
            await objective.release();
        }
    },
});
/** Kernels, or under weight normalization their magnitudes: what scales the layer. */
function namesWithNorm(tensors) {
    const normalized = new Set(tensors.map(({ role }) => role.direction?.name));
    return tensors
        .filter(({ name, shape, role }) => (shape.length >= 2 ? !normalized.has(name) : role.direction !== undefined))
        .map(({ name }) => name);
}
/**
 * The gradient quotient over all parameters: 0 where the loss is linear, large where a step of size
 * 1 turns the gradient.
 */
export function gradientQuotient(epsilon) {
    return ({ g, parameters, loss, gradients }) => {
        const slopes = gradients([loss(parameters, 0)], parameters);
        const half = scale(g, total(g, slopes.map((s) => squared(g, s))), 0.5);
        const turned = gradients([half], parameters); // H·g
        const parts = slopes.map((slope, i) => {
            const below = add(g, slope, scale(g, signOf(g, slope), epsilon));
            return g.apply("Abs", [shift(g, div(g, sub(g, slope, turned[i]), below), -1)]);
        });
        return scale(g, total(g, parts), 1 / countOf(parameters));
    };
}
/** Standard normal inputs and uniform labels, different in each step. */
export function noiseBatch(network, rows, seed, step) {
    const size = rows * sizeOf(network.inputShape);
    const labels = uniforms(stream(seed, "init-data", "labels"), rows, step * rows);
    return {
        inputs: Float32Array.from(normals(stream(seed, "init-data", "noise"), size, step * size)),
        labels: Int32Array.from(labels, (u) => Math.floor(u * network.classes)),
        rows,
    };
}
function normOf(numbers) {
    return Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0));
}
