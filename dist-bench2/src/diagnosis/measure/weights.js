/** Readings of a kernel's numbers, and of its gradient and first update. */
import { fans, incoming } from "../../network/fans.js";
import { normals, stream } from "../../random/index.js";
import { fullRank, rankOf, spectralNorm } from "./matrices.js";
/** The quick readings of one kernel. */
export function weightReading(numbers, { gradient, update }) {
    const rms = rootMeanSquare(numbers);
    return {
        rms,
        gradientRms: gradient && rootMeanSquare(gradient),
        updateRatio: update && update / (rms * Math.sqrt(numbers.length)),
    };
}
/** The others. */
export async function kernelReading(kernel, numbers, { gradient }) {
    const matrix = rowsOf(kernel, numbers);
    const { fanIn, fanOut } = fans(kernel);
    return {
        distinctRows: distinctRows(matrix),
        rank: rankOf(matrix),
        fullRank: fullRank(matrix.rows, matrix.columns),
        spectralRatio: (await spectralNorm(matrix)) / Math.sqrt(fanOut / fanIn),
        gradientRank: gradient && rankOf(rowsOf(kernel, gradient)),
    };
}
/** A kernel as a matrix: a row for each unit. */
export function rowsOf(kernel, numbers) {
    const { units, terms, index } = incoming(kernel);
    if (kernel.role.operation !== "transposed-convolution")
        return { rows: units, columns: terms, values: numbers };
    const values = new Float32Array(numbers.length);
    for (let unit = 0; unit < units; unit++) {
        for (let term = 0; term < terms; term++)
            values[unit * terms + term] = numbers[index(unit, term)];
    }
    return { rows: units, columns: terms, values };
}
function rootMeanSquare(numbers) {
    let most = 0;
    for (const x of numbers)
        most = Number.isNaN(x) ? x : Math.max(most, Math.abs(x));
    if (most === 0 || !Number.isFinite(most))
        return most;
    let sum = 0;
    for (const x of numbers)
        sum += (x / most) ** 2;
    return most * Math.sqrt(sum / numbers.length);
}
/** Groups of equal rows, told by two random sums of each: equal rows have equal ones. */
function distinctRows({ rows, columns, values }) {
    const draws = normals(stream(0, "diagnosis", "distinct-rows"), 2 * columns);
    const seen = new Set();
    for (let i = 0; i < rows; i++) {
        let [first, second] = [0, 0];
        for (let j = 0; j < columns; j++) {
            const x = values[i * columns + j];
            first += x * draws[j];
            second += x * draws[columns + j];
        }
        seen.add(`${first} ${second}`);
    }
    return seen.size;
}
