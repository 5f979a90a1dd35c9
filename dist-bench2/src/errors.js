/** Errors that a user can act on. */
import { visibleLine } from "./visible-text.js";
/**
 * Bad input: an option, a name, a file or a network that stepzero cannot use. The message names the
 * subject, what was got, what was expected and a remedy. The command line prints the message
 * without a stack trace and exits with 2. Every other error is a defect of stepzero.
 */
export class InputError extends Error {
    name = "InputError";
    /**
     * @param text the message, or its lines. A line feed within one is part of what it quotes, a path
     *   for example, and is shown as `\n`
     */
    constructor(text, options) {
        super([text].flat().map(visibleLine).join("\n"), options);
    }
}
/**
 * A network, graph or tensor whose shapes do not fit. The message names the layer, the operator,
 * the shapes that came in and the shapes that were expected.
 */
export class ShapeError extends InputError {
    name = "ShapeError";
}
/** A table with at most this many names is printed whole. */
const WHOLE = 24;
/** Of a longer table at most this many names are printed. */
const SOME = 8;
/**
 * The error for a name that is not in a table: `Unknown X "foo"; did you mean "bar"? Known: …`. Of
 * a long table it lists only the names that are near; where none is, the command that prints all,
 * or the first names.
 *
 * @param kind what the table holds: "initializer"
 * @param got the name that the user wrote
 * @param list the command that prints the whole table: "stepzero list initializers"
 */
export function unknownName(kind, got, names, list) {
    const [near, ...others] = byNearness(got, names).filter(({ distance }) => distance < FAR);
    const hint = near === undefined ? "." : `; did you mean "${near.name}"?`;
    if (names.length <= WHOLE)
        return unknown(kind, got, `${hint} Known: ${names.join(", ")}.`);
    const also = others.slice(0, SOME - 1).map(({ name }) => name);
    const alsoNear = also.length === 0 ? "" : ` Also near: ${also.join(", ")}.`;
    if (list !== undefined)
        return unknown(kind, got, `${hint}${alsoNear} All ${names.length}: ${list}.`);
    const some = `Known: ${names.slice(0, SOME).join(", ")} and ${names.length - SOME} more.`;
    return unknown(kind, got, `${hint}${alsoNear}${near === undefined ? ` ${some}` : ""}`);
}
function unknown(kind, got, rest) {
    return new InputError(`Unknown ${kind} "${excerpt(got)}"${rest}`);
}
/** A text with at most this many characters is printed whole. */
const SHORT = 200;
/** Of a longer text so many characters are printed. */
const BEGINNING = 60;
/**
 * A text as messages quote it, in one line: whole, or the beginning of a long one with its length,
 * as "xxx… (10000000 characters)".
 */
export function excerpt(text) {
    return text.length <= SHORT
        ? visibleLine(text)
        : `${visibleLine(text.slice(0, BEGINNING))}… (${text.length} characters)`;
}
/**
 * The name nearest to what the user typed, or undefined if none is near. A name is near if
 *
 * - its edit distance (a swap counts one) is at most a third of the longer length, or one;
 * - or it begins with what was typed, or contains it, and that has three letters or more.
 */
export function closest(got, names) {
    const [best] = byNearness(got, names);
    return best !== undefined && best.distance < FAR ? best.name : undefined;
}
/** Nearest first; equally near names stay in the table's order. */
function byNearness(got, names) {
    const compared = Math.min(COMPARED, Math.ceil(Math.sqrt(COMPARISONS / names.length)));
    const all = names.map((name) => ({ name, distance: nearness(got, name, compared) }));
    return all.sort((a, b) => a.distance - b.distance);
}
/** The distance from which on a name is not near. */
const FAR = 3000;
/** Of longer names only the first characters are compared; the rest counts by its length. */
const COMPARED = 100;
/** About the most pairs of characters that are compared: of a very long table fewer per name. */
const COMPARISONS = 1e7;
/**
 * How far a name is from what was typed, smaller is nearer. A mistyped name: the edit distance; the
 * beginning of the name: 1000 and more; a part of it: 2000 and more; any other: `FAR` and more.
 *
 * @param compared the number of characters, from the first on, that are compared
 */
function nearness(got, name, compared) {
    const [typed, whole] = [got, name].map((text) => text.slice(0, compared).toLowerCase());
    const rest = Math.abs(Math.max(got.length, compared) - Math.max(name.length, compared));
    const distance = editDistance(typed, whole) + rest;
    if (distance <= Math.max(1, Math.floor(Math.max(got.length, name.length) / 3)))
        return distance;
    const isPart = got.length >= 3 && got.length <= compared;
    if (isPart && whole.startsWith(typed))
        return 1000 + distance;
    if (isPart && whole.includes(typed))
        return 2000 + distance;
    return FAR + distance;
}
/**
 * Fewest insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
 */
function editDistance(a, b) {
    let before = [];
    let row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++) {
            const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
            const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
            next.push(Math.min(row[j] + 1, next[j - 1] + 1, replaced, swapped ? before[j - 2] + 1 : Infinity));
        }
        [before, row] = [row, next];
    }
    return row[b.length];
}
