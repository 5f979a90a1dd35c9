/** Tables in comma-separated values: columns of numbers and one of labels. */
import { InputError } from "../../errors.js";
import { isMissing, missingLabelText } from "../missing-labels.js";
import { checkReading } from "../reading.js";
import { ReadingError } from "../reading-error.js";
import { leaveOutOption, readColumns } from "./csv-columns.js";
import { csvReader } from "./csv-records.js";
import { separatorOf, tableStart } from "./csv-separator.js";
import { parseDecimal } from "./decimal.js";
import { shortened } from "./excerpt.js";
import { joined, rowWriter } from "./row-blocks.js";
/**
 * Reads a table whose columns are numbers, except for that of the labels.
 *
 * @param source name of the file, for messages
 * @throws InputError for rows of different lengths, a field that is not a finite decimal number, a
 *   label that is missing, a column that is missing or unclear, two columns of one name, a
 *   separator that is unclear, or a quote that is never closed
 * @example
 * import { parseCsv } from "stepzero/data";
 *
 * const text = "x,y,species\n1,2,cat\n3,4,dog\n";
 * const { labels, features } = parseCsv(text, "pets.csv", { label: "species" });
 * labels; // → ["cat", "dog"]
 * features.shape; // → [2, 2]
 */
export function parseCsv(text, source, options = {}) {
    const reader = tableReader(source, options);
    reader.push(text);
    const { features, words, labels, columns } = reader.end();
    return {
        features: { shape: [features.count, features.width], data: joined(features) },
        labels: Array.from(joined(labels), (index) => words[index]),
        featureNames: columns.features.map((i) => columns.names[i]),
    };
}
/** Most columns; more would be a file without line ends. */
const MOST_COLUMNS = 1_000_000;
/** Longest label and longest name of a column in characters. */
const LONGEST_NAME = 1000;
/** Characters of a text from which its separator is seen. */
const BEGINNING = 2 ** 16;
/** In place of an index of a feature: the column has the labels, or is left out. */
const [LABEL, LEFT_OUT] = [-1, -2];
/**
 * Reads a table that comes in pieces. Its memory is that of its numbers and labels.
 *
 * @throws InputError as `parseCsv`
 */
