/** Which column of a table has the labels. */
import { InputError } from "../../errors.js";
import { ReadingError } from "../reading-error.js";
import { isNumber } from "./csv-header.js";
import { excerpt } from "./excerpt.js";
const LABEL_NAMES = ["label", "class", "target", "y"];
/** A number, or a text that is one. */
export const isNumeral = (item) => typeof item === "number" || /^-?\d+$/.test(item);
/**
 * The index of a column by its number, from 0 or, negative, from the end; undefined beyond the
 * ends.
 */
export function indexAt(number, columns) {
    const index = number < 0 ? columns + number : number;
    return Number.isInteger(index) && index >= 0 && index < columns ? index : undefined;
}
/** The error for a number that no column has. */
export function noColumn(number, columns, source, remedy = "") {
    return new InputError(`${source} has no column ${number}: it has ${columns} (0 to ${columns - 1}, or −1 for the last).${remedy}`);
}
/**
 * The column of the labels, and whether its name is in the first row.
 *
 * @param out columns that are left out
 * @param remedy what to do where the column is not there, for messages
 * @throws InputError for a column that is missing or unclear
 */
export function labelColumn(names, out, source, { label, header, decimal }, remedy) {
    if (typeof label === "string") {
        const index = names.indexOf(label);
        if (index >= 0 && header !== false)
            return { index, byName: true };
        throw new InputError(`${source} has no column named "${label}"; its first row is: ${excerpt(names)}.${remedy}${leaveOutHint(label, names)}`);
    }
    if (label !== undefined) {
        const index = indexAt(label, names.length);
        if (index !== undefined)
            return { index, byName: false };
        throw noColumn(label, names.length, source, remedy);
    }
    const lower = names.map((name, i) => (out.has(i) ? "" : name.toLowerCase()));
    const labelName = LABEL_NAMES.find((name) => lower.includes(name));
    if (labelName !== undefined && header !== false) {
        const all = names.filter((_, i) => lower[i] === labelName);
        if (all.length === 1)
            return { index: lower.indexOf(labelName), byName: true };
        throw new InputError(`${source} has ${all.length} columns that could be the label: ${excerpt(all)}. Rename all but one, or take them out.`);
    }
    const last = names.length - 1;
    if (header ?? names.some((name, i) => i !== last && !isNumber(name, decimal))) {
        const label = isNumeral(names[last]) ? -1 : names[last];
        const typed = `--data "${source}#${label}"`;
        throw new ReadingError(`${source} has no column named ${LABEL_NAMES.join(", ")}, which would be the label; its columns are: ${excerpt(names)}.${remedy} Rename the label's column to "label", or name it after the path: ${typed} takes the last.`, { label }, typed);
    }
    throw new InputError(`${source} has no header, so that nothing says which column is the label; its first row is: ${excerpt(names)}. Add a first row of names, the label's being "label", or give its number, from 0, after the path: --data "${source}#${last}" takes the last.`);
}
/** "#-id" names a label; who writes it wants to leave the column out. */
function leaveOutHint(label, names) {
    const name = label.slice(1);
    return label.startsWith("-") && names.includes(name) ? ` To leave that column out: --leave-out ${name}.` : "";
}
/** "#2" is the third column; where another one has the name "2", nothing says which is meant. */
export function mustBeClear(label, index, names, source) {
    const twin = names.indexOf(String(label));
    if (twin < 0 || twin === index)
        return;
    const remedies = [index, twin].map((place) => `#${place - names.length} is column ${place}, "${names[place]}"`);
    throw new InputError(`${source}: ${label} is the number of column "${names[index]}" (from 0) and the name of another. Count from the end: ${remedies.join("; ")}.`);
}
