import { permutation, stream } from "../../random/index.js";
/**
 * The first `limit` training samples. Of these, `validation` samples are held out, drawn from a
 * stream that no seed changes: all cells of a study are validated on the same samples.
 */
export function trainingData(dataset, { limit, validation }) {
    const { inputs, labels, count } = dataset.train;
    const used = Math.min(limit ?? count, count);
    const size = inputs.length / count;
    const train = { inputs: inputs.subarray(0, used * size), labels: labels.subarray(0, used), count: used };
    if (validation === undefined)
        return { dataset: { ...dataset, train }, validation: undefined };
    const order = permutation(stream(0, "validation"), used);
    return {
        dataset: { ...dataset, train: rows(train, order.subarray(validation).toSorted()) },
        validation: rows(train, order.subarray(0, validation).toSorted()),
    };
}
/** Copies of the samples at these indices. */
function rows({ inputs, labels, count }, indices) {
    const size = inputs.length / count;
    const picked = inputs instanceof Uint8Array ? new Uint8Array(indices.length * size) : new Float32Array(indices.length * size);
    for (const [i, row] of indices.entries())
        picked.set(inputs.subarray(row * size, (row + 1) * size), i * size);
    return { inputs: picked, labels: Int32Array.from(indices, (row) => labels[row]), count: indices.length };
}
