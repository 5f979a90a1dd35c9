/** Kernels as matrices: parts of them, and whether their rows or columns are orthonormal. */
/** As many rows or columns are compared: all pairs of them show whether a matrix is orthogonal. */
const MOST_COMPARED = 32;
/** With fewer, chance could make them orthogonal. */
const FEWEST_COMPARED = 4;
/** A dense part of an array. */
export const view = (values, start, rows, columns) => ({
    rows,
    columns,
    at: (row, column) => values[start + row * columns + column],
});
/** One position of the window of a kernel `[rows, columns, positions]`. */
export const positionOf = (values, { rows, columns, positions, position }, start = 0) => ({
    rows,
    columns,
    at: (row, column) => values[start + (row * columns + column) * positions + position],
});
/**
 * The factor on a matrix whose rows are orthonormal but for it, or whose columns are where it has
 * more rows; `undefined` for any other matrix.
 *
 * @param rounding how far storing can move a number, relative to its size
 */
export function orthogonalGain(matrix, rounding) {
    const byRows = matrix.rows <= matrix.columns;
    const [vectors, length] = byRows ? [matrix.rows, matrix.columns] : [matrix.columns, matrix.rows];
    if (vectors < FEWEST_COMPARED)
        return undefined;
    const count = Math.min(MOST_COMPARED, vectors);
    const picked = Array.from({ length: count }, (_, i) => {
        const vector = Math.floor((i * vectors) / count);
        return Float64Array.from({ length }, (_, j) => (byRows ? matrix.at(vector, j) : matrix.at(j, vector)));
    });
    const square = dot(picked[0], picked[0]);
    if (!(square > 0))
        return undefined;
    const tolerance = 5e-4 + 4 * rounding;
    for (let i = 0; i < count; i++) {
        for (let j = 0; j <= i; j++) {
            const expected = i === j ? square : 0;
            if (!(Math.abs(dot(picked[i], picked[j]) - expected) <= tolerance * square))
                return undefined;
        }
    }
    return Math.sqrt(square);
}
function dot(a, b) {
    let sum = 0;
    for (let i = 0; i < a.length; i++)
        sum += a[i] * b[i];
    return sum;
}
