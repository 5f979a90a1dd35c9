/** Orthogonal kernels: flattened, at the centre of the window, as convolutions, and mirrored. */
import { centredBlocks } from "../../../initializers/methods/constant/centred-blocks.js";
import { orthogonalGain, positionOf, view } from "./matrices.js";
import { isNear, withOption } from "./structure.js";
/** Rows or columns that are orthonormal but for a factor. */
export const orthogonalKernels = (one) => {
    const { tensor, sample } = one;
    if (tensor.role.kind !== "kernel" || tensor.shape.length < 2)
        return undefined;
    const centre = tensor.shape.slice(2).reduce((index, size) => index * size + Math.floor((size - 1) / 2), 0);
    const kernel = { ...one, ...centredBlocks(tensor), centre };
    const isCentred = kernel.positions > 1 && sample.zeros >= kernel.values.length * (1 - 1 / kernel.positions);
    if (!isCentred)
        return mirrored(kernel) ?? flattened(kernel);
    return isZeroAround(kernel) ? (mirrored(kernel) ?? centred(kernel)) : undefined;
};
function isZeroAround({ values, positions, centre }) {
    return values.every((x, i) => x === 0 || i % positions === centre);
}
/** The gain of every block, or that of the whole stack, as frameworks have it. */
function gainOf(kernel, matrixOf) {
    const { blocks, rows, values, sample } = kernel;
    const gains = Array.from({ length: blocks }, (_, i) => orthogonalGain(matrixOf((i * values.length) / blocks, rows), sample.rounding));
    const [first] = gains;
    if (first !== undefined && gains.every((gain) => gain !== undefined && isNear(gain, first)))
        return first;
    return blocks === 1 ? undefined : orthogonalGain(matrixOf(0, rows * blocks), sample.rounding);
}
const flattened = (kernel) => {
    const { values, columns, positions, tensor } = kernel;
    const isometry = positions > 1 && kernel.blocks === 1 ? isometryGain(kernel) : undefined;
    if (isometry !== undefined) {
        return { shape: "orthogonal convolution", methods: plainest([["circular-orthogonal", isometry]]) };
    }
    const gain = gainOf(kernel, (start, rows) => view(values, start, rows, columns * positions));
    if (gain === undefined)
        return undefined;
    const recurrent = tensor.role.recurrent?.part === "hidden" ? [["flax/default", gain]] : [];
    const names = positions > 1 ? [["orthogonal", gain]] : ofMatrices(kernel, gain);
    return { shape: "orthogonal", methods: plainest([...names, ...recurrent]) };
};
const centred = (kernel) => {
    const gain = gainOf(kernel, (start, rows) => positionOf(kernel.values, { ...kernel, rows, position: kernel.centre }, start));
    if (gain === undefined)
        return undefined;
    const [, ...atCentre] = ofMatrices(kernel, gain).filter(([name]) => name !== "circular-orthogonal");
    return { shape: "orthogonal at the centre", methods: plainest(atCentre) };
};
/** The methods that make an orthogonal matrix of a dense kernel, with their gains. */
function ofMatrices({ rows, columns, tensor }, gain) {
    const isTransposed = tensor.role.operation === "transposed-convolution";
    const [outputs, inputs] = isTransposed ? [columns, rows] : [rows, columns];
    return [
        ["orthogonal", gain],
        ["delta-orthogonal", gain],
        ["scale-corrected-uniform-orthogonal", gain / Math.max(Math.sqrt(outputs / inputs), 1)],
        ["circular-orthogonal", gain],
    ];
}
/** With a gain of 1, or else the first alone. */
function plainest(methods) {
    const usual = methods.filter(([, gain]) => isNear(gain, 1));
    return (usual.length > 0 ? usual : methods.slice(0, 1)).map(([name, gain]) => ({
        method: withOption(name, "gain", gain, 1),
        how: `rows or columns orthogonal, gain ${Number(gain.toPrecision(4))}`,
    }));
}
/**
 * The gain of a convolution that keeps lengths: the kernels of its inputs, or of its outputs where
 * there are fewer, are orthonormal, and so they are to themselves shifted by one position. Looks at
 * the last axis of the window.
 */
function isometryGain({ values, rows, columns, positions, tensor, sample }) {
    const last = tensor.shape.at(-1);
    if (last < 2)
        return undefined;
    const byRows = rows <= columns;
    const [vectors, terms] = byRows ? [rows, columns] : [columns, rows];
    const at = (vector, term, position) => values[((byRows ? vector : term) * columns + (byRows ? term : vector)) * positions + position];
    const gain = orthogonalGain({ rows: vectors, columns: terms * positions, at: (i, j) => at(i, Math.floor(j / positions), j % positions) }, sample.rounding);
    if (gain === undefined)
        return undefined;
    for (let vector = 0; vector < Math.min(8, vectors); vector++) {
        let shifted = 0;
        for (let term = 0; term < terms; term++) {
            for (let position = 0; position < positions; position++) {
                if (position % last > 0)
                    shifted += at(vector, term, position) * at(vector, term, position - 1);
            }
        }
        if (!(Math.abs(shifted) <= (1e-3 + 4 * sample.rounding) * gain * gain))
            return undefined;
    }
    return gain;
}
/** [V, −V; −V, V] or half of it, with V orthogonal. */
const mirrored = (kernel) => {
    const { values, rows, columns, positions, centre, sample, blocks } = kernel;
    if (blocks > 1)
        return undefined;
    const all = positionOf(values, { rows, columns, positions, position: centre });
    const outputs = rows % 2 === 0 && isMirrored(rows / 2, columns, (i, j) => all.at(i, j) + all.at(i + rows / 2, j));
    const inputs = columns % 2 === 0 && isMirrored(rows, columns / 2, (i, j) => all.at(i, j) + all.at(i, j + columns / 2));
    if (!outputs && !inputs)
        return undefined;
    const half = { rows: outputs ? rows / 2 : rows, columns: inputs ? columns / 2 : columns, at: all.at };
    const gain = orthogonalGain(half, sample.rounding);
    if (gain === undefined)
        return undefined;
    return { shape: "mirrored orthogonal", methods: plainest([["looks-linear", gain]]) };
};
function isMirrored(rows, columns, sum) {
    for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++)
            if (sum(i, j) !== 0)
                return false;
    return true;
}
