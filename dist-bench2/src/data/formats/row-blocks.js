/** Numbers in a block, about. */
const BLOCK = 2 ** 18;
/** Rows that lie in one array `[count, width]`. */
export function oneBlock(data, count, width) {
    return { width, count, blockRows: Math.max(count, 1), blocks: [data] };
}
/** @param width numbers in a row, from 1 */
export function rowWriter(width) {
    const blockRows = Math.max(1, Math.floor(BLOCK / width));
    const block = new Float64Array(blockRows * width);
    const blocks = [];
    let [start, count] = [0, 0];
    const close = () => {
        blocks.push(narrowest(block.subarray(0, start)));
        start = 0;
    };
    return {
        set: (column, value) => {
            block[start + column] = value;
        },
        endRow: () => {
            count++;
            start += width;
            if (start === block.length)
                close();
        },
        rows: () => {
            if (start > 0)
                close();
            return { width, count, blockRows, blocks };
        },
    };
}
/** A copy in the narrowest of uint8, float32 and float64 that keeps every number, −0 too. */
function narrowest(values) {
    if (values.every((value) => Object.is(value, value & 0xff)))
        return Uint8Array.from(values);
    return values.every((value) => value === Math.fround(value)) ? Float32Array.from(values) : values.slice();
}
/** Some of the rows, in one block. */
export function pickRows(rows, selection) {
    const { width, blocks } = rows;
    const type = blocks.length === 1 ? blocks[0] : new Float64Array();
    const data = new type.constructor(selection.length * width);
    forEachRow(rows, selection, (source, start, place) => {
        data.set(source.subarray(start, start + width), place * width);
    });
    return oneBlock(data, selection.length, width);
}
/** Every number in one array. */
export function joined({ blocks, count, width }) {
    const data = new Float64Array(count * width);
    let at = 0;
    for (const block of blocks) {
        data.set(block, at);
        at += block.length;
    }
    return data;
}
/**
 * Calls `visit` for rows in order, with the array that holds the row and where it begins there.
 *
 * @param chosen which rows; every one if it is left out
 */
export function forEachRow({ width, count, blockRows, blocks }, selection, visit) {
    const length = selection?.length ?? count;
    for (let place = 0; place < length; place++) {
        const row = selection === undefined ? place : selection[place];
        const inBlock = row % blockRows;
        visit(blocks[(row - inBlock) / blockRows], inBlock * width, place);
    }
}
