/** Columns that number the rows of a table, which a network could learn by heart. */
import { leaveOutOption } from "./formats/csv-columns.js";
import { shortened } from "./formats/excerpt.js";
import { forEachRow } from "./formats/row-blocks.js";
/** Names of identifiers: those that programs write, "id", and what ends in it. */
const NAMES = /^(|#|unnamed: ?\d+|index|idx|row ?(names?|id|num(ber)?|no)|row_(id|num|number)|record|no\.?|nr\.?)$|(^|[ _.-])id$/i;
const CAMEL_NAME = /[a-z](Id|ID)$/;
/** From this many rows on, a column that counts them does so whatever its name. */
const ENOUGH_ROWS = 20;
/**
 * Notes on features that look like identifiers: a different whole number in each row, under the
 * name of one, or the number of the row.
 *
 * @param features the features of the table, in the order of `columns.features`
 */
export function idColumnNotes(features, columns) {
    if (features.count < 2)
        return [];
    return columns.features.flatMap((index, place) => {
        const name = columns.names[index];
        const isNamed = columns.isHeader && (NAMES.test(name) || CAMEL_NAME.test(name));
        const counts = features.count >= ENOUGH_ROWS || isNamed ? countsRows(features, place) : false;
        if (!counts && !(isNamed && areDifferentWholeNumbers(features, place)))
            return [];
        const what = counts ? "counts the rows" : "has a different whole number in each row";
        return [
            `${name === "" ? "The column without a name" : `The column "${shortened(name)}"`} ${what}, as an identifier does, and is a feature like any other. If it is an identifier, leave it out: ${leaveOutOption(columns, index)}.`,
        ];
    });
}
/** Whether each row has the number after that of the row before. */
function countsRows(features, place) {
    const isCount = (selection) => {
        let [counts, before] = [true, Number.NaN];
        forEachRow(features, selection, (data, start, row) => {
            const value = data[start + place];
            if (row === 0 ? !Number.isInteger(value) : value !== before + 1)
                counts = false;
            before = value;
        });
        return counts;
    };
    // Two rows tell for most columns, and a table may have millions.
    return isCount(Int32Array.of(0, 1)) && isCount(undefined);
}
function areDifferentWholeNumbers(features, place) {
    const values = new Set();
    let areWhole = true;
    forEachRow(features, undefined, (data, start) => {
        const value = data[start + place];
        if (Number.isInteger(value))
            values.add(value);
        else
            areWhole = false;
    });
    return areWhole && values.size === features.count;
}
