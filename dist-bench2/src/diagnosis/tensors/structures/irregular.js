/** Sparse kernels, rows of one norm, and sines. */
import { nguyenWidrow } from "../../../initializers/index.js";
import { incoming } from "../../../network/fans.js";
import { stream } from "../../../random/index.js";
import { normalFamily, pValueOf, REJECTED_BELOW } from "../laws.js";
import { roundStd } from "../round-number.js";
import { sampleOf } from "../sample.js";
import { optionText, shortest } from "./structure.js";
const isKernel = ({ tensor }) => tensor.role.kind === "kernel" && tensor.shape.length >= 2;
/** Exact zeros among normal numbers: as many in every unit, or in every column. */
export const sparseKernels = (one) => {
    const { tensor, values, sample } = one;
    const share = sample.zeros / values.length;
    if (!isKernel(one) || share < 0.005 || share > 0.995)
        return undefined;
    const others = sampleOf(values.filter((x) => x !== 0));
    const std = Math.sqrt(others.secondMoment);
    if (others.size < 100 || pValueOf(others, { family: normalFamily, mean: 0, scale: std }) < REJECTED_BELOW) {
        return { shape: "sparse", methods: [] };
    }
    const size = `std=${roundStd(others, normalFamily)}`;
    const { units, terms, index } = incoming(tensor);
    const perUnit = equalCount(units, terms, (unit, term) => values[index(unit, term)] !== 0);
    if (perUnit !== undefined) {
        const method = shortest(`sparse:nonzero=${perUnit},${size}`);
        return { shape: "sparse normal", methods: [{ method, how: `${perUnit} numbers of each unit are not 0` }] };
    }
    const rows = tensor.shape[0];
    const columns = values.length / rows;
    const perColumn = equalCount(columns, rows, (column, row) => values[row * columns + column] === 0);
    // Rows of zeros beside full ones are no method's.
    const perRow = equalCount(rows, 1, (row) => values.subarray(row * columns, (row + 1) * columns).every((x) => x === 0));
    if (perColumn === undefined || perRow !== 0)
        return { shape: "sparse normal", methods: [] };
    const method = shortest(`pytorch/sparse:sparsity=${optionText(perColumn / rows)},${size}`);
    return {
        shape: "sparse normal",
        methods: [{ method, how: `${perColumn} of the ${rows} numbers of each column are 0` }],
    };
};
/** How often a test holds in each group, where that is the same for all. */
function equalCount(groups, size, holds) {
    let all;
    for (let group = 0; group < groups; group++) {
        let count = 0;
        for (let item = 0; item < size; item++)
            if (holds(group, item))
                count++;
        all ??= count;
        if (count !== all)
            return undefined;
    }
    return all;
}
/** The incoming weights of all units have one norm. */
export const equalNorms = (one) => {
    const { tensor, values, sample } = one;
    if (!isKernel(one))
        return undefined;
    const { units, terms, index } = incoming(tensor);
    if (units < 4 || terms < 4)
        return undefined;
    const normOf = (numbers, unit) => {
        let squares = 0;
        for (let term = 0; term < terms; term++)
            squares += numbers[index(unit, term)] ** 2;
        return Math.sqrt(squares);
    };
    const first = normOf(values, 0);
    const tolerance = 1e-4 + 2 * sample.rounding;
    for (let unit = 1; unit < units; unit++) {
        if (!(Math.abs(normOf(values, unit) - first) <= tolerance * first))
            return undefined;
    }
    const expected = normOf(nguyenWidrow.initialize(stream(0, "structure"), tensor, {}), 0);
    const isTheirs = Math.abs(first - expected) <= 2 * tolerance * expected;
    const how = `the weights of every unit have norm ${optionText(first)}`;
    return { shape: "rows of one norm", methods: isTheirs ? [{ method: nguyenWidrow.name, how }] : [] };
};
/** Rows or columns that are sines: x[j − 1] + x[j + 1] is a multiple of x[j]. */
export const sines = ({ tensor, values }) => {
    if (tensor.shape.length < 2)
        return undefined;
    const rows = tensor.shape[0];
    const columns = values.length / rows;
    const byRows = columns >= 8 && areSines(rows, columns, (i, j) => values[i * columns + j]);
    const byColumns = rows >= 8 && areSines(columns, rows, (i, j) => values[j * columns + i]);
    return byRows || byColumns ? { shape: "sines", methods: [] } : undefined;
};
function areSines(vectors, length, at) {
    const step = Math.max(1, Math.floor(vectors / 8));
    for (let vector = 0; vector < vectors; vector += step) {
        let [product, square, size] = [0, 0, 0];
        for (let j = 1; j + 1 < length; j++) {
            const [x, sum] = [at(vector, j), at(vector, j - 1) + at(vector, j + 1)];
            product += x * sum;
            square += x * x;
            size += sum * sum;
        }
        // What the best multiple leaves of the sums.
        if (!(size - (product * product) / square <= 1e-4 * square))
            return false;
    }
    return true;
}
