/** What theory needs of a kernel's numbers: their scale, and whether they look like draws. */
import { sizeOf } from "../../graph/tensor.js";
/** Mean and mean square. */
export function scaleOf({ data }) {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < data.length; i++) {
        const x = Number(data[i]);
        sum += x;
        squares += x * x;
    }
    return { mean: sum / data.length, meanSquare: squares / data.length };
}
/** The same, where a mean that may be chance counts as 0: of draws around 0. */
export function drawnScale(numbers) {
    const { mean, meanSquare } = scaleOf(numbers);
    const isChance = mean * mean * numbers.data.length <= FAR * FAR * Math.max(0, meanSquare - mean * mean);
    return { mean: isChance ? 0 : mean, meanSquare };
}
/** A mean this many standard errors from 0 is no chance. */
const FAR = 6;
/** A kernel with more exact zeros is a pattern (identity, Dirac, pruned), not a draw. */
const MOST_ZEROS = 0.5;
/** Why a kernel's numbers are no independent draws around 0; undefined where they may be. */
export function patternOf({ data, shape }) {
    const { mean, meanSquare } = scaleOf({ data });
    if (meanSquare === 0)
        return undefined;
    if (!Number.isFinite(meanSquare))
        return "its weights are not finite";
    const deviation = Math.sqrt(Math.max(0, meanSquare - mean * mean));
    if (Math.abs(mean) > (FAR * deviation) / Math.sqrt(sizeOf(shape)))
        return "the mean of its weights is not 0";
    let zeros = 0;
    for (let i = 0; i < data.length; i++)
        if (data[i] === 0)
            zeros++;
    return zeros > MOST_ZEROS * data.length ? "most of its weights are exactly 0" : undefined;
}
/** How many products of entries an estimate of a spread may cost. */
const WORK = 1_000_000;
/**
 * The statistics of a dense kernel or a convolution's, with the outputs on axis `outAxis` and the
 * inputs on axis `inAxis`.
 *
 * @param groups of a grouped convolution, whose spread is taken as that of independent draws
 */
export function kernelStatistics(kernel, outAxis, inAxis, groups = 1) {
    const { meanSquare } = scaleOf(kernel);
    const [out, inputs] = [kernel.shape[outAxis], kernel.shape[inAxis]];
    if (groups > 1)
        return { meanSquare, forwardSpread: 1 / out, backwardSpread: 1 / (inputs * groups) };
    return {
        meanSquare,
        forwardSpread: spreadOf(kernel, outAxis),
        backwardSpread: spreadOf(kernel, inAxis),
    };
}
/** The kernel as a matrix: rows along one axis, terms along all others. */
function matrixOf({ data, shape }, axis) {
    const inner = sizeOf(shape.slice(axis + 1));
    const rows = shape[axis];
    const terms = data.length / rows;
    const matrix = new Float64Array(data.length);
    for (let i = 0; i < data.length; i++) {
        const outer = Math.floor(i / inner);
        matrix[(outer % rows) * terms + Math.floor(outer / rows) * inner + (i % inner)] = Number(data[i]);
    }
    return matrix;
}
/**
 * (tr G² / (tr G)² − 1 / terms) · terms / (terms + 2) for the Gram matrix G of the rows: that of
 * the squared singular values. Where G has too many entries, its part off the diagonal is estimated
 * from some.
 */
function spreadOf(kernel, axis) {
    const matrix = matrixOf(kernel, axis);
    const rows = kernel.shape[axis];
    const terms = matrix.length / rows;
    const product = (a, b) => {
        let sum = 0;
        for (let k = 0; k < terms; k++)
            sum += matrix[a * terms + k] * matrix[b * terms + k];
        return sum;
    };
    let [trace, diagonal] = [0, 0];
    for (let row = 0; row < rows; row++) {
        const square = product(row, row);
        trace += square;
        diagonal += square * square;
    }
    if (!(trace > 0))
        return 0;
    const distances = Math.min(rows - 1, Math.max(1, Math.ceil(WORK / (rows * terms))));
    const stride = Math.max(1, Math.ceil((rows * terms * distances) / WORK));
    const step = Math.max(1, Math.floor((rows - 1) / distances));
    let [off, pairs] = [0, 0];
    for (let row = 0; row < rows; row += stride) {
        for (let i = 0; i < distances; i++) {
            off += product(row, (row + 1 + i * step) % rows) ** 2;
            pairs++;
        }
    }
    const all = diagonal + (pairs === 0 ? 0 : (off / pairs) * rows * (rows - 1));
    return (Math.max(0, all / (trace * trace) - 1 / terms) * terms) / (terms + 2);
}
