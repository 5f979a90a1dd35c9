/** A message about an error, as the terminal shows it. */
import { wrap } from "./text.js";
/**
 * "stepzero: …" in lines of at most `width` columns; a line's indentation holds for what wraps.
 * Without a width (a pipe, a log) lines stay as they are, so that a search finds the whole text.
 */
export function errorText(message, width) {
    const lines = `stepzero: ${message}`.split("\n");
    if (width === undefined)
        return `${lines.join("\n")}\n`;
    const wrapped = lines.map((line) => {
        const indent = /^ */.exec(line)[0];
        return `${indent}${wrap(line.trimStart(), width - indent.length).replaceAll("\n", `\n${indent}`)}`;
    });
    return `${wrapped.join("\n")}\n`;
}
