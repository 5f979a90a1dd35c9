/**
 * Checks of what the statistics are called with. Each throws an InputError that names the subject,
 * what was got and what was expected.
 */
import { InputError } from "../errors.js";
/**
 * Checks for at least `least` values, all finite. A failed run has no figure: `failureRate` counts
 * it, and no average includes it.
 *
 * @param what subject of the message
 * @defaultValue `least`: 1
 * @throws InputError if the check fails
 */
export function checkValues(what, values, least = 1) {
    if (values.length < least) {
        throw new InputError(`${what}: needs at least ${least} value${least > 1 ? "s" : ""}, got ${values.length}.`);
    }
    const bad = values.findIndex((x) => !Number.isFinite(x));
    if (bad >= 0) {
        throw new InputError(`${what}: value ${bad + 1} of ${values.length} is ${values[bad]}; expected finite numbers. Leave failed runs out and count them with failureRate.`);
    }
}
/**
 * Checks for a rectangle of finite values, at least `leastRows` × `leastColumns`.
 *
 * @param what subject of the message
 * @param names what a row and a column are called in the message
 * @defaultValue `leastRows` and `leastColumns`: 1
 * @throws InputError if the check fails
 */
export function checkTable(what, table, names, leastRows = 1, leastColumns = 1) {
    const [rowName, columnName] = names;
    const columns = table[0]?.length ?? 0;
    if (table.length < leastRows || columns < leastColumns) {
        throw new InputError(`${what}: needs at least ${leastRows} ${rowName}(s) of ${leastColumns} ${columnName}(s), got ${table.length} of ${columns}.`);
    }
    for (const [i, row] of table.entries()) {
        if (row.length !== columns) {
            throw new InputError(`${what}: ${rowName} 1 has ${columns} ${columnName}(s) and ${rowName} ${i + 1} has ${row.length}; expected equally many. Leave incomplete ones out.`);
        }
        checkValues(`${what}, ${rowName} ${i + 1}`, row);
    }
}
/**
 * Checks that a level, a power or a significance level lies strictly between 0 and 1.
 *
 * @throws InputError if the check fails
 */
export function checkShare(what, value) {
    if (!(value > 0 && value < 1))
        throw new InputError(`${what} must be above 0 and below 1, got ${value}.`);
}
/**
 * Checks that a number is finite and above 0.
 *
 * @throws InputError if the check fails
 */
export function checkPositive(what, value) {
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
        throw new InputError(`${what} must be above 0 and finite, got ${value}.`);
    }
}
/**
 * Checks that a number is an integer from `least` up.
 *
 * @throws InputError if the check fails
 */
export function checkCount(what, value, least) {
    if (!Number.isSafeInteger(value) || value < least) {
        throw new InputError(`${what} must be a whole number from ${least} up, got ${value}.`);
    }
}
