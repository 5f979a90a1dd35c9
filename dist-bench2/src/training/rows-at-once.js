/**
 * How many rows of a batch a training step computes at once: so many that what one operator hands
 * to the next stays in the processor's cache.
 */
import { bytesOf } from "../graph/compiler/schedule/execution-order.js";
import { hasIndependentRows } from "../graph/independent-rows.js";
import { sameShape } from "../graph/tensor.js";
import { names } from "./train-graph.js";
/** Fewer rows are not worth a run of their own. */
const FEWEST = 8;
/** A larger share of the rows than this is not worth a second session. */
const LARGEST_SHARE = 1 / 4;
/** The largest value of a piece takes at most this share of the cache. */
const SHARE_OF_CACHE = 0.3;
/** What a piece computes is at least so many times as large as the gradients that it adds. */
const LEAST_TO_SUMS = 8;
/**
 * Rows of a piece of a batch; all of them where pieces save no time, or would change what the step
 * computes.
 *
 * @param step on the whole batch
 */
export function rowsAtOnce(graphs, step, { cache, block = 1 }) {
    const { batch } = graphs;
    if (cache === undefined)
        return batch;
    const divisors = divisorsOf(batch).filter((rows) => rows >= FEWEST && rows <= LARGEST_SHARE * batch);
    const [first] = divisors;
    if (first === undefined || !canBeCut(graphs, step, first))
        return batch;
    const whole = graphs.forward(batch);
    const { largest, all } = bytesPerRow(whole, graphs.forward(first), batch - first);
    const fits = (rows) => rows * largest <= SHARE_OF_CACHE * cache;
    if (fits(batch))
        return batch;
    // Samples are the channels of a filter gradient, which the blocked layout has in whole blocks.
    const needsBlocks = batch % block === 0 && whole.nodes.some(hasFilterGradient);
    const candidates = divisors.filter((rows) => !needsBlocks || rows % block === 0);
    const parameters = step.parameters.reduce((sum, { shape }) => sum + bytesOf({ type: "float32", shape }), 0);
    const enough = candidates.filter((rows) => rows * all >= LEAST_TO_SUMS * parameters);
    return enough.filter(fits).at(-1) ?? enough[0] ?? batch;
}
/** Whether a batch can be computed in pieces of so many rows without changing what is computed. */
export function canBeCut(graphs, step, rows) {
    if (step.states.length > 0)
        return false;
    const [whole, part] = [graphs.forward(graphs.batch), graphs.forward(rows)];
    return whole !== undefined && part !== undefined && hasIndependentRows(whole, part, inputsPerRow(step, graphs));
}
/** Names of the inputs of a step whose first axis is its rows. */
export function inputsPerRow({ masks }, { augmented }) {
    return [names.indices, names.weights, ...masks.map(({ name }) => name), ...(augmented ? [names.data] : [])];
}
const hasFilterGradient = ({ operator, attributes: { strides } }) => operator === "Conv" && (strides ?? []).every((stride) => stride === 1);
const divisorsOf = (n) => Array.from({ length: n }, (_, i) => i + 1).filter((d) => n % d === 0);
/** Of the values that grow with the rows: the bytes per row of the largest, and of all. */
function bytesPerRow(whole, part, rows) {
    const values = (graph) => graph.nodes.flatMap(({ outputs }) => outputs);
    const others = values(part);
    const grown = values(whole).flatMap((v, i) => sameShape(v.shape, others[i].shape) ? [] : [(bytesOf(v) - bytesOf(others[i])) / rows]);
    return { largest: Math.max(0, ...grown), all: grown.reduce((sum, bytes) => sum + bytes, 0) };
}
