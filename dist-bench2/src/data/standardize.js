/** Brings feature columns to mean 0 and standard deviation 1, as initializers assume. */
import { InputError } from "../errors.js";
import { forEachRow, oneBlock } from "./formats/row-blocks.js";
/**
 * Subtracts from each column the mean of the training rows and divides by their standard deviation
 * (of N, not N − 1), in double precision, and then rounds to float32. The test rows are scaled by
 * the same numbers. A column that is constant in training becomes 0 in both.
 *
 * @param features number of columns per row
 * @param source name of the table, for messages
 * @throws InputError for a number that is not finite, or if a scaled test value exceeds the range
 *   of float32
 */
export function standardizeColumns({ train, test }, features, source) {
    const rowsOf = ({ inputs, count }) => ({
        rows: oneBlock(inputs, count, features),
        selection: undefined,
    });
    const scaled = standardizeRows(rowsOf(train), rowsOf(test), source);
    return { train: { ...train, inputs: scaled.train }, test: { ...test, inputs: scaled.test } };
}
/**
 * `standardizeColumns` of rows in blocks.
 *
 * @param together number of neighbouring columns that have one mean and one deviation: the pixels
 *   of a channel
 * @throws InputError as `standardizeColumns`
 */
export function standardizeRows(train, test, source, together = 1) {
    const scales = scalesOf(train, source, together);
    const apply = ({ rows, selection }) => {
        const { width } = rows;
        const inputs = new Float32Array((selection?.length ?? rows.count) * width);
        forEachRow(rows, selection, (data, start, place) => {
            for (let column = 0; column < width; column++) {
                const value = scaled(data[start + column], scales.group[column], scales);
                inputs[place * width + column] = value;
                if (!Number.isFinite(Math.fround(value)))
                    throw outOfRange(data[start + column], column, source);
            }
        });
        return inputs;
    };
    return { train: apply(train), test: apply(test) };
}
function outOfRange(value, column, source) {
    return new InputError(`${source}: ${value} in feature ${column} of the test rows exceeds the range of float32 when it is scaled by mean and standard deviation of the training rows. Remove that column or rescale it.`);
}
const above = (value, group, { lowest, factor }) => value * factor[group] - lowest[group];
const scaled = (value, group, scales) => scales.deviation[group] === 0 ? 0 : (above(value, group, scales) - scales.mean[group]) / scales.deviation[group];
function scalesOf(part, source, together) {
    const { width } = part.rows;
    const group = Int32Array.from({ length: width }, (_, column) => Math.floor(column / together));
    const groups = width / together;
    const count = (part.selection?.length ?? part.rows.count) * together;
    const { lowest: low, highest } = groupBounds(part, group, groups, source);
    const factor = low.map((from, i) => factorOf(highest[i] - from));
    const shift = { factor, lowest: low.map((from, i) => from * factor[i]) };
    const sums = new Float64Array(groups);
    forEachRow(part.rows, part.selection, (data, start) => {
        for (let column = 0; column < width; column++) {
            const i = group[column];
            sums[i] += above(data[start + column], i, shift);
        }
    });
    const mean = sums.map((sum) => sum / count);
    // The sum of the deviations would be 0 if the mean were exact (Chan, Golub & LeVeque 1983).
    const [rests, squares] = [new Float64Array(groups), new Float64Array(groups)];
    forEachRow(part.rows, part.selection, (data, start) => {
        for (let column = 0; column < width; column++) {
            const i = group[column];
            const rest = above(data[start + column], i, shift) - mean[i];
            rests[i] += rest;
            squares[i] += rest * rest;
        }
    });
    return {
        ...shift,
        group,
        mean: mean.map((value, i) => value + rests[i] / count),
        deviation: squares.map((square, i) => 
        // Rounded means would give a constant column a deviation that is not quite 0.
        low[i] === highest[i] ? 0 : Math.sqrt((square - rests[i] ** 2 / count) / count)),
    };
}
/** A power of two, which changes no digit: it brings a range to where its squares are numbers. */
function factorOf(range) {
    if (range > 2 ** 400)
        return 2 ** -600;
    return range < 2 ** -400 ? 2 ** 600 : 1;
}
/** The smallest and the largest number of each group of columns. */
function groupBounds({ rows, selection }, group, groups, source) {
    const { width } = rows;
    const lowest = new Float64Array(groups).fill(Number.POSITIVE_INFINITY);
    const highest = new Float64Array(groups).fill(Number.NEGATIVE_INFINITY);
    forEachRow(rows, selection, (data, start) => {
        for (let column = 0; column < width; column++) {
            const value = data[start + column];
            const i = group[column];
            if (!Number.isFinite(value)) {
                throw new InputError(`${source}: feature ${column} holds ${value}, expected finite numbers. Replace it.`);
            }
            if (value < lowest[i])
                lowest[i] = value;
            if (value > highest[i])
                highest[i] = value;
        }
    });
    return { lowest, highest };
}
