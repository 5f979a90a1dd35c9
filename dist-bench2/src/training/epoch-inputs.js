/**
 * What the runs of an epoch read: the state, and what changes with the step (indices, weights,
 * masks, augmented samples, learning rates).
 */
import { augmentBatch } from "../data/augment.js";
import { sizeOf, tensor } from "../graph/tensor.js";
import { at, keepMask, permutation } from "../random/index.js";
import { learningRates } from "./learning-rate.js";
import { optimizerOf } from "./optimizers.js";
import { filled } from "./state.js";
import { names } from "./train-graph.js";
/**
 * The runs of an epoch: several whole batches at once where the problem has that graph, single
 * ones, the remainder.
 */
export function* runsOfEpoch(problem) {
    const { train, unrolledStep, remainder, batch, dataset } = problem;
    const { count } = dataset.train;
    for (let from = 0; from < count;) {
        const unrolls = unrolledStep !== undefined && from + unrolledStep.steps * batch <= count;
        const isRemainder = remainder !== undefined && from + batch > count;
        const compiled = unrolls ? unrolledStep : isRemainder ? remainder : train;
        yield { compiled, from };
        from += compiled.steps * batch;
    }
}
/**
 * Makes the inputs of the runs of an epoch, in buffers that the next run uses again.
 *
 * @param epoch from 0
 * @param streams those of each run that has its own batches; of one run, where all share its
 * batches
 * @returns a function of the session, the place of the first sample, the optimizer steps made so
 * far and the tensors of the state
 */
export function epochInputs(problem, epoch, streams) {
    const { recipe, dataset, batch, train, unrolledStep, remainder } = problem;
    const { count } = dataset.train;
    const orders = streams.map(({ order }) => permutation(at(order, epoch), count));
    const scalarsOf = scalarInputs(recipe, Math.ceil(count / batch));
    const constant = { ...problem.samples, ...learningRateMultiplierInputs(problem) };
    const batchInputs = new Map([train, unrolledStep, remainder].flatMap((compiled) => {
        if (compiled === undefined)
            return [];
        return [[compiled, Array.from({ length: compiled.steps }, () => stepInputs(problem, compiled, streams))]];
    }));
    return (compiled, from, step, state) => {
        const { steps } = compiled;
        const inputs = { ...state, ...constant };
        const rows = batchInputs.get(compiled).map((inputsOfBatch, k) => {
            const start = from + k * batch;
            const samples = orders.map((order) => order.subarray(start, start + batch));
            const ofStep = { ...inputsOfBatch(samples, step + k), ...scalarsOf(step + k + 1) };
            for (const [name, value] of Object.entries(ofStep))
                inputs[names.inStep(name, k, steps)] = value;
            // The steps of one run are over whole batches, which have the same weights.
            if (steps > 1)
                Object.assign(inputs, ofStep);
            return samples[0].length;
        });
        return { inputs, rows };
    };
}
/** @returns a function of the samples of each run, equally many, and the step (from 0) */
function stepInputs({ dataset, recipe, replicas }, { graph, batch }, streams) {
    const stacked = (shape) => (replicas?.ownBatches ? [streams.length, ...shape] : shape);
    const indices = filled("int32", stacked([batch]), 0);
    const weights = filled("float32", [batch], 0);
    const masks = graph.masks.map(({ name, shape, rate }) => ({
        name,
        tensor: filled("uint8", stacked(shape), 0),
        size: sizeOf(shape),
        streams: streams.map((run) => run.dropout(name)),
        dropped256ths: Math.round(rate * 256),
    }));
    const sampleSize = sizeOf(dataset.shape);
    const { augmentation } = recipe;
    const augmented = augmentation && filled("float32", stacked([batch, ...dataset.shape]), 0);
    return (samples, step) => {
        samples.forEach((samplesOfRun, r) => {
            const rows = indices.data.subarray(r * batch, (r + 1) * batch);
            // Rows that only fill the batch up repeat the first sample; their weight is 0.
            rows.fill(samplesOfRun[0]);
            rows.set(samplesOfRun);
            for (const mask of masks) {
                const part = mask.tensor.data.subarray(r * mask.size, (r + 1) * mask.size);
                keepMask(at(mask.streams[r], step), part, mask.dropped256ths);
            }
            if (augmented !== undefined) {
                const part = augmented.data.subarray(r * batch * sampleSize, (r + 1) * batch * sampleSize);
                augmentBatch(dataset, rows, augmentation, at(streams[r].augmentation, step), part);
            }
        });
        const count = samples[0].length;
        weights.data.fill(0).fill(1, 0, count);
        return {
            [names.indices]: indices,
            [names.weights]: weights,
            [names.total]: tensor("float32", [], [count]),
            ...Object.fromEntries(masks.map(({ name, tensor: mask }) => [name, mask])),
            ...(augmented === undefined ? {} : { [names.data]: augmented }),
        };
    };
}
/** The learning rate of a step (from 1), and the scalars of the optimizer. */
function scalarInputs(recipe, stepsPerEpoch) {
    const optimizer = optimizerOf(recipe.optimizer);
    const rateOf = learningRates(recipe, stepsPerEpoch);
    return (step) => {
        const scalars = optimizer.scalars?.(optimizer.hyperparameters, step);
        const all = { ...scalars, [names.learningRate]: rateOf(step) };
        return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, tensor("float32", [], [value])]));
    };
}
/** The learning-rate multiplier of each parameter, in graphs that have such inputs. */
function learningRateMultiplierInputs(problem) {
    const { train, replicas, learningRateMultipliers = {} } = problem;
    if (!train.graph.learningRateMultipliers)
        return {};
    return Object.fromEntries(train.graph.parameters.map(({ name }) => {
        const multiplier = learningRateMultipliers[name] ?? 1;
        const ofRuns = typeof multiplier === "number" ? new Array(replicas?.count ?? 1).fill(multiplier) : multiplier;
        const shape = replicas === undefined ? [] : [ofRuns.length];
        return [names.learningRateMultiplier(name), tensor("float32", shape, ofRuns)];
    }));
}
