/** Which character separates the fields of a table: said, or seen where only one can. */
import { InputError } from "../../errors.js";
import { csvReader } from "./csv-records.js";
import { shortened } from "./excerpt.js";
/** The separators that people use, and the words for them. */
const separators = {
    comma: ",",
    semicolon: ";",
    tab: "\t",
    pipe: "|",
    space: " ",
    "\\t": "\t",
};
const COMMA = ",";
/**
 * The separator that an option names.
 *
 * @throws InputError unless it is one character, or the word for one
 */
export function separatorOf(text) {
    const character = Object.hasOwn(separators, text) ? separators[text] : text;
    if (character.length === 1 && !/["\r\n]/.test(character))
        return character;
    throw new InputError(`The separator is ${JSON.stringify(shortened(text))}, expected one character, and no quote or line end; or comma, semicolon, tab, pipe or space.`);
}
/**
 * The separator of a table, from the option, from a first line `sep=;` as Excel writes it, or from
 * the rows.
 *
 * @param beginning the whole text, or its first part
 * @param isWhole whether it is the whole text
 * @throws InputError where several characters could separate the fields
 */
export function tableStart(beginning, isWhole, source, { separator, decimal }) {
    const [line, inFile] = /^\uFEFF?sep=([^"\r\n])\r?\n/i.exec(beginning) ?? [];
    const text = line === undefined ? beginning : beginning.slice(line.length);
    const stated = separator === undefined ? inFile : separatorOf(separator);
    return {
        separator: stated ?? detected(text, isWhole, source, decimal),
        text,
        linesBefore: line === undefined ? 0 : 1,
    };
}
function detected(text, isWhole, source, decimal) {
    const candidates = [COMMA, ";", "\t", "|"].map((one) => ({ one, ...split(text, isWhole, one) }));
    const inFirst = candidates.filter(({ first }) => first > 1);
    // Decimal commas look like separators: those count where nothing else separates.
    const others = inFirst.filter(({ one }) => one !== COMMA);
    const possible = decimal === "comma" && others.length > 0 ? others : inFirst;
    if (possible.length <= 1)
        return possible[0]?.one ?? COMMA;
    const alike = possible.filter((one) => one.alike);
    if (alike.length === 1)
        return alike[0].one;
    const names = (alike.length > 1 ? alike : possible).map(({ one }) => JSON.stringify(one)).join(" and ");
    const how = alike.length > 1 ? `${names} each split every row alike` : `${names} split the rows, none of them alike`;
    throw new InputError(`${source}: nothing says which character separates the fields: ${how}. Name it: --separator semicolon (or comma, tab, pipe, space, or the character).`);
}
/** The number of fields of the first row, and whether every row has as many. */
function split(text, isWhole, separator) {
    let [first, fields, alike] = [0, 0, true];
    const reader = csvReader("", separator, {
        field: () => fields++,
        record: () => {
            if (first === 0)
                first = fields;
            if (fields !== first)
                alike = false;
            fields = 0;
        },
    });
    try {
        reader.push(text);
        if (isWhole)
            reader.end();
    }
    catch (error) {
        if (!(error instanceof InputError))
            throw error;
        alike = false; // quotes do not end where this character would end them
    }
    // A first row that is longer than the beginning of the text.
    return { first: first === 0 && fields > 0 ? fields + 1 : first, alike };
}
