/** Labels as a user has them, and the classes that they stand for. */
import { InputError } from "../errors.js";
import { sameShape } from "../graph/tensor.js";
import { describeArray } from "./formats/array.js";
import { excerpt, shortened } from "./formats/excerpt.js";
import { forEachRow } from "./formats/row-blocks.js";
import { checkNumberOfClasses, noClass, notOneHot } from "./no-classes.js";
/**
 * Reads the classes off the training labels: one per column of one-hot labels, else one per
 * different label, in ascending order.
 *
 * @throws InputError for labels that are not whole numbers, words or one-hot rows, or that are all
 *   the same
 */
export function readClasses(train) {
    const { labels } = train;
    if (isOneHot(labels)) {
        const names = Array.from({ length: labels.shape[1] }, (_, k) => String(k));
        return { names, indexOf: (arrays) => oneHotIndex(arrays, names.length) };
    }
    const { different } = writtenLabels(train);
    const meaning = labelMeaning(different);
    const ordered = [...new Set(different.map(meaning))].sort((a, b) => typeof a === "number" ? a - b : a < b ? -1 : 1);
    if (ordered.length < 2) {
        throw new InputError(`${labels.name} has only the label ${shortened(String(ordered[0]))}, expected at least two classes. Name the right column or array, or add samples of another class.`);
    }
    const classOf = new Map(ordered.map((label, k) => [label, k]));
    const names = ordered.map(String);
    const indexOf = (arrays) => {
        const { different: written, codes } = writtenLabels(arrays);
        const classes = written.map((label) => classOf.get(meaning(label)));
        return codes.map((code, sample) => {
            const k = classes[code];
            if (k !== undefined)
                return k;
            throw new InputError(`${arrays.labels.name} has the label ${shortened(String(written[code]))} (sample ${sample}), which does not occur in ${labels.name}: ${excerpt(names)}. Correct it, or add training samples of that class.`);
        });
    };
    return { names, indexOf };
}
const isOneHot = (labels) => "shape" in labels && labels.shape.length === 2 && labels.shape[1] > 1;
/**
 * What a label says: a whole number, where all training labels are numbers or words that are whole
 * numbers; else the word.
 */
function labelMeaning(different) {
    const numberOf = (label) => {
        if (typeof label === "number")
            return label;
        return /^[+-]?\d+(\.0*)?$/.test(label) ? Number(label) : Number.NaN;
    };
    if (!different.every((label) => Number.isSafeInteger(numberOf(label))))
        return (label) => label;
    return (label) => (Number.isSafeInteger(numberOf(label)) ? numberOf(label) : label);
}
function writtenLabels({ inputs, labels }) {
    const count = inputs.shape[0];
    if ("codes" in labels) {
        const codes = new Int32Array(labels.codes.count);
        forEachRow(labels.codes, undefined, (data, start, row) => {
            codes[row] = data[start];
        });
        return { different: labels.different, codes };
    }
    if ("words" in labels) {
        const { words } = labels;
        checkCount(labels.name, `${words.length} labels`, words.length, inputs);
        const written = coded(words);
        checkNumberOfClasses(written.different, words.length, labels.name);
        return written;
    }
    const { shape, data } = labels;
    checkCount(labels.name, describeArray(labels), shape[0] ?? 0, inputs);
    if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1)) {
        throw new InputError(`${labels.name} is ${describeArray(labels)}, expected [${count}] or [${count}, 1] whole numbers: one class per sample.`);
    }
    const bad = data.findIndex((value) => !Number.isSafeInteger(value));
    if (bad >= 0)
        throw noClass(data[bad], bad, labels.name);
    const written = coded(data);
    checkNumberOfClasses(written.different, data.length, labels.name);
    return written;
}
function coded(labels) {
    const indices = new Map();
    const codes = Int32Array.from(labels, (label) => {
        const index = indices.get(label) ?? indices.size;
        indices.set(label, index);
        return index;
    });
    return { different: [...indices.keys()], codes };
}
function oneHotIndex({ inputs, labels }, classes) {
    if (!("shape" in labels) || !sameShape(labels.shape, [inputs.shape[0], classes])) {
        const got = "shape" in labels ? describeArray(labels) : "words";
        throw new InputError(`${labels.name} is ${got}, expected one-hot [${inputs.shape[0]}, ${classes}].`);
    }
    return Int32Array.from({ length: labels.shape[0] }, (_, sample) => {
        const row = labels.data.subarray(sample * classes, (sample + 1) * classes);
        const one = row.indexOf(1);
        if (one < 0 || row.some((value, k) => k !== one && value !== 0))
            throw notOneHot(row, sample, labels.name);
        return one;
    });
}
/**
 * Makes sure that there is a label for each sample.
 *
 * @param got what the labels are, for messages
 * @param count number of labels
 * @throws InputError if there are more or fewer
 */
export function checkCount(name, got, count, inputs) {
    if (count !== inputs.shape[0]) {
        throw new InputError(`${name} is ${got}, expected one for each of the ${inputs.shape[0]} samples of ${inputs.name}.`);
    }
}
