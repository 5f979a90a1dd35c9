/**
 * Kernels that are zero except for one matrix per block, at the centre of the convolution's window.
 */
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../../graph/tensor.js";
import { fans } from "../../../network/fans.js";
/**
 * The blocks of a kernel.
 *
 * @throws InputError for a tensor that is no kernel, or rows that do not divide into the blocks
 */
export function centredBlocks(tensor) {
    fans(tensor); // throws for a tensor that is no kernel, and for groups that do not divide
    const { shape, role } = tensor;
    const [first, columns, ...window] = shape;
    const blocks = (role.groups ?? 1) * (role.fused ?? 1);
    if (first % blocks !== 0) {
        throw new InputError(`Tensor "${tensor.name}" of shape [${shape.join(", ")}]: ${first} rows do not divide into ${blocks} blocks (groups × fused).`);
    }
    return {
        blocks,
        rows: first / blocks,
        columns,
        positions: window.reduce((product, size) => product * size, 1),
        centre: window.reduce((index, size) => index * size + Math.floor(size / 2), 0),
        transposed: role.operation === "transposed-convolution",
    };
}
/**
 * The kernel with `element(row, column)` of each block at the centre of the window, and zeros
 * elsewhere.
 */
export function atCentre(tensor, element) {
    const target = new Float32Array(sizeOf(tensor.shape));
    const all = centredBlocks(tensor);
    const { blocks, rows, columns, positions, centre } = all;
    for (let row = 0; row < blocks * rows; row++) {
        for (let column = 0; column < columns; column++) {
            target[(row * columns + column) * positions + centre] = element(row % rows, column, all);
        }
    }
    return target;
}
