import { sizeOf } from "../graph/tensor.js";
import { filled, oneRun } from "./state.js";
import { names } from "./train-graph.js";
/**
 * The figures of a split. Every sample counts once.
 *
 * @throws Error where the problem trains several runs at once
 * @throws Error the signal's reason, when aborted
 */
export async function evaluate(problem, state, split, control = {}) {
    oneRun("evaluate", "evaluateReplicas", problem);
    const [figures] = await evaluateReplicas(problem, state, split, control);
    return figures;
}
/**
 * The figures of each run of a problem with replicas, or of the one run of any other problem.
 *
 * @throws Error the signal's reason, when aborted
 */
export async function evaluateReplicas(problem, state, split, { signal, pause } = {}) {
    const { session, batch } = problem.evaluate;
    const size = sizeOf(problem.dataset.shape);
    const { inputs, labels } = split.count < batch ? filledUp(split, batch) : split;
    const indices = { type: "int32", shape: [batch], data: Int32Array.from({ length: batch }, (_, i) => i) };
    const sums = Array.from({ length: problem.replicas?.count ?? 1 }, () => ({ loss: 0, correct: 0 }));
    const whole = filled("float32", [batch], 1);
    for (let from = 0; from < split.count; from += batch) {
        signal?.throwIfAborted();
        // The last batch reaches back over rows that were counted before; their weight is 0.
        const start = Math.max(0, Math.min(from, split.count - batch));
        const isWhole = start === from && split.count >= batch;
        const outputs = await session.run({
            ...state.tensors,
            [names.data]: {
                type: inputs instanceof Uint8Array ? "uint8" : "float32",
                shape: [batch, ...problem.dataset.shape],
                data: inputs.subarray(start * size, (start + batch) * size),
            },
            [names.labels]: { type: "int32", shape: [batch], data: labels.subarray(start, start + batch) },
            [names.indices]: indices,
            [names.weights]: isWhole ? whole : { ...whole, data: weightsBetween(start, batch, from, split.count) },
        });
        sums.forEach((sum, r) => {
            sum.loss += Number(outputs[names.loss].data[r]);
            sum.correct += Number(outputs[names.correct].data[r]);
        });
        await pause?.();
    }
    return sums.map(({ loss, correct }) => ({ accuracy: correct / split.count, loss: loss / split.count }));
}
/** Weights of the rows from `start` on: 1 from row `from` to row `end`, else 0. */
function weightsBetween(start, rows, from, end) {
    return Float32Array.from({ length: rows }, (_, i) => (start + i < from || start + i >= end ? 0 : 1));
}
/** A split of fewer rows than a batch, filled up with zeros, whose weight is 0. */
function filledUp({ inputs, labels, count }, rows) {
    const size = inputs.length / count;
    const allInputs = inputs instanceof Uint8Array ? new Uint8Array(rows * size) : new Float32Array(rows * size);
    const allLabels = new Int32Array(rows);
    allInputs.set(inputs);
    allLabels.set(labels);
    return { inputs: allInputs, labels: allLabels, count: rows };
}
