/** What the first row of a table says: the names of its columns, and which one is the label. */
import { closest, InputError } from "../../errors.js";
import { shellLine } from "../../shell-words.js";
import { isHeaderOfPandas, isHeaderRow, refuseTwins } from "./csv-header.js";
import { indexAt, isNumeral, labelColumn, mustBeClear, noColumn } from "./csv-label-column.js";
import { excerpt, shortened } from "./excerpt.js";
/**
 * Reads the columns off the first row.
 *
 * @param fields the first row
 * @param source name of the file, for messages
 * @param remedy what to do where the label's column is not there, for messages
 * @throws InputError for a column that is missing or unclear, two columns of one name, or a first
 *   row that is neither a header nor a sample
 */
export function readColumns(fields, source, options, remedy = "") {
    const names = fields.map((name) => name.trim());
    if (names.length < 2)
        throw oneColumn(names[0] ?? "", source, remedy);
    const { header, decimal } = options;
    const items = [options.leaveOut ?? []].flat();
    const place = (item) => placeOf(item, names, source, header !== false);
    const outByName = items.filter((item) => !isNumeral(item)).map(place);
    const { index, byName } = labelColumn(names, new Set(outByName), source, options, remedy);
    const atNumbers = items.flatMap((item) => (isNumeral(item) ? (indexAt(Number(item), names.length) ?? []) : []));
    const others = [...names.keys()].filter((i) => i !== index && !outByName.includes(i) && !atNumbers.includes(i));
    const isNamed = byName || outByName.length > 0;
    const isHeader = header ?? (isNamed || isHeaderOfPandas(names, source) || isHeaderRow(names, others, source, decimal));
    if (isHeader && typeof options.label === "number")
        mustBeClear(options.label, index, names, source);
    // In a header, "0" may be a name; without one, it is a number.
    const out = new Set(items.map((item) => (isHeader || !isNumeral(item) ? place(item) : place(Number(item)))));
    if (out.has(index)) {
        throw new InputError(`${source}: column "${names[index]}" has the labels and cannot be left out. Name another one.`);
    }
    const features = [...names.keys()].filter((i) => i !== index && !out.has(i));
    if (features.length === 0) {
        throw new InputError(`${source} has no feature left: its columns are ${excerpt(names)}. Leave out fewer of them.`);
    }
    if (!isHeader)
        return { names: names.map((_, i) => String(i)), label: index, features, isHeader };
    refuseTwins(names, [index, ...features], source);
    return { names, label: index, features, isHeader };
}
function oneColumn(first, source, remedy) {
    const usual = " Take out what stands above the header; or, where another character separates the fields, name it: --separator semicolon (or comma, tab, pipe, space, or the character).";
    return new InputError(`${source} has one column, expected features and a label; its first row is: ${shortened(first)}.${remedy === "" ? usual : remedy}`);
}
/** The index of a column: its place by name, else by number. */
function placeOf(item, names, source, hasNames) {
    if (typeof item === "string" && hasNames) {
        const index = names.indexOf(item);
        if (index >= 0) {
            refuseTwins(names, [...new Set([index, names.lastIndexOf(item)])], source);
            return index;
        }
    }
    if (isNumeral(item)) {
        const index = indexAt(Number(item), names.length);
        if (index === undefined)
            throw noColumn(Number(item), names.length, source);
        return index;
    }
    const near = closest(String(item), names);
    const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
    throw new InputError(`${source} has no column named "${item}"; its first row is: ${excerpt(names)}.${hint}`);
}
/**
 * The option of the command line that leaves a column out: "--leave-out id", or its number where a
 * list of names cannot have its name.
 *
 * @param index the column's, from 0
 */
export function leaveOutOption({ names, isHeader }, index) {
    const name = names[index];
    if (isHeader && /^[^,:\-\d][^,:]*$/.test(name))
        return `--leave-out ${shellLine([name])}`;
    const isClear = !isHeader || !names.includes(String(index)) || names[index] === String(index);
    return `--leave-out ${isClear ? index : index - names.length}`;
}
