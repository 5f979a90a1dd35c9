import { bytesOf, textOf } from "../reader.js";
import { numberTexts, words } from "./values.js";
/** A mutation of the text of an input. */
export function ofText(name, change) {
    return {
        name,
        apply(input, _, draws) {
            const changed = change(textOf(input), draws);
            return changed === undefined ? undefined : bytesOf(changed);
        },
    };
}
/** The text with one of the places that a pattern finds replaced. */
export function replaceOne(text, pattern, draws, by) {
    const matches = [...text.matchAll(pattern)];
    if (matches.length === 0)
        return undefined;
    const { 0: old, index } = draws.pick(matches);
    return text.slice(0, index) + by(old) + text.slice(index + old.length);
}
const setNumber = ofText("set a number", (text, draws) => replaceOne(text, /-?\d+(\.\d+)?(e[+-]?\d+)?/gi, draws, () => draws.pick(numberTexts)));
const setWord = ofText("set a word", (text, draws) => replaceOne(text, /[\p{L}_][\p{L}\d_-]*/gu, draws, () => draws.pick(words)));
const insertWord = ofText("insert a word", (text, draws) => {
    const at = draws.below(text.length + 1);
    return text.slice(0, at) + draws.pick(words) + text.slice(at);
});
const changeLines = ofText("change lines", (text, draws) => {
    const lines = text.split("\n");
    const [from, to] = [draws.below(lines.length), draws.below(lines.length)];
    const line = lines[from];
    return draws
        .pick([
        () => lines.toSpliced(from, 1),
        () => lines.toSpliced(to, 0, line),
        () => lines.toSpliced(from, 1, `${" ".repeat(1 + draws.below(4))}${line}`),
        () => lines.with(from, lines[to]).with(to, line),
    ])()
        .join(draws.oneIn(8) ? "\r\n" : "\n");
});
/** For every reader of texts. */
export const textMutations = [setNumber, setWord, insertWord, changeLines];
/** Insertion of one of the words of a language. */
export function insertOf(language, tokens) {
    return ofText(`insert a word of ${language}`, (text, draws) => {
        const at = draws.oneIn(3) ? Math.max(0, text.search(/\S(?=\s*$)/)) : draws.below(text.length + 1);
        return text.slice(0, at) + draws.pick(tokens) + text.slice(at);
    });
}
