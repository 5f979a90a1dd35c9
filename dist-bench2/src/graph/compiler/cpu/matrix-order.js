/**
 * The shape that an [R, C] has in blocks of rows: an image of one row, whose channels are the
 * matrix's rows.
 */
export const inRowsShape = ([rows, columns]) => [1, rows, 1, columns];
/** The order of a matrix [R, C] in blocks of rows; R is a multiple of `block`. */
export const blocksOfRows = (block) => ({
    name: `blocks of ${block} rows`,
    arranged: ({ type, shape, data }) => {
        const [rows, columns] = shape;
        return { type, shape: inRowsShape(shape), data: swapped(data, rows / block, block, columns) };
    },
    usualShape: ([, rows, , columns]) => [rows, columns],
    restored: ({ type, shape, data }) => {
        const [, rows, , columns] = shape;
        return { type, shape: [rows, columns], data: swapped(data, rows / block, columns, block) };
    },
});
/** [groups, a, b] → [groups, b, a]. */
function swapped(from, groups, a, b) {
    const to = new Float32Array(from.length);
    for (let group = 0; group < groups; group++) {
        const start = group * a * b;
        for (let i = 0; i < a; i++) {
            for (let j = 0; j < b; j++)
                to[start + j * a + i] = from[start + i * b + j];
        }
    }
    return to;
}
