/** What users' modules export: read once, and their functions run under the file's name. */
import { InputError } from "../../../../errors.js";
import { messageOf, plainData } from "../../../../plain-data.js";
/**
 * The fields of an object that a module exports, their values as `plainData` has them: getters are
 * read once, and proxies are left behind. Of an object of a class, `known` fields may also be its
 * methods.
 *
 * @param known fields that are read wherever they stand
 * @param source the file's name, for messages
 * @throws InputError where reading throws
 */
export function fieldsOf(exported, present, source) {
    const fields = running(source, () => {
        const names = new Set([...present.filter((name) => name in exported), ...Object.keys(exported)]);
        return Object.fromEntries([...names].map((name) => [name, exported[name]]));
    });
    return plainData(fields, source, "kept");
}
/**
 * Runs code of a user's module.
 *
 * @param where the file and what runs, for messages
 * @throws InputError with `where` and what the code threw
 */
export function running(where, code) {
    try {
        return code();
    }
    catch (error) {
        if (!(error instanceof InputError))
            throw new InputError(`${where} threw: ${messageOf(error)}`, { cause: error });
        if (error.message.startsWith(where))
            throw error;
        throw new InputError(`${where}: ${error.message}`, { cause: error });
    }
}
/** Whether a value is an object and no list. */
export function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** "a list", "an object", "a number", as messages name what was got. */
export function kindOf(value) {
    if (value === null)
        return "null";
    return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
/** What was got, short enough for a message. */
export function show(value) {
    if (value === undefined)
        return "missing";
    if (typeof value === "function")
        return "a function";
    if (typeof value === "bigint")
        return `${value}n`;
    const text = textOf(value);
    return text.length <= 60 ? text : `${kindOf(value)} (${text.slice(0, 40)}…)`;
}
function textOf(value) {
    try {
        return JSON.stringify(value) ?? String(value);
    }
    catch {
        return kindOf(value); // it holds itself, or its toJSON throws
    }
}
