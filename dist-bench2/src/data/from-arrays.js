/** A data set from the arrays of a user: checks that they fit together. */
import { InputError } from "../errors.js";
import { sameShape, sizeOf } from "../graph/tensor.js";
import { datasetChecksum } from "./checksum.js";
import { readClasses } from "./class-labels.js";
import { classNotes } from "./class-notes.js";
import { checkReading } from "./reading.js";
import { readSamples, roundedSamples, roundingNote } from "./samples.js";
import { standardizeRows } from "./standardize.js";
import { setTestAside } from "./test-split.js";
import { withLabels } from "./with-labels.js";
/**
 * Checks the arrays against each other and brings them into the form that networks read.
 *
 * Inputs: `[N, F]` rows; `[N, H, W]` grey images; `[N, H, W, C]` with C up to 4 (Keras's order), or
 * `[N, C, H, W]` with C up to 4 (PyTorch's). Where the sizes allow both, or there are more
 * channels, `shape` says what they are. Unsigned bytes stay bytes (divided by 255 in the network),
 * everything else becomes float32 as it is.
 *
 * Labels: whole numbers, words or one-hot rows. Numbers and words become classes in ascending order
 * of the training labels; the labels are the names of the classes. NaN and words such as "NA" are
 * no labels (`missingLabels`).
 *
 * @param name name of the data set
 * @param test if undefined, `testFraction` of the samples become the test set, always the same ones
 * @returns the data set, with `notes` on a test set that was set aside, on classes that it lacks,
 *   on samples that were left out and on values far from what networks expect
 * @throws InputError that names the array, what it holds and what was expected
 * @example
 * import { datasetFromArrays } from "stepzero";
 *
 * const inputs = { name: "x", shape: [4, 2], data: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]) };
 * const labels = { name: "y", words: ["same", "different", "different", "same"] };
 * const xor = await datasetFromArrays("xor", { inputs, labels }, { inputs, labels });
 * xor.classNames; // → ["different", "same"]
 */
export async function datasetFromArrays(name, train, test, options = {}) {
    checkReading(options);
    const { shape } = options;
    const [all, aside] = [labelledSamples(train, shape), test && labelledSamples(test, shape)];
    return datasetFromSamples(name, all, aside, options);
}
/**
 * Samples and labels of arrays.
 *
 * @param shape of one sample, where the user states it
 */
export function labelledSamples(arrays, shape) {
    return { samples: readSamples(arrays.inputs, shape), arrays };
}
/**
 * `datasetFromArrays` of samples that may lie in blocks; `sha256` counts the checksum.
 *
 * @throws InputError as `datasetFromArrays`
 */
export async function datasetFromSamples(name, trainPart, testPart, options) {
    const { testFraction = 0.2, standardize = false, missingLabels = "refuse", sha256 } = options;
    const train = withLabels(trainPart, missingLabels);
    const test = testPart && withLabels(testPart, missingLabels);
    const { samples } = train;
    const classes = readClasses(train.arrays);
    if (test !== undefined)
        checkAlike(test.samples, samples);
    const labels = classes.indexOf(train.arrays);
    const { count } = samples.rows;
    const aside = test === undefined ? setTestAside(count, testFraction, name) : undefined;
    const trainRows = { rows: samples.rows, selection: aside?.train };
    const testRows = { rows: (test ?? train).samples.rows, selection: aside?.test };
    const isScaled = standardize && samples.areRows;
    const inputs = isScaled
        ? standardizeRows(trainRows, testRows, name, sizeOf(samples.shape.slice(1)))
        : { train: roundedSamples(samples, trainRows), test: roundedSamples((test ?? train).samples, testRows) };
    const split = (part, all) => {
        const selection = aside?.[part];
        const labels = selection === undefined ? all : selection.map((sample) => all[sample]);
        return { inputs: inputs[part], labels: labels, count: labels.length };
    };
    const splits = {
        train: split("train", labels),
        test: split("test", test === undefined ? labels : classes.indexOf(test.arrays)),
    };
    const dataset = { shape: samples.shape, classes: classes.names.length, classNames: classes.names, ...splits };
    const notes = [
        ...(train.notes ?? []),
        ...(test?.notes ?? []),
        ...(aside === undefined ? [] : [testSetNote(splits.test.count, count)]),
        ...classNotes(dataset),
        ...(samples.notes ?? []),
        ...planesNote(samples),
        ...rangeNote(splits.train, samples.name),
        ...(isScaled ? [] : roundingNote(samples)),
    ];
    return {
        name,
        ...dataset,
        checksum: await datasetChecksum(dataset, sha256),
        notes: notes.length === 0 ? undefined : notes,
    };
}
/** Rows do not tell whether they have their colours pixel by pixel or image by image. */
function planesNote({ areRows, shape: [channels = 1, ...pixels], name }) {
    if (!areRows || pixels.length === 0 || channels === 1)
        return [];
    return [
        `The numbers of a row of ${name} are read as ${channels} channels one after the other, each row by row. If they stand pixel by pixel, reorder them first: x.reshape(-1, ${pixels.join(", ")}, ${channels}) in an .npz.`,
    ];
}
function testSetNote(count, all) {
    return `There is no test set (x_test and y_test in an .npz, test.csv in a folder): ${count} of the ${all} samples, drawn at random but always the same, are set aside as the test set.`;
}
/** Above this magnitude, a network that is initialized for unit variance most likely diverges. */
const LARGE_INPUT = 100;
function rangeNote({ inputs }, name) {
    if (inputs instanceof Uint8Array)
        return []; // divided by 255 in the network
    const largest = inputs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (largest <= LARGE_INPUT)
        return [];
    return [
        `${name} holds values up to ${largest} in magnitude, which are used as they are. Initializers assume inputs of about unit variance: scale them, or store pixels as unsigned bytes (uint8), which are divided by 255.`,
    ];
}
function checkAlike(test, train) {
    if (sameShape(test.shape, train.shape) && test.areBytes === train.areBytes)
        return;
    throw new InputError(`${test.name} is ${test.description}, expected samples like those of ${train.name}: ${train.description}.`);
}
