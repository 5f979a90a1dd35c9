/**
 * Trains a compiled problem for a number of steps at a learning rate, and returns the loss of each
 * step.
 */
import { tensor } from "../../src/graph/tensor.js";
import { at, permutation, stream } from "../../src/random/index.js";
import { optimizerOf } from "../../src/training/optimizers.js";
import { filled, initialState } from "../../src/training/state.js";
import { names } from "../../src/training/train-graph.js";
/**
 * Whole batches of the training samples in the order that the seed draws, one epoch after the
 * other. The rate is an input of the train graph, so that one session serves all.
 */
export async function trainSteps(problem, weights, { steps, learningRate, seed = 0 }) {
    const { train, batch, recipe, dataset } = problem;
    const { count, inputs: samples, labels } = dataset.train;
    const optimizer = optimizerOf(recipe.optimizer);
    const type = samples instanceof Uint8Array ? "uint8" : "float32";
    const perEpoch = Math.floor(count / batch);
    const common = {
        [names.data]: { type, shape: [count, ...dataset.shape], data: samples },
        [names.labels]: { type: "int32", shape: [count], data: labels },
        [names.weights]: filled("float32", [batch], 1),
        [names.total]: tensor("float32", [], [batch]),
        [names.learningRate]: tensor("float32", [], [learningRate]),
    };
    const start = initialState(problem, weights);
    let tensors = start.tensors;
    let order = new Int32Array();
    const losses = [];
    for (let step = 0; step < steps; step++) {
        const place = step % perEpoch;
        if (place === 0)
            order = permutation(at(stream(seed, "order"), step / perEpoch), count);
        const inputs = { ...tensors, ...common };
        inputs[names.indices] = {
            type: "int32",
            shape: [batch],
            data: order.subarray(place * batch, (place + 1) * batch),
        };
        const scalars = optimizer.scalars?.(optimizer.hyperparameters, step + 1) ?? {};
        for (const name of train.graph.scalars)
            inputs[name] = tensor("float32", [], [scalars[name]]);
        const outputs = await train.session.run(inputs);
        losses.push(Number(outputs[names.loss].data[0]) / batch);
        if (!Number.isFinite(losses.at(-1)))
            break;
        tensors = Object.fromEntries(Object.keys(tensors).map((name) => [name, outputs[names.next(name)]]));
    }
    return { losses, state: { epoch: 0, step: losses.length, tensors: tensors } };
}
/** The mean of the last `count` losses; not finite where training ended on such a loss. */
export function meanOfLast({ losses }, count) {
    return losses.slice(-count).reduce((sum, loss) => sum + loss, 0) / Math.min(count, losses.length);
}
