/** How a user's files are read, where they do not say it themselves. */
import { InputError, unknownName } from "../errors.js";
/** Encodings of text. "latin-1" is read as Windows-1252, which has it and more characters. */
export const encodings = ["utf-8", "utf-16le", "utf-16be", "latin-1"];
/** Signs before the fraction of a number. */
export const decimalSigns = ["point", "comma"];
/** What becomes of samples without a label. */
export const missingLabelRules = ["refuse", "leave-out", "keep"];
/** Keys that say nothing of arrays. */
export const tableKeys = [
    "separator",
    "decimal",
    "leaveOut",
    "encoding",
];
/** Every key that says how files are read. */
export const readingKeys = {
    separator: {
        option: "separator",
        help: "What separates the fields of a table: one character, or comma, semicolon, tab, pipe or space",
    },
    decimal: { option: "decimal", help: "The sign before the fraction of a table's numbers: point or comma" },
    encoding: {
        option: "encoding",
        help: "Encoding of a table: utf-8, utf-16le, utf-16be or latin-1, which is also Windows-1252",
    },
    leaveOut: {
        option: "leave-out",
        help: "Columns of a table that are no features, as identifiers, by name or by number from 0",
    },
    missingLabels: {
        option: "missing-labels",
        help: 'Samples without a label: refuse, leave-out, or keep, which takes words such as "NA" for classes',
    },
    shape: {
        option: "shape",
        help: "Shape of one sample, as channels, rows and columns: makes images of rows, and says where channels are",
    },
};
/** "leaveOut (--leave-out)": a key as study files and the command line have it. */
export const readingKeyInWords = (key) => key === readingKeys[key].option ? `--${key}` : `${key} (--${readingKeys[key].option})`;
/**
 * Makes sure that options have legal values, which those of programs need not.
 *
 * @throws InputError with the key, what was got, and the legal values
 */
export function checkReading({ decimal, encoding, missingLabels, shape }) {
    mustBeOneOf("decimal", decimal, decimalSigns);
    mustBeOneOf("encoding", encoding, encodings);
    mustBeOneOf("missingLabels", missingLabels, missingLabelRules);
    if (shape === undefined)
        return;
    if (shape.length === 3 && shape.every((size) => Number.isSafeInteger(size) && size > 0))
        return;
    throw new InputError(`shape is [${shape.join(", ")}], expected the channels, rows and columns of one sample: [1, 28, 28].`);
}
function mustBeOneOf(key, value, legal) {
    if (value !== undefined && !legal.includes(value))
        throw unknownName(`value of ${key}`, value, legal);
}
