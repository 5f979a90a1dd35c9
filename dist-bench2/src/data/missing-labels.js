/** Labels that say that there is none, as tables and arrays of people have them. */
/** In small letters: what pandas, R, SQL and the files of the UCI repository write. */
const MISSING = new Set(["", "nan", "-nan", "na", "<na>", "n/a", "#n/a", "#na", "nat", "null", "none", "?"]);
/** Characters of the longest of them. */
const LONGEST = 5;
/** Whether a label, without the spaces around it, stands for a missing one. */
export function isMissing(label) {
    return label.length <= LONGEST && MISSING.has(label.toLowerCase());
}
/**
 * What is wrong with a missing label, and what to do.
 *
 * @param label as the file has it
 * @param where the place of the label
 */
export function missingLabelText(label, where) {
    const remedy = "Fill it in, or leave out all rows without a label: --missing-labels leave-out.";
    if (label === "")
        return `${where}: the label is missing. ${remedy}`;
    return `${where}: "${label}" stands for a missing label. ${remedy} If it names a class: --missing-labels keep.`;
}
