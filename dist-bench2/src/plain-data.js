/**
 * Data that somebody else wrote: JSON from files, and what YAML and users' modules give. What is
 * read here is plain: no getters, no circles, no nesting that ends in a stack overflow.
 */
import { InputError } from "./errors.js";
/** Lists and objects nested more deeply are refused. What stepzero writes nests ten levels. */
const DEEPEST = 100;
/** A value with more values in it is refused: copying it would take too long. */
const MOST_VALUES = 20_000_000;
/** What an error says, whatever was thrown. */
export function messageOf(error) {
    try {
        return error instanceof Error ? String(error.message) : String(error);
    }
    catch {
        return "something that has no text"; // its toString throws, too
    }
}
/**
 * Parses JSON strictly: a key that stands twice in an object is refused, where `JSON.parse` would
 * drop the first in silence.
 *
 * @param source the file's name, for messages
 * @throws InputError for a text that is no JSON, a key that stands twice, or nesting above 100
 */
export function parseJson(text, source) {
    const { deepest, repeated } = outlineOf(text);
    if (deepest > DEEPEST)
        throw tooDeep(source);
    let value;
    try {
        value = JSON.parse(text);
    }
    catch (error) {
        throw new InputError(`${source} cannot be read as JSON: ${messageOf(error)}.`);
    }
    if (repeated !== undefined) {
        throw new InputError(`${source}: the key ${repeated} stands twice in one object; write it once.`);
    }
    return value;
}
function tooDeep(source) {
    return new InputError(`${source} nests lists and objects deeper than ${DEEPEST} levels. Write it flat.`);
}
const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [LIST, END_OF_LIST, OBJECT, END_OF_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
/** How deeply a text nests, and the first key that stands twice in its object, in quotes. */
function outlineOf(text) {
    const open = [];
    let [deepest, repeated] = [0, undefined];
    for (let at = 0; at < text.length && deepest <= DEEPEST; at++) {
        const code = text.charCodeAt(at);
        if (code === LIST || code === OBJECT)
            deepest = Math.max(deepest, open.push(new Set()));
        else if (code === END_OF_LIST || code === END_OF_OBJECT)
            open.pop();
        else if (code === QUOTE) {
            const start = at;
            at = endOfString(text, start);
            if (repeated !== undefined || !isKey(text, at + 1))
                continue;
            const key = unescaped(text.slice(start, at + 1));
            const keys = open.at(-1);
            if (keys?.has(key))
                repeated = key;
            keys?.add(key);
        }
    }
    return { deepest, repeated };
}
/** Where the quote that closes a string stands. */
function endOfString(text, start) {
    let at = start + 1;
    for (; at < text.length && text.charCodeAt(at) !== QUOTE; at++)
        if (text.charCodeAt(at) === BACKSLASH)
            at++;
    return at;
}
/** Whether a colon follows, behind white space. */
function isKey(text, from) {
    let at = from;
    while (at < text.length && text.charCodeAt(at) <= 0x20)
        at++;
    return text.charCodeAt(at) === COLON;
}
/** A key in quotes in the one form that equal keys share. */
function unescaped(key) {
    try {
        return key.includes("\\") ? JSON.stringify(JSON.parse(key)) : key;
    }
    catch {
        return key; // the parser will say what is wrong with it
    }
}
/**
 * A copy of a value in plain lists and objects, with every getter read once. What is neither list
 * nor object stays as it is. Of an object of a class the copy has the fields, not the methods.
 *
 * @param source the file's name, for messages
 * @param functions whether functions stay as they are
 * @defaultValue `functions`: they are refused
 * @throws InputError with the path of the value, where reading it throws, it is a function or a
 *   promise, it holds itself, or it is nested deeper than 100
 */
export function plainData(value, source, functions = "refused") {
    const path = [];
    const around = new Set();
    let left = MOST_VALUES;
    const refuse = (problem) => new InputError(`${path.length === 0 ? source : `${source}: ${path.join(".")}`} ${problem}`);
    const within = (key, read) => {
        path.push(key);
        const copied = copy(read());
        path.pop();
        return copied;
    };
    const copy = (one) => {
        if (typeof one === "function" && functions === "refused")
            throw refuse("is a function; only its value can be used.");
        if (typeof one !== "object" || one === null)
            return one;
        if (one instanceof Promise)
            throw refuse("is a promise; wait for its value: await.");
        if (around.has(one))
            throw refuse("holds itself, so it has no end.");
        if (around.size >= DEEPEST)
            throw tooDeep(source);
        around.add(one);
        const keys = Object.keys(one);
        const length = Array.isArray(one) ? one.length : keys.length;
        left -= length;
        if (left < 0)
            throw refuse(`holds more than ${MOST_VALUES} values.`);
        const copied = Array.isArray(one)
            ? Array.from({ length }, (_, i) => within(String(i), () => one[i]))
            : Object.fromEntries(keys.map((key) => [key, within(key, () => one[key])]));
        around.delete(one);
        return copied;
    };
    try {
        return copy(value);
    }
    catch (error) {
        if (error instanceof InputError)
            throw error;
        throw refuse(`cannot be read: it threw "${messageOf(error)}".`);
    }
}
