/** A kernel as independent matrices or convolutions: one per group, one per fused projection. */
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../../graph/tensor.js";
import { fans } from "../../../network/fans.js";
import { at } from "../../../random/index.js";
/**
 * Fills a kernel block by block. Groups and fused projections are stacked along the first axis, so
 * a block is contiguous. Each block has its own draws (`at(stream, block)`); a kernel of one block
 * uses the tensor's stream.
 *
 * @throws InputError for a tensor that is no kernel, or groups that do not divide
 */
export function fillBlocks(stream, tensor, fill) {
    fans(tensor); // throws where the shape, the groups or the projections do not fit
    const { shape, role } = tensor;
    const [first, second, ...positions] = shape;
    const count = (role.groups ?? 1) * (role.fused ?? 1);
    const rows = first / count;
    if (!Number.isInteger(rows)) {
        throw new InputError(`Tensor "${tensor.name}" of shape [${shape.join(", ")}]: ${role.groups} groups of ${role.fused} projections do not divide ${first}.`);
    }
    const transposed = role.operation === "transposed-convolution";
    const values = new Float32Array(sizeOf(shape));
    const size = values.length / count;
    for (let i = 0; i < count; i++) {
        fill(values.subarray(i * size, (i + 1) * size), {
            rows,
            columns: second,
            positions,
            inputs: transposed ? rows : second,
            outputs: transposed ? second : rows,
            stream: count === 1 ? stream : at(stream, i),
        });
    }
    return values;
}
/** Number of positions in the window, 1 for a dense layer. */
export function positionCount({ positions }) {
    return positions.reduce((n, size) => n * size, 1);
}
/** The row-major index of the middle position: (k − 1) / 2 rounded down along each axis. */
export function centreOf({ positions }) {
    return positions.reduce((index, size) => index * size + Math.floor((size - 1) / 2), 0);
}
