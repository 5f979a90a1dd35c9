/**
 * Options of initializers and models. A literal description says what each option may be; the
 * type of its value follows from it, and so do the defaults, the checks and the messages.
 */
import { excerpt, InputError, unknownName } from "./errors.js";
/**
 * An option that is a real number.
 *
 * @param value the default
 * @param low the smallest legal value
 * @param high the largest legal value
 * @param meaning what it does, as a phrase
 * @example
 * import { real } from "stepzero";
 *
 * const std = real(0.05, 0, 1e6, "standard deviation of the kernels");
 */
/* @__NO_SIDE_EFFECTS__ */
export function real(value, low, high, meaning) {
    return { default: value, low, high, meaning };
}
/**
 * An option that is a whole number.
 *
 * @param value the default
 * @param low the smallest legal value
 * @param high the largest legal value
 * @param meaning what it does, as a phrase
 * @example
 * import { integer } from "stepzero";
 *
 * const depth = integer(6, 0, 1000, "number of hidden layers");
 */
/* @__NO_SIDE_EFFECTS__ */
export function integer(value, low, high, meaning) {
    return { default: value, low, high, integer: true, meaning };
}
/**
 * An option that is one of a few names.
 *
 * @param value the default
 * @param names all legal values
 * @param meaning what it does, as a phrase
 * @example
 * import { choice } from "stepzero";
 *
 * const pooling = choice("average", ["average", "max"], "kind of pooling");
 */
/* @__NO_SIDE_EFFECTS__ */
export function choice(value, names, meaning) {
    return { default: value, names, meaning };
}
/**
 * Descriptions of options, returned as they are: the call gives them their type.
 *
 * @example
 * import { choice, integer, real } from "stepzero";
 * import { defineOptions } from "stepzero/initializers";
 *
 * const options = defineOptions({
 *   std: real(0.05, 0, 1e6, "standard deviation of the kernels"),
 *   depth: integer(2, 1, 200, "number of hidden layers"),
 *   mode: choice("fan-in", ["fan-in", "fan-out"], "which fan divides"),
 * });
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineOptions(options) {
    return options;
}
/**
 * The value of every option: the values passed, checked, and defaults for the rest.
 *
 * @throws InputError for an unknown option, a number outside its range, or an unknown name; with
 * the legal values
 * @example
 * import { he } from "stepzero";
 * import { completeOptions } from "stepzero/initializers";
 *
 * completeOptions(he, {}); // → { negativeSlope: 0 }
 */
export function completeOptions(owner, values = {}) {
    return complete(owner, values, check);
}
/**
 * The value of every option from what was typed: "0.02" for a number, the name for a choice.
 *
 * @throws InputError likewise, and for a text that is no number where a number is expected
 */
export function readOptions(owner, texts) {
    return complete(owner, texts, read);
}
/**
 * Splits a name with options, "he:negativeSlope=0.1" or "mlp:depth=10,width=256". Spaces around
 * the parts are ignored.
 *
 * @param kind what it names, for messages: "initializer"
 * @throws InputError for options that are not `name=value`, or an option that occurs twice
 */
export function parseChoice(text, kind) {
    const subject = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} "${excerpt(text)}"`;
    const colon = text.indexOf(":");
    if (colon < 0)
        return { name: text, texts: {} };
    const texts = new Map();
    for (const part of text.slice(colon + 1).split(",")) {
        const [name, value, ...rest] = part.split("=").map((side) => side.trim());
        if (!name || !value || rest.length > 0) {
            throw new InputError(`${subject}: options are written name=value, separated by commas; got "${excerpt(part)}".`);
        }
        if (texts.has(name))
            throw new InputError(`${subject}: option "${excerpt(name)}" is given twice.`);
        texts.set(name, value);
    }
    return { name: text.slice(0, colon), texts: Object.fromEntries(texts) };
}
/**
 * The shortest text that reads back to these options: only those that differ from their defaults.
 */
export function formatChoice({ name, options = {} }, values) {
    const changed = Object.entries(values).filter(([option, value]) => value !== options[option]?.default);
    return changed.length === 0 ? name : `${name}:${changed.map(([option, value]) => `${option}=${value}`).join(",")}`;
}
/** The legal values in words: "0 to 100", or "average, max". */
export function legalValues(option) {
    return "names" in option ? option.names.join(", ") : `${option.low} to ${option.high}`;
}
function complete({ name: owner, options = {} }, values, checkValue) {
    const names = Object.keys(options);
    for (const name of Object.keys(values)) {
        if (Object.hasOwn(options, name))
            continue;
        if (names.length === 0)
            throw new InputError(`${owner} has no options; got "${excerpt(name)}".`);
        throw unknownName(`option of ${owner}`, name, names);
    }
    return Object.fromEntries(Object.entries(options).map(([name, option]) => {
        const value = Object.hasOwn(values, name) ? values[name] : undefined;
        return [name, value === undefined ? option.default : checkValue(owner, name, option, value)];
    }));
}
/**
 * The number that a text means in decimal digits: "0.02", "-1e3", ".5"; NaN for any other text. Hex
 * digits, "Infinity" and an empty text, which JavaScript's `Number` takes, are none.
 */
export function decimalOf(text) {
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
function read(owner, name, option, text) {
    if ("names" in option)
        return check(owner, name, option, text);
    const value = decimalOf(text);
    return check(owner, name, option, Number.isNaN(value) ? text : value);
}
function check(owner, name, option, value) {
    if ("names" in option) {
        if (option.names.includes(String(value)))
            return String(value);
        throw unknownName(`${name} of ${owner}`, String(value), option.names);
    }
    const { low, high, integer: whole = false, meaning } = option;
    const inRange = typeof value === "number" && value >= low && value <= high;
    if (inRange && (!whole || Number.isInteger(value)))
        return value;
    const kind = whole ? "a whole number" : "a number";
    const got = typeof value === "string" ? JSON.stringify(excerpt(value)) : String(value);
    throw new InputError(`${owner}: ${name} must be ${kind} from ${low} to ${high}, got ${got} (${name}: ${meaning}).`);
}
