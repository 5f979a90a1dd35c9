/** Data sets of users in tables: one .csv or .tsv, or a folder of two. */
import { basename, join } from "node:path";
import { InputError } from "../../errors.js";
import { isFile } from "../../files/node/regular-file.js";
import { tableReader } from "../formats/csv-table.js";
import { excerpt } from "../formats/excerpt.js";
import { datasetFromSamples } from "../from-arrays.js";
import { idColumnNotes } from "../id-columns.js";
import { checkClassCount, checkClassLabels } from "../no-classes.js";
import { sampleShape } from "../sample-shape.js";
import { leftOutNote } from "../with-labels.js";
import { readText, sha256OfBytes } from "./read-file.js";
/**
 * Reads training rows at `path`, and test rows at `testPath` if there is one.
 *
 * @param name name of the data set
 * @throws InputError that names the file, row and column
 */
export async function readTable(name, path, testPath, options) {
    const train = await readCsv(path, options);
    const { labels } = train.arrays;
    if ("codes" in labels)
        checkClassLabels(labels, labels.name, options.decimal);
    const test = testPath === undefined ? undefined : await readTest(train, path, testPath, options);
    const { testFraction, standardize = true, shape } = options;
    const ids = shape === undefined ? idColumnNotes(train.samples.rows, train.columns) : [];
    const noted = { ...train, notes: [...train.notes, ...ids] };
    return datasetFromSamples(name, noted, test, { testFraction, standardize, sha256: sha256OfBytes });
}
/** Paths of the tables in a folder; undefined where there is no train.csv. */
export async function tablesIn(folder) {
    const [train, test] = [join(folder, "train.csv"), join(folder, "test.csv")];
    if (!(await isFile(train)))
        return undefined;
    return { train, test: (await isFile(test)) ? test : undefined };
}
async function readCsv(path, options, withoutLabels) {
    const name = `The label column of ${path}`;
    const reader = tableReader(path, {
        ...options,
        separator: options.separator ?? (/\.tsv$/i.test(path) ? "tab" : undefined),
        onNewLabel: (different, rows) => checkClassCount(different, rows, name),
        withoutLabels,
    });
    for await (const text of readText(path, options.encoding))
        reader.push(text);
    const { features, words, labels, columns, leftOut } = reader.end();
    const { count, width } = features;
    const inputs = { name: `The feature table of ${path}`, shape: [count, width] };
    const description = `a table [${count}, ${width}]`;
    const [shape] = sampleShape(inputs.name, inputs.shape, description, options.shape);
    const notes = leftOut === 0 ? [] : [leftOutNote(leftOut, count, basename(path))];
    return {
        samples: { name: inputs.name, description, shape, areRows: true, areBytes: false, rows: features },
        arrays: { inputs, labels: { name, different: words, codes: labels } },
        columns,
        notes,
    };
}
/** Reads the test rows, whose label is that of the training rows. */
async function readTest(train, path, testPath, options) {
    const { names, label, isHeader } = train.columns;
    const alone = options.label === undefined ? path : `${path}#${options.label}`;
    const withoutLabels = ` No run can be judged on samples without labels. Add that column, or use the training rows alone, of which stepzero sets a fifth aside: --data "${alone}".`;
    const labelled = { ...options, label: isHeader ? names[label] : (options.label ?? label) };
    const test = await readCsv(testPath, labelled, withoutLabels);
    checkSameColumns(train, path, test, testPath, withoutLabels);
    return test;
}
/** Columns in another order would be other features. */
function checkSameColumns(train, path, test, testPath, withoutLabels) {
    const [expected, got] = [train, test].map(({ columns }) => columns.features.map((i) => columns.names[i]));
    const place = expected.findIndex((name, i) => name !== got[i]);
    if (expected.length === got.length && place < 0)
        return;
    const isShorter = !test.columns.isHeader && got.length === expected.length - 1;
    const remedy = isShorter ? `Is its label missing?${withoutLabels}` : "Bring them into one order.";
    throw new InputError(`${testPath} has the columns ${excerpt(got)} beside its label, expected those of ${path} in their order: ${excerpt(expected)}. ${remedy}`);
}
