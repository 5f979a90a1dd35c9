/** Which samples of arrays have a label. */
import { InputError } from "../errors.js";
import { pickRows } from "./formats/row-blocks.js";
import { isMissing, missingLabelText } from "./missing-labels.js";
/**
 * The samples that have a label. Tables have no others: their reader sees to that.
 *
 * @throws InputError for a sample without a label, unless the rule says otherwise
 */
export function withLabels(part, rule) {
    const { labels, inputs } = part.arrays;
    if ("codes" in labels)
        return part;
    const missing = missingIn(labels);
    const shown = (i) => ("words" in labels ? labels.words[i] : "NaN");
    // A number that is none cannot be the name of a class, and neither can an empty word.
    const refused = rule === "keep" ? missing.find((i) => shown(i).trim() === "" || !("words" in labels)) : missing[0];
    if (refused !== undefined && rule !== "leave-out") {
        throw new InputError(missingLabelText(shown(refused), `${labels.name}, sample ${refused} (from 0)`));
    }
    if (rule !== "leave-out" || missing.length === 0)
        return part;
    const isMissingAt = new Set(missing);
    const selection = Int32Array.from(Array(inputs.shape[0]).keys()).filter((i) => !isMissingAt.has(i));
    if (selection.length === 0) {
        throw new InputError(`${labels.name} has no label at all. Add labels, or take the array out.`);
    }
    const { samples } = part;
    return {
        samples: { ...samples, rows: pickRows(samples.rows, selection) },
        arrays: {
            inputs: { ...inputs, shape: [selection.length, ...inputs.shape.slice(1)] },
            labels: pickLabels(labels, selection),
        },
        notes: [...(part.notes ?? []), leftOutNote(missing.length, selection.length, inputs.name)],
    };
}
/** The indices of the samples without a label. */
function missingIn(labels) {
    if ("words" in labels)
        return labels.words.flatMap((word, i) => (isMissing(word.trim()) ? [i] : []));
    const { data, shape } = labels;
    // One-hot rows are checked where they are read.
    if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1))
        return [];
    const indices = [];
    data.forEach((value, i) => {
        if (Number.isNaN(value))
            indices.push(i);
    });
    return indices;
}
function pickLabels(labels, selection) {
    if ("words" in labels)
        return { name: labels.name, words: Array.from(selection, (i) => labels.words[i]) };
    const { name, shape, data } = labels;
    const picked = data.slice(0, selection.length);
    selection.forEach((i, place) => {
        picked[place] = data[i];
    });
    return { name, shape: [selection.length, ...shape.slice(1)], data: picked };
}
/**
 * The note on samples that were left out.
 *
 * @param leftOut how many were left out
 * @param count how many remain
 * @param place where: "train.csv"
 */
export function leftOutNote(leftOut, count, place) {
    const what = leftOut === 1 ? "1 sample has no label and is" : `${leftOut} samples have no label and are`;
    return `${what} left out of ${place}; ${count} remain.`;
}
