/**
 * Checks of a layer function's arguments: they throw where the layer is written, not where it is
 * built.
 */
import { InputError } from "../../errors.js";
/** @throws InputError unless `value` is a whole number from 1 up */
export function atLeastOne(layer, what, value) {
    if (!Number.isInteger(value) || value < 1) {
        throw new InputError(`${layer}: ${what} must be a whole number from 1 up, got ${String(value)}.`);
    }
}
/**
 * The pair of a number or pair.
 *
 * @param low the smallest legal number
 * @defaultValue `low`: 1
 * @throws InputError unless both are whole numbers from `low` up
 */
export function pairOf(layer, what, value, low = 1) {
    const pair = typeof value === "number" ? [value, value] : value;
    if (pair.length !== 2 || pair.some((n) => !Number.isInteger(n) || n < low)) {
        throw new InputError(`${layer}: ${what} must be a whole number from ${low} up or a pair of them, got ${JSON.stringify(value)}.`);
    }
    return pair;
}
/** @throws InputError unless `low` ≤ `value` < `high` */
export function inRange(layer, what, value, low, high) {
    if (!(value >= low && value < high)) {
        throw new InputError(`${layer}: ${what} must be at least ${low} and below ${high}, got ${String(value)}.`);
    }
}
