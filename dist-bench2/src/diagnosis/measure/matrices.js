/** Rank and largest singular value of kernels and their gradients. */
import { normals, stream, uniforms } from "../../random/index.js";
import { largestEigenvalue } from "./lanczos.js";
/** Sides above this are folded to it before ranks are counted. */
const LARGEST_SIDE = 256;
/** Singular values below this, relative to the largest, count as 0. */
const NEGLIGIBLE = 1e-6;
/** The Gram matrix of the smaller side, in float64; undefined where numbers are not finite. */
export function gramOf(matrix) {
    let scale = 0;
    for (const x of matrix.values)
        scale = Math.max(scale, Math.abs(x));
    if (!Number.isFinite(scale))
        return undefined; // NaN is the maximum of NaN and anything
    const { rows, columns, values } = matrix.rows <= matrix.columns ? matrix : flipped(matrix);
    const gram = new Float64Array(rows * rows);
    const numbers = new Float64Array(values.length);
    for (let k = 0; k < numbers.length; k++)
        numbers[k] = values[k] / (scale || 1);
    const all = Array.from({ length: rows }, (_, i) => numbers.subarray(i * columns, (i + 1) * columns));
    for (let i = 0; i < rows; i++) {
        for (let j = 0; j <= i; j++) {
            const sum = dot(all[i], all[j]);
            gram[i * rows + j] = sum;
            gram[j * rows + i] = sum;
        }
    }
    return { side: rows, values: gram, scale };
}
/** In four sums, which do not wait for each other. */
function dot(a, b) {
    const n = a.length;
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    let k = 0;
    for (; k + 3 < n; k += 4) {
        s0 += a[k] * b[k];
        s1 += a[k + 1] * b[k + 1];
        s2 += a[k + 2] * b[k + 2];
        s3 += a[k + 3] * b[k + 3];
    }
    for (; k < n; k++)
        s0 += a[k] * b[k];
    return s0 + s1 + (s2 + s3);
}
function flipped({ rows, columns, values }) {
    const turned = new Float64Array(values.length);
    for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++)
            turned[j * rows + i] = values[i * columns + j];
    return { rows: columns, columns: rows, values: turned };
}
/**
 * The number of singular values above 1e-6 of the largest: Cholesky's method on the Gram matrix
 * with the largest pivot first, until that is below 1e-12 of the largest eigenvalue. Pivots are the
 * squares of singular values up to a small factor: values within a few times 1e-6 may count or not.
 * NaN where numbers are not finite.
 *
 * A matrix with sides above 256 is first folded to 256 by random sums of its rows and columns, so
 * that at most 256 are counted.
 */
export function rankOf(matrix) {
    const gram = gramOf(folded(matrix));
    if (gram === undefined)
        return Number.NaN;
    const { side: n, values } = gram;
    const negligible = NEGLIGIBLE * NEGLIGIBLE * roughlyLargest(gram);
    const left = values.slice();
    const open = Array.from({ length: n }, (_, i) => i);
    for (let rank = 0; rank < n; rank++) {
        let best = 0;
        for (const [place, i] of open.entries()) {
            const largest = open[best];
            if (left[i * n + i] > left[largest * n + largest])
                best = place;
        }
        const [pivot] = open.splice(best, 1);
        const row = left.slice(pivot * n, (pivot + 1) * n);
        const size = row[pivot];
        if (!(size > negligible))
            return rank;
        for (const i of open) {
            const factor = row[i] / size;
            if (factor === 0)
                continue;
            const start = i * n;
            for (let j = 0; j < n; j++)
                left[start + j] -= factor * row[j];
        }
    }
    return n;
}
/** The largest eigenvalue of a Gram matrix to a few percent, by ten power iterations. */
function roughlyLargest({ side: n, values }) {
    let v = normals(stream(0, "diagnosis", "rank"), n);
    let size = 0;
    for (let k = 0; k < 10; k++) {
        const next = new Float64Array(n);
        for (let i = 0; i < n; i++) {
            let sum = 0;
            for (let j = 0; j < n; j++)
                sum += values[i * n + j] * v[j];
            next[i] = sum;
        }
        const length = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
        const after = Math.sqrt(next.reduce((sum, x) => sum + x * x, 0));
        size = length === 0 ? 0 : after / length;
        if (after === 0)
            return 0;
        v = next.map((x) => x / after);
    }
    return size;
}
/** The largest rank that `rankOf` counts. */
export const fullRank = (rows, columns) => Math.min(rows, columns, LARGEST_SIDE);
/** Sums of rows, and of columns, with random signs and sizes, where there are too many. */
function folded(matrix) {
    const fewer = foldedRows(matrix, "rows");
    return fewer.columns <= LARGEST_SIDE ? fewer : foldedRows(flipped(fewer), "columns");
}
function foldedRows(matrix, name) {
    const { rows, columns, values } = matrix;
    if (rows <= LARGEST_SIDE)
        return matrix;
    // Between ½ and 1, so that no row gets lost, with both signs.
    const draws = uniforms(stream(0, "diagnosis", name), rows).map((u) => (u < 0.5 ? u - 1 : u));
    const sums = new Float64Array(LARGEST_SIDE * columns);
    for (let i = 0; i < rows; i++) {
        const to = (i % LARGEST_SIDE) * columns;
        for (let j = 0; j < columns; j++)
            sums[to + j] += draws[i] * values[i * columns + j];
    }
    return { rows: LARGEST_SIDE, columns, values: sums };
}
/** The largest singular value, to 1e-6 of itself; NaN where numbers are not finite. */
export async function spectralNorm(matrix) {
    const { rows, columns, values } = matrix;
    let scale = 0;
    for (const x of values)
        scale = Math.max(scale, Math.abs(x));
    if (!Number.isFinite(scale))
        return Number.NaN;
    if (scale === 0)
        return 0;
    const numbers = new Float64Array(values.length);
    for (let k = 0; k < numbers.length; k++)
        numbers[k] = values[k] / scale;
    const square = await largestEigenvalue(normals(stream(0, "diagnosis", "spectral-norm"), columns), (v) => {
        const result = new Float64Array(columns);
        for (let i = 0; i < rows; i++) {
            const row = numbers.subarray(i * columns, (i + 1) * columns);
            let sum = 0;
            for (let j = 0; j < columns; j++)
                sum += row[j] * v[j];
            for (let j = 0; j < columns; j++)
                result[j] += sum * row[j];
        }
        return result;
    });
    return scale * Math.sqrt(square);
}
