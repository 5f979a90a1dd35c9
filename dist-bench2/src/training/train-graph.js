/**
 * The two graphs of a problem: one training step, and evaluation of one batch.
 *
 * A step is a pure function: (parameters, slots, states, data, batch indices, masks, scalars) →
 * (new parameters, new slots, new states, summed loss, number correct).
 */
import { ShapeError } from "../errors.js";
import { GraphBuilder } from "../graph/builder.js";
import { poolBeforeRelu } from "../graph/compiler/pool-before-relu.js";
import { inStep } from "../graph/compiler/schedule/unroll.js";
import { add, cast, div, mul, reduceSum, scale } from "../graph/expressions.js";
import { gradients } from "../graph/gradients/gradients.js";
import { buildNetwork } from "../network/layers/build-network.js";
import { correct, lossPerSample, oneHot } from "./loss.js";
import { optimizerOf, updateOf } from "./optimizers.js";
/** Names of the graphs' inputs and outputs besides the parameters. */
export const names = {
    data: "data",
    labels: "labels",
    indices: "indices",
    weights: "weights",
    total: "total-weight",
    learningRate: "learning-rate",
    loss: "loss",
    correct: "correct",
    /** Output that becomes the input `name` of the next step. */
    next: (name) => `${name}:next`,
    /** Of the k-th step (from 0) of several in one graph. */
    inStep: (name, k, steps) => (steps === 1 ? name : inStep(name, k)),
    slot: (parameter, slot) => `${parameter}:${slot}`,
    /** Of the gradients of pieces of a batch, where a step makes it in pieces. */
    sum: (parameter) => `${parameter}:sum`,
    /** What the learning rate of this parameter is multiplied by, in graphs that have multipliers. */
    learningRateMultiplier: (parameter) => `${parameter}:learning-rate-multiplier`,
};
/**
 * The graph of one training step, differentiated and with the optimizer's update, in plain ONNX
 * operators.
 *
 * @param learningRateMultipliers whether each parameter gets an input that multiplies its learning
 * rate. Most methods need none; their graph stays without
 * @throws InputError where optimizer or loss are unknown, or do not return what they must
 * @throws ShapeError where the network does not fit the data
 */
export function buildTrainGraph(options, optimizer, learningRateMultipliers = false, part = "step") {
    const forward = new GraphBuilder("train");
    const batch = forwardPass(forward, options, "train");
    const g = GraphBuilder.from(poolBeforeRelu(forward.build()));
    const { parameters, states, masks } = batch.network;
    const total = g.input(names.total, "float32", []);
    const meanLoss = div(g, batch.loss, total);
    const ofRows = gradients(g, [meanLoss], parameters.map((p) => p.value));
    const slopes = part === "step" ? ofRows : addedToSums(g, parameters, ofRows);
    const update = part === "sums"
        ? returnedSums(g, parameters, slopes)
        : addUpdates(g, optimizerOf(optimizer), parameters, slopes, learningRateMultipliers);
    for (const state of states)
        g.output(names.next(state.name), state.next ?? state.value);
    g.output(names.loss, batch.loss);
    g.output(names.correct, batch.correct);
    return { graph: g.build(), parameters, states, masks, ...update, learningRateMultipliers };
}
/** The gradients of some rows, added to what the graph is handed of the rows before. */
function addedToSums(g, parameters, slopes) {
    return parameters.map(({ name, shape }, i) => add(g, g.input(names.sum(name), "float32", shape), slopes[i]));
}
function returnedSums(g, parameters, sums) {
    parameters.forEach(({ name }, i) => {
        g.output(names.next(names.sum(name)), sums[i]);
    });
    return { slots: [], scalars: [] };
}
/**
 * Adds the optimizer's update of every parameter: inputs for its scalars and slots, outputs for
 * what comes next.
 */
function addUpdates(g, optimizer, parameters, slopes, learningRateMultipliers) {
    const { hyperparameters } = optimizer;
    const learningRate = g.input(names.learningRate, "float32", []);
    const scalarNames = Object.keys(optimizer.scalars?.(hyperparameters, 1) ?? {});
    const scalars = Object.fromEntries(scalarNames.map((name) => [name, g.input(name, "float32", [])]));
    const slotNames = optimizer.slots(hyperparameters);
    const allSlots = [];
    g.inLayer("optimizer", () => {
        parameters.forEach(({ name, shape, role, value }, i) => {
            const specifications = slotNames.map((slot) => ({ name: names.slot(name, slot), shape }));
            allSlots.push(...specifications);
            const update = updateOf(optimizer, {
                g,
                parameter: value,
                gradient: slopes[i],
                slots: specifications.map((slot) => g.input(slot.name, "float32", shape)),
                learningRate,
                scalars,
                decays: role.kind === "kernel" || role.kind === "embedding",
                learningRateMultiplier: learningRateMultipliers
                    ? g.input(names.learningRateMultiplier(name), "float32", [])
                    : undefined,
            });
            g.output(names.next(name), update.parameter);
            update.slots.forEach((slot, k) => {
                g.output(names.next(specifications[k].name), slot);
            });
        });
    });
    return { slots: allSlots, scalars: scalarNames };
}
/**
 * The forward pass of a training step alone, with the inputs and outputs that it has there:
 * undefined, where the network cannot be built for so many rows.
 */
export function buildForwardGraph(options) {
    const g = new GraphBuilder("forward");
    try {
        const batch = forwardPass(g, options, "train");
        g.output(names.loss, batch.loss);
        g.output(names.correct, batch.correct);
        return g.build();
    }
    catch (error) {
        if (error instanceof ShapeError)
            return undefined;
        throw error;
    }
}
/** The graph that evaluates one batch: dropout off, batch norm by its running statistics. */
export function buildEvaluateGraph(options) {
    const g = new GraphBuilder("evaluate");
    const batch = forwardPass(g, options, "evaluate");
    g.output(names.loss, batch.loss);
    g.output(names.correct, batch.correct);
    return poolBeforeRelu(g.build());
}
function forwardPass(g, options, mode) {
    const { source, batch, classes } = options;
    const data = g.input(names.data, source.type, [source.count ?? batch, ...source.shape]);
    const allLabels = g.input(names.labels, "int32", [options.labelCount]);
    const indices = g.input(names.indices, "int32", [batch]);
    const weights = g.input(names.weights, "float32", [batch]);
    // [batch, ...shape]
    const rows = source.count === undefined ? data : g.apply("Gather", [data, indices], { axis: 0 });
    const x = source.type === "uint8" ? scale(g, cast(g, rows, "float32"), 1 / 255) : rows;
    const labels = g.apply("Gather", [allLabels, indices], { axis: 0 }); // [batch]
    const network = buildNetwork(g, options.layers, x, { mode });
    // [batch]
    const perSample = lossPerSample(g, options.loss, network.logits, oneHot(g, labels, classes));
    return {
        network,
        loss: reduceSum(g, mul(g, perSample, weights), [0], false),
        correct: reduceSum(g, mul(g, correct(g, network.logits, labels), weights), [0], false),
    };
}
