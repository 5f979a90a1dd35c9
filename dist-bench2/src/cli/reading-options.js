/** The options that say how data of the user is read. */
import { decimalSigns, encodings, missingLabelRules, readingKeys } from "../data/reading.js";
import { excerpt, InputError } from "../errors.js";
import { choice, names, text } from "./key-options.js";
/** Every key of reading, by the name of its option. */
export const readingOptionTable = {
    separator: text(readingKeys.separator.option, "the one that splits every row alike"),
    decimal: choice(readingKeys.decimal.option, decimalSigns, "point"),
    encoding: choice(readingKeys.encoding.option, encodings, "UTF-16 with a byte order mark, else utf-8"),
    leaveOut: names(readingKeys.leaveOut.option, "none"),
    missingLabels: choice(readingKeys.missingLabels.option, missingLabelRules, "refuse"),
    shape: {
        name: readingKeys.shape.option,
        value: "C,H,W",
        default: "the data's own",
        read: readShape,
    },
};
const keys = Object.keys(readingOptionTable);
/** The options in the help. */
export const readingGroup = {
    title: "Reading data of your own",
    options: keys.map((key) => {
        const { read: _, ...option } = readingOptionTable[key];
        return { ...option, help: readingKeys[key].help };
    }),
};
/** What a command line says of reading; undefined where it says nothing. */
export function typedReading(options) {
    const entries = keys.flatMap((key) => {
        const value = readingOptionTable[key].read(options);
        return value === undefined ? [] : [[key, value]];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
/** @throws InputError unless it is three sizes */
function readShape(options) {
    const sizes = options.get(readingKeys.shape.option);
    if (sizes === undefined)
        return undefined;
    const numbers = sizes.split(",").map((size) => (/^\s*[1-9]\d{0,5}\s*$/.test(size) ? Number(size) : 0));
    if (numbers.length === 3 && numbers.every((size) => size > 0))
        return numbers;
    throw new InputError(`--shape must be channels, rows and columns, as 1,28,28 or 3,32,32; got "${excerpt(sizes)}".`);
}
