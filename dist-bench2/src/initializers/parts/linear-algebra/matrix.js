/**
 * Dense matrices in double precision. This folder computes with + − × ÷ √ only, in a fixed order,
 * so results are the same bits in every JavaScript engine.
 */
import { InputError } from "../../../errors.js";
/**
 * The matrix of these numbers.
 *
 * @throws InputError unless there are rows × columns of them, all finite
 */
export function matrix(rows, columns, values) {
    const copy = Float64Array.from(values);
    if (![rows, columns].every((n) => Number.isInteger(n) && n >= 1)) {
        throw new InputError(`The sides of a matrix must be whole numbers from 1, got ${rows}×${columns}.`);
    }
    if (copy.length !== rows * columns) {
        throw new InputError(`A ${rows}×${columns} matrix needs ${rows * columns} numbers, got ${copy.length}.`);
    }
    if (!copy.every(Number.isFinite))
        throw new InputError(`A ${rows}×${columns} matrix has elements that are not finite.`);
    return { rows, columns, values: copy };
}
/** Aᵀ: element (i, j) is element (j, i) of A. */
export function transpose({ rows, columns, values }) {
    const flipped = new Float64Array(values.length);
    for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++)
            flipped[j * rows + i] = values[i * columns + j];
    }
    return { rows: columns, columns: rows, values: flipped };
}
/**
 * A · B.
 *
 * @throws InputError where A does not have as many columns as B has rows
 */
export function multiply(a, b) {
    if (a.columns !== b.rows) {
        throw new InputError(`A ${a.rows}×${a.columns} matrix times a ${b.rows}×${b.columns} one is not defined.`);
    }
    const { rows } = a;
    const { columns } = b;
    const values = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) {
        const row = values.subarray(i * columns, (i + 1) * columns);
        for (let k = 0; k < a.columns; k++) {
            const factor = a.values[i * a.columns + k];
            const start = k * columns;
            for (let j = 0; j < columns; j++)
                row[j] += factor * b.values[start + j];
        }
    }
    return { rows, columns, values };
}
