/** The state of training: made of initial weights, stacked for several runs and separated again. */
import { emptyData, sizeOf } from "../graph/tensor.js";
/**
 * The state before the first step: weights, slots of zeros, running statistics at their initial
 * values.
 *
 * @param weights every parameter by name; where the problem has replicas, those of each run
 * @throws Error naming a parameter whose weights are missing or have the wrong size
 */
export function initialState({ train, replicas }, weights) {
    const runs = Array.isArray(weights) ? weights : [weights];
    const count = replicas?.count ?? 1;
    if (runs.length !== count) {
        throw new Error(`initialState: the problem trains ${count} at once, got the weights of ${runs.length}`);
    }
    const stacked = (shape) => (replicas === undefined ? shape : [count, ...shape]);
    const tensors = {};
    for (const { name, shape } of train.graph.parameters) {
        const parts = runs.map((run) => {
            const data = run[name];
            if (data?.length === sizeOf(shape))
                return data;
            throw new Error(`initialState: parameter "${name}" [${shape.join(", ")}] needs ${sizeOf(shape)} numbers, ` +
                `got ${data?.length ?? "none"}`);
        });
        tensors[name] = {
            type: "float32",
            shape: stacked(shape),
            data: replicas === undefined ? parts[0] : concatenated(parts),
        };
    }
    for (const { name, shape } of train.graph.slots)
        tensors[name] = filled("float32", stacked(shape), 0);
    for (const { name, shape, initial } of train.graph.states)
        tensors[name] = filled("float32", stacked(shape), initial);
    return { epoch: 0, step: 0, tensors };
}
/**
 * Several states, all after the same step, as one with an axis for the runs. Their tensors must be
 * on the processor.
 */
export function stackedStates(states) {
    const [first] = states;
    const tensors = Object.entries(first.tensors).map(([name, { type, shape }]) => [
        name,
        {
            type,
            shape: [states.length, ...shape],
            data: concatenated(states.map((state) => state.tensors[name].data)),
        },
    ]);
    return { ...first, tensors: Object.fromEntries(tensors) };
}
/**
 * The inverse of `stackedStates`. The states are views of the same numbers.
 *
 * @param count number of runs
 * @throws Error where the state is not that of `count` runs
 */
export function separateStates(stacked, count) {
    const entries = Object.entries(stacked.tensors);
    for (const [name, { shape }] of entries) {
        if (shape[0] !== count) {
            throw new Error(`separateStates: "${name}" [${shape.join(", ")}] is not that of ${count} runs`);
        }
    }
    return Array.from({ length: count }, (_, r) => {
        const tensors = entries.map(([name, { type, shape: stackedShape, data }]) => {
            const shape = stackedShape.slice(1);
            const size = sizeOf(shape);
            return [name, { type, shape, data: data.subarray(r * size, (r + 1) * size) }];
        });
        return { ...stacked, tensors: Object.fromEntries(tensors) };
    });
}
/**
 * Refuses a problem with replicas where a function is for one run.
 *
 * @param name of the function
 * @param instead the function for several runs
 */
export function oneRun(name, instead, { replicas }) {
    if (replicas === undefined)
        return;
    throw new Error(`${name}: the problem trains ${replicas.count} runs at once; ${instead} gives what each does`);
}
/** A tensor of one value. */
export function filled(type, shape, value) {
    const data = emptyData(type, sizeOf(shape));
    data.fill(value);
    return { type, shape, data };
}
function concatenated(parts) {
    const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
        all.set(part, at);
        at += part.length;
    }
    return all;
}