// long because the steps of one pass share the columns, the labels and the place in the file
export function tableReader(source, options = {}) {
    const { decimal, missingLabels = "refuse", onNewLabel, withoutLabels } = options;
    checkReading({ decimal, missingLabels });
    if (options.separator !== undefined)
        separatorOf(options.separator);
    let first = [];
    let columns;
    let rows;
    /** The place of each column among the features. */
    let places = new Int32Array();
    const labels = rowWriter(1);
    const words = [];
    const indices = new Map(); // of `words`
    let row = 1; // messages count from 1
    let at = 0; // column
    let bad; // reported where the row has as many fields as it must
    let [isLabelled, leftOut] = [true, 0];
    const field = (text, start, end) => {
        const place = places[at];
        if (place !== undefined && place >= 0) {
            const value = parseDecimal(text, start, end, decimal);
            rows.set(place, value);
            if (!Number.isFinite(value)) {
                const leaveOut = { typed: leaveOutOption(columns, at), column: at };
                bad ??= noNumber(text.slice(start, end), value, where(), leaveOut, decimal);
            }
        }
        else if (columns === undefined)
            addName(text, start, end);
        else if (place === LABEL)
            addLabel(text.slice(start, end).trim());
        at++;
    };
    const addName = (text, start, end) => {
        if (first.length === MOST_COLUMNS) {
            throw new InputError(`${source} has over ${MOST_COLUMNS} fields in its first row, expected a column for each feature, and the label. Are its line ends missing?`);
        }
        if (end - start > LONGEST_NAME)
            throw tooLong(`${source}, row ${row}, column ${at}`, text.slice(start, end));
        first.push(text.slice(start, end));
    };
    const where = () => `${source}, row ${row}, column "${columns.names[at]}"`;
    const addLabel = (text) => {
        if (text.length > LONGEST_NAME)
            throw tooLong(where(), text);
        if (isMissing(text) && (missingLabels !== "keep" || text === "")) {
            if (missingLabels === "leave-out")
                isLabelled = false;
            else {
                const remedy = { missingLabels: "leave-out" };
                bad ??= new ReadingError(missingLabelText(text, where()), remedy, "--missing-labels leave-out");
            }
            return;
        }
        let index = indices.get(text);
        if (index === undefined) {
            index = words.length;
            const word = [...text].join(""); // not a slice, which would hold on to the file's text
            words.push(word);
            indices.set(word, index);
            onNewLabel?.(words, columns?.isHeader ? row - 1 : row);
        }
        labels.set(0, index);
    };
    const begin = () => {
        columns = readColumns(first, source, options, withoutLabels);
        const { features, label, names } = columns;
        rows = rowWriter(features.length);
        places = new Int32Array(names.length).fill(LEFT_OUT);
        for (const [place, i] of features.entries())
            places[i] = place;
        places[label] = LABEL;
        at = 0;
        if (!columns.isHeader)
            for (const text of first)
                field(text, 0, text.length);
        first = [];
    };
    const record = () => {
        const isFirst = columns === undefined;
        if (isFirst)
            begin();
        if (!isFirst || !columns.isHeader) {
            if (at !== places.length) {
                throw new InputError(`${source}, row ${row}: ${at} fields, expected ${places.length} as in the first row. Complete the row, or take it out.`);
            }
            if (isLabelled && bad !== undefined)
                throw bad;
            if (isLabelled) {
                rows.endRow();
                labels.endRow();
            }
            else
                leftOut++;
        }
        [at, isLabelled, bad] = [0, true, undefined];
        row++;
    };
    let pending = ""; // the beginning of the text, until its separator is clear
    let reader;
    const start = (isWhole) => {
        const { separator, text, linesBefore } = tableStart(pending, isWhole, source, options);
        row += linesBefore;
        pending = "";
        reader = csvReader(source, separator, { field, record, emptyLine: () => row++ }, linesBefore);
        reader.push(text);
        return reader;
    };
    return {
        push: (text) => {
            if (reader !== undefined)
                reader.push(text);
            else {
                pending += text;
                if (pending.length >= BEGINNING)
                    start(false);
            }
        },
        end: () => {
            (reader ?? start(true)).end();
            if (columns === undefined || rows === undefined) {
                throw new InputError(`${source} is empty, expected rows of numbers and a label.`);
            }
            if (words.length === 0) {
                const what = leftOut === 0 ? "but no rows" : "and no row with a label";
                throw new InputError(`${source} has a header ${what}: add rows of samples.`);
            }
            return { features: rows.rows(), words, labels: labels.rows(), columns, leftOut };
        },
    };
}
function noNumber(text, value, where, leaveOut, decimal = "point") {
    if (!Number.isNaN(value)) {
        return new InputError(`${where}: "${shortened(text)}" is beyond the range of float64, 1.8e308. Rescale the column.`);
    }
    const other = decimal === "point" ? "comma" : "point";
    const isOther = Number.isFinite(parseDecimal(text, 0, text.length, other));
    const example = decimal === "point" ? "-1.5 or 2e-3" : "-1,5 or 2e-3";
    if (/^\s*[+-]?\d{1,3}([.,' ]\d{3})+[.,]\d+\s*$/.test(text)) {
        return new InputError(`${where}: "${shortened(text)}" is not a finite number. Write thousands without a separator.`);
    }
    const what = `${where}: "${shortened(text)}" is not a finite number.`;
    if (isOther) {
        const typed = `--decimal ${other}`;
        const remedy = `If this table writes fractions behind a ${other}: ${typed}.`;
        return new ReadingError(`${what} ${remedy}`, { decimal: other }, typed);
    }
    const remedy = `Write a decimal number such as ${example}; fill missing values, and encode words as numbers, first. Or leave the column out: ${leaveOut.typed}.`;
    return new ReadingError(`${what} ${remedy}`, { leaveOut: leaveOut.column }, leaveOut.typed);
}
function tooLong(where, text) {
    return new InputError(`${where}: "${shortened(text)}" has ${text.length} characters, expected at most ${LONGEST_NAME}. Shorten it, or name the right column.`);
}
