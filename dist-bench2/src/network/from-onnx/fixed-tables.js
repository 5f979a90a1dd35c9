/**
 * Tensors that no training made: tables of sines, Fourier transforms, banks of triangular filters.
 * They are recognized by their numbers alone.
 */
import { sizeOf } from "../../graph/tensor.js";
/** What a tensor is known to be, in words; `undefined` for one that training may have made. */
export function fixedTable({ shape, data }) {
    const sizes = shape.filter((n) => n > 1); // axes of one element do not count
    const count = sizeOf(shape);
    if (count < 32 || sizes.length === 0 || sizes.length > 2)
        return undefined;
    const width = sizes.at(-1);
    const height = count / width;
    const rows = linesOf(data, { count: height, length: width, next: width, step: 1 });
    const columns = linesOf(data, { count: width, length: height, next: 1, step: width });
    if (areWaves(rows(ROWS)) || areWaves(columns(ROWS)))
        return "a table of sines";
    if (count > LARGEST_BANK)
        return undefined;
    return areTriangles(rows()) || areTriangles(columns()) ? "a bank of triangular filters" : undefined;
}
/** Most rows that are looked at for sines. */
const ROWS = 24;
/** Most numbers of a bank of filters. */
const LARGEST_BANK = 2 ** 20;
/** Reads rows or columns: all, or `most` of them evenly. */
const linesOf = (data, { count, length, next, step }) => (most = count) => Array.from({ length: Math.min(most, count) }, (_, i) => {
    const start = (count <= most ? i : Math.floor((i * count) / most)) * next;
    return Array.from({ length }, (_, k) => Number(data[start + k * step]));
});
/** Most sines of which a row is a sum, as a sine under a Hann window is of three. */
const WAVES = 3;
/**
 * Whether every row is a sum of a few sines, and some row of more than a constant. A sum of w sines
 * obeys a linear recurrence of order 2 w, which no row of noise does.
 */
function areWaves(rows) {
    const width = rows[0].length;
    const order = 2 * WAVES + 1;
    if (width < 3 * order)
        return shortWaves(rows);
    return rows.every((row) => predictable(row, order)) && rows.filter(isWavy).length * 2 > rows.length;
}
/** Of short rows only single sines are recognized. */
function shortWaves(rows) {
    if (rows[0].length < 8)
        return false;
    return rows.every((row) => predictable(row, 2)) && rows.filter(isWavy).length * 2 > rows.length;
}
/** Whether a row has more than two values. */
const isWavy = (row) => new Set(row.map((x) => Math.fround(x).toPrecision(4))).size > 2;
/** Whether each number of a row follows from the `order` before it by one linear rule. */
function predictable(row, order) {
    const scale = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0) / row.length);
    if (scale === 0)
        return true;
    const equations = row.length - order;
    const columns = Array.from({ length: order }, (_, k) => row.slice(k, k + equations));
    const rest = residual(columns, row.slice(order));
    return Math.sqrt(rest / equations) < 2e-4 * scale;
}
/** Sum of squares of what least squares leaves of a target (modified Gram–Schmidt). */
function residual(columns, target) {
    const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
    const basis = [];
    const without = (vector) => basis.reduce((rest, unit) => {
        const part = dot(rest, unit);
        return rest.map((x, i) => x - part * unit[i]);
    }, vector);
    for (const column of columns) {
        const size = Math.sqrt(dot(column, column));
        const rest = without(without(column));
        const length = Math.sqrt(dot(rest, rest));
        if (length > 1e-5 * size)
            basis.push(rest.map((x) => x / length));
    }
    const rest = without(without(target));
    return dot(rest, rest);
}
/**
 * Whether every row rises and falls once, is nowhere negative and mostly 0, as mel filters are;
 * rows of zeros may be among them.
 */
function areTriangles(matrix) {
    if (matrix.length < 4 || matrix[0].length < 8)
        return false;
    const zeros = matrix.flat().filter((x) => x === 0).length;
    if (zeros < 0.5 * matrix.length * matrix[0].length)
        return false;
    const shaped = matrix.filter((row) => row.some((x) => x !== 0));
    return shaped.length * 2 > matrix.length && shaped.every(isTriangle) && new Set(shaped.map(peakOf)).size > 2;
}
const peakOf = (row) => row.indexOf(Math.max(...row));
function isTriangle(row) {
    const peak = peakOf(row);
    return row.every((x, i) => {
        if (x < 0)
            return false;
        if (i === 0)
            return true;
        return i <= peak ? x >= row[i - 1] : x <= row[i - 1];
    });
}
