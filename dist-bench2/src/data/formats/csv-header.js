/** Whether the first row of a table has the names of its columns. */
import { InputError } from "../../errors.js";
import { parseDecimal } from "./decimal.js";
import { excerpt } from "./excerpt.js";
/** From this many columns on, a first row 0, 1, 2, … is no sample. */
const ENOUGH_COLUMNS = 4;
/**
 * Whether the first row is what pandas writes for a table without names and with its index: an
 * empty name, 0, 1, 2, …
 *
 * @throws InputError for 0, 1, 2, … alone, which could be such a header without an index
 */
export function isHeaderOfPandas(names, source) {
    const counts = (some) => some.every((name, i) => name === String(i));
    if (names.length >= ENOUGH_COLUMNS && counts(names)) {
        throw new InputError(`${source}: the first row, ${excerpt(names)}, counts the columns, as pandas names them, and could be a sample. Name the columns, or take the row out if it is none.`);
    }
    return names[0] === "" && names.length > 2 && counts(names.slice(1));
}
/**
 * Whether the features of the first row are names.
 *
 * @param features indices of the features
 * @throws InputError where some are, and some are numbers
 */
export function isHeaderRow(names, features, source, decimal) {
    const words = features.map((i) => names[i]).filter((field) => !isNumber(field, decimal));
    if (words.length === 0 || words.length === features.length)
        return words.length > 0;
    throw new InputError(`${source}: the first row is neither names nor numbers: ${excerpt(names)}. "${words[0]}" is not a number. Correct it, or, if the row holds the names of the columns, name the label's column after the path: --data "${source}#NAME".`);
}
/** Whether a field is a number. */
export const isNumber = (field, decimal) => Number.isFinite(parseDecimal(field, 0, field.length, decimal));
/**
 * Refuses two columns of one name.
 *
 * @param columns indices of the columns that are used
 */
export function refuseTwins(names, columns, source) {
    const first = new Map();
    for (const i of columns.toSorted((a, b) => a - b)) {
        const name = names[i];
        const twin = first.get(name);
        if (twin !== undefined) {
            const what = name === "" ? "have no name" : `are named "${name}"`;
            throw new InputError(`${source}: columns ${twin} and ${i} (from 0) ${what}. Give each column a name of its own, or leave one out by its number: --leave-out ${i}.`);
        }
        first.set(name, i);
    }
}
