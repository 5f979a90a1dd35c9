import { createProbe } from "../diagnosis/probe.js";
import { findInitializer, initialWeights, isDataDriven } from "../initializers/index.js";
import { parseModel } from "../network/models/index.js";
import { permutation, stream } from "../random/index.js";
import { batchOf } from "../training/batch.js";
import { compileProblem } from "../training/compile-problem.js";
import { trainEpoch } from "../training/epoch.js";
import { runStreams } from "../training/run-streams.js";
import { initialState } from "../training/state.js";
/** Networks that are trained from zero: the paper's, and one whose activation is not 0 at 0. */
export const symmetryModels = {
    mnist: ["mnist_cnn", "mlp:depth=3,activation=sigmoid"],
    "fashion-mnist": ["mnist_cnn"],
    cifar10: ["cifar10_cnn"],
};
/** Hidden layers of the networks at step 0. */
export const depths = [3, 10, 30, 100];
/** Their units per layer. */
export const WIDTH = 128;
const ROWS = 128;
/** Training steps from zero weights, and the number of test samples that are then classified. */
const STEPS = 10;
const TESTED = 500;
const seeds = [0, 1, 2];
const initializers = ["random", "standard-normal", "xavier-fan-in", "he", "glorot-uniform"];
const activations = ["relu", "tanh", "sigmoid"];
/** The data set with only the first training samples. */
function first({ train, ...rest }, count) {
    const size = train.inputs.length / train.count;
    const used = Math.min(count, train.count);
    return {
        ...rest,
        train: { inputs: train.inputs.subarray(0, used * size), labels: train.labels.subarray(0, used), count: used },
    };
}
/**
 * Trains a network from zero weights for some steps, and compares its units and counts its answers.
 *
 * @param model a text of the command line: "mlp:depth=3"
 */
export async function measureSymmetry(runtime, dataset, model, steps = STEPS) {
    const { model: network, options } = parseModel(model);
    const problem = { input: dataset.shape, classes: dataset.classes };
    const layers = network.build(problem, options);
    const compiled = await compileProblem(runtime, first(dataset, steps * network.recipe.batch), layers, network.recipe);
    const start = initialState(compiled, initialWeights(findInitializer("zero"), compiled.parameters, 0));
    const outcome = await trainEpoch(compiled, start, runStreams(0));
    await compiled.release();
    if (outcome.kind === "diverged")
        throw new Error(`${model} diverged from zero weights`);
    const { tensors, step } = outcome.state;
    const weights = Object.fromEntries(compiled.parameters.map(({ name }) => [name, tensors[name].data]));
    const kernels = compiled.parameters.filter(({ role }) => role.kind === "kernel").slice(0, -1);
    const hidden = kernels.map(({ name, shape }) => {
        const bias = weights[name.replace(/kernel$/, "bias")];
        const units = shape[0]; // [O, I, kh, kw] or [out, in]
        return {
            name: name.replace(/\/kernel$/, ""),
            units,
            distinct: distinctUnits(weights[name], bias, units),
        };
    });
    const samples = Math.min(TESTED, dataset.test.count);
    const probe = await createProbe(runtime, layers, { ...problem, rows: samples, backward: false });
    const { logits } = await probe.look(weights, batchOf(dataset.test, Int32Array.from({ length: samples }, (_, i) => i)));
    await probe.release();
    return {
        data: dataset.name,
        model,
        activation: String(options.activation ?? "relu"),
        steps: step,
        layers: hidden,
        moved: kernels.some(({ name }) => weights[name].some((w) => w !== 0)),
        answers: countAnswers(logits, dataset.classes),
        samples,
    };
}
/**
 * Number of units (the kernel's first axis) whose weights and bias differ from all before, to the
 * bit.
 */
export function distinctUnits(kernel, bias, units) {
    const inputs = kernel.length / units;
    const keys = Array.from({ length: units }, (_, unit) => {
        return `${kernel.subarray(unit * inputs, (unit + 1) * inputs).join()} ${bias?.[unit] ?? 0}`;
    });
    return new Set(keys).size;
}
/** How often each class has the first largest logit. */
function countAnswers(logits, classes) {
    const counts = new Array(classes).fill(0);
    for (let row = 0; row < logits.length; row += classes) {
        const scores = logits.subarray(row, row + classes);
        counts[scores.indexOf(Math.max(...scores))]++;
    }
    return counts;
}
/** Multilayer perceptrons of every depth and activation, at step 0, from every method. */
export async function measureStepZero(runtime, dataset) {
    const measured = [];
    const problem = { input: dataset.shape, classes: dataset.classes };
    for (const activation of activations) {
        for (const depth of depths) {
            const { model, options } = parseModel(`mlp:depth=${depth},width=${WIDTH},activation=${activation}`);
            const probe = await createProbe(runtime, model.build(problem, options), {
                ...problem,
                rows: ROWS,
                backward: true,
            });
            for (const seed of seeds) {
                const order = permutation(stream(seed, "init-data"), dataset.train.count);
                const batch = batchOf(dataset.train, order.subarray(0, ROWS));
                for (const method of initializers) {
                    const initializer = findInitializer(method);
                    if (isDataDriven(initializer))
                        continue;
                    const { activations: answers, kernelGradients } = await probe.look(initialWeights(initializer, probe.parameters, seed), batch);
                    measured.push({
                        data: dataset.name,
                        method,
                        activation,
                        depth,
                        width: WIDTH,
                        seed,
                        saturated: activation === "relu" ? null : answers.map((values) => saturatedShare(values, activation)),
                        gradientNorms: kernelGradients.map(normOf),
                    });
                }
            }
            await probe.release();
        }
    }
    return measured;
}
/** Share of answers a with |φ′| < 0.01, φ′ being 1 − a² for tanh and a (1 − a) for sigmoid. */
export function saturatedShare(answers, activation) {
    let flat = 0;
    for (const a of answers)
        if ((activation === "tanh" ? 1 - a * a : a * (1 - a)) < 0.01)
            flat++;
    return flat / answers.length;
}
function normOf(values) {
    let squares = 0;
    for (const x of values)
        squares += x * x;
    return Number.isFinite(squares) ? Math.sqrt(squares) : null;
}
/**
 * Makes all measurements.
 *
 * @param datasets those of the paper that are at hand; networks at step 0 see the first of them
 */
export async function measure(runtime, datasets, onStep = () => { }) {
    const symmetry = [];
    for (const dataset of datasets) {
        for (const model of symmetryModels[dataset.name] ?? []) {
            onStep(`zero weights, ${model} on ${dataset.name}`);
            symmetry.push(await measureSymmetry(runtime, dataset, model));
        }
    }
    onStep("gradients and saturation at step 0");
    const stepZero = datasets[0] === undefined ? [] : await measureStepZero(runtime, datasets[0]);
    return { symmetry, stepZero, runtime: runtime.description };
}
