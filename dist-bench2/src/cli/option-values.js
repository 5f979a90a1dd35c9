/** Reads and checks the values of options. */
import { excerpt, InputError, unknownName } from "../errors.js";
import { decimalOf } from "../options.js";
/** @throws InputError with the option's name, the text and the legal range */
export function wholeNumber(options, name, low, high) {
    const text = options.get(name);
    if (text === undefined)
        return undefined;
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= low && value <= high)
        return value;
    throw new InputError(`--${name} must be a whole number from ${low} to ${high}, got "${excerpt(text)}".`);
}
/** @throws InputError with the option's name, the text and the legal range */
export function realNumber(options, name, { low, high, includeLow = false, includeHigh = false }) {
    const text = options.get(name);
    if (text === undefined)
        return undefined;
    const value = decimalOf(text);
    const isBelow = value < high || (includeHigh && value === high);
    if (isBelow && (value > low || (includeLow && value === low)))
        return value;
    const from = includeLow ? `from ${low}` : `above ${low}`;
    const top = includeHigh ? (includeLow ? ` to ${high}` : ` and at most ${high}`) : ` and below ${high}`;
    const to = high === Number.POSITIVE_INFINITY ? "" : top;
    throw new InputError(`--${name} must be a number ${from}${to}, got "${excerpt(text)}".`);
}
/**
 * One of a few names.
 *
 * @param kind what the name is, in the message: "optimizer"; the option's own name if left out
 * @throws InputError with "did you mean" and the legal names
 */
export function oneOf(options, name, legal, kind = name) {
    const text = options.get(name);
    if (text === undefined)
        return undefined;
    const value = legal.find((one) => one === text);
    if (value === undefined)
        throw unknownName(kind, text, legal);
    return value;
}
/** The names of a list option. @throws InputError where an item is empty */
export function nameList(options, name) {
    const text = options.get(name);
    return text === undefined ? undefined : splitNames(text, `--${name}`);
}
/**
 * "a,b:x=1,y=2,c" → ["a", "b:x=1,y=2", "c"]: a part that sets an option belongs to the name before
 * it.
 *
 * @param where what holds the names, for messages
 * @throws InputError where an item is empty
 */
export function splitNames(text, where) {
    const items = [];
    for (const part of text.split(",").map((one) => one.trim())) {
        if (part === "") {
            throw new InputError(`${where} has an empty item: got "${excerpt(text)}", expected names separated by commas.`);
        }
        const continues = items.at(-1)?.includes(":") && /^[\w-]+=/.test(part);
        if (continues)
            items[items.length - 1] += `,${part}`;
        else
            items.push(part);
    }
    return items;
}
