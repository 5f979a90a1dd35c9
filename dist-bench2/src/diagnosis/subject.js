import { InputError } from "../errors.js";
import { sizeOf } from "../graph/tensor.js";
import { at, normals, permutation, stream, uniforms } from "../random/index.js";
import { batchOf } from "../training/batch.js";
/**
 * Samples of a data set, drawn without repetition.
 *
 * @param rows at most so many
 */
export function sampledBatch(dataset, rows, seed) {
    const { train } = dataset;
    const order = permutation(stream(seed, "diagnosis", "samples"), train.count);
    return batchOf(train, Int32Array.from(order.subarray(0, Math.min(rows, train.count))));
}
/**
 * Samples of independent numbers, N(0, 1) or tokens, with uniform labels.
 *
 * @throws InputError for more than 2³⁰ numbers
 */
export function drawnBatch({ shape, rows, classes, seed, tokens }) {
    const count = rows * sizeOf(shape);
    if (count > 2 ** 30) {
        throw new InputError(`${rows} samples of [${shape.join(", ")}] are ${count} numbers, more than 2^30. Choose fewer with --rows.`);
    }
    const numbers = stream(seed, "diagnosis", "samples");
    const labels = uniforms(at(stream(seed, "diagnosis", "labels"), 0), rows);
    return {
        inputs: Float32Array.from(tokens === undefined ? normals(numbers, count) : uniforms(numbers, count).map((u) => Math.floor(u * tokens))),
        labels: Int32Array.from(labels, (u) => Math.min(classes - 1, Math.floor(u * classes))),
        rows,
    };
}
