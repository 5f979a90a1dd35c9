/** Arrays of samples: which axis is what, and whether the numbers can be trained on. */
import { InputError } from "../errors.js";
import { sizeOf } from "../graph/tensor.js";
import { describeArray } from "./formats/array.js";
import { forEachRow, oneBlock } from "./formats/row-blocks.js";
import { orderNote, sampleShape } from "./sample-shape.js";
/**
 * Brings samples into the order that networks read: `[N, F]`, or `[N, C, H, W]` from any order of
 * axes that `datasetFromArrays` accepts.
 *
 * @param stated the shape of one sample, where the user states it
 * @throws InputError for another shape, or no samples
 */
export function readSamples({ name, ...array }, stated) {
    const { data } = array;
    const where = sampleShape(name, array.shape, describeArray(array), stated);
    const [shape, order] = where;
    const [count, width, pixels] = [array.shape[0], sizeOf(shape), sizeOf(shape.slice(1))];
    const areBytes = data instanceof Uint8Array;
    const inOrder = order === "channels last" ? channelsFirst(data, pixels, shape[0]) : data;
    const [description, areRows] = [describeArray(array), array.shape.length === 2];
    const notes = stated === undefined ? orderNote(name, array.shape, where) : [];
    return { name, description, shape, areRows, areBytes, rows: oneBlock(inOrder, count, width), notes };
}
/** `[N, pixels, channels]` → `[N, channels, pixels]`. */
function channelsFirst(data, pixels, channels) {
    if (channels === 1)
        return data;
    const result = data.slice();
    const size = pixels * channels;
    for (let sample = 0; sample < data.length; sample += size) {
        for (let channel = 0; channel < channels; channel++) {
            const to = sample + channel * pixels;
            for (let pixel = 0; pixel < pixels; pixel++)
                result[to + pixel] = data[sample + pixel * channels + channel];
        }
    }
    return result;
}
/**
 * Some of the samples in the type that networks read: unsigned bytes stay bytes, other types become
 * float32.
 *
 * @throws InputError for a number that is not finite in float32
 */
export function roundedSamples({ name, areBytes }, { rows, selection }) {
    const { width, blocks } = rows;
    const only = blocks.length === 1 && selection === undefined ? blocks[0] : undefined;
    if (areBytes && only instanceof Uint8Array)
        return only;
    const size = (selection?.length ?? rows.count) * width;
    const result = areBytes ? new Uint8Array(size) : new Float32Array(size);
    forEachRow(rows, selection, (data, start, place) => {
        for (let column = 0; column < width; column++) {
            const value = data[start + column];
            result[place * width + column] = value;
            if (Number.isFinite(Math.fround(value)))
                continue;
            const sample = selection?.[place] ?? place;
            throw new InputError(`${name} holds ${value} in sample ${sample}, number ${column} of it, expected finite numbers (of float32's range). Replace or rescale it.`);
        }
    });
    return result;
}
/** Where rounding to float32 moves numbers by more than this share of their column's range. */
const COARSE = 1e-3;
/**
 * A note on the columns of rows `[N, F]` that are large numbers which differ little: rounded to
 * float32 they become steps, or the same number.
 */
export function roundingNote({ name, areRows, rows }) {
    const wide = rows.blocks.some((block) => block.BYTES_PER_ELEMENT > 2 && !(block instanceof Float32Array));
    if (!areRows || !wide)
        return [];
    const { width } = rows;
    const [lowest, highest, moved] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0].map((start) => new Float64Array(width).fill(start));
    forEachRow(rows, undefined, (data, start) => {
        for (let column = 0; column < width; column++) {
            const value = data[start + column];
            lowest[column] = Math.min(lowest[column], value);
            highest[column] = Math.max(highest[column], value);
            moved[column] = Math.max(moved[column], Math.abs(value - Math.fround(value)));
        }
    });
    const coarse = [...moved.keys()].filter((i) => moved[i] > COARSE * (highest[i] - lowest[i]) && moved[i] > 0);
    const [column] = coarse.filter((i) => highest[i] > lowest[i]);
    if (column === undefined)
        return [];
    return [
        `${name} holds numbers in column ${column}, from ${lowest[column]} to ${highest[column]}, that float32 moves by up to ${moved[column]}: they lose their differences. Standardize the columns (standardize: true of loadUserData and datasetFromArrays), or subtract their mean before they are saved.`,
    ];
}
