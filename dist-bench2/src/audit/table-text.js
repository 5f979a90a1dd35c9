/** The cells of a table that is text: separated values, Markdown or a LaTeX tabular. */
import { csvRows } from "../data/formats/csv-records.js";
import { excerpt, InputError } from "../errors.js";
import { plainCell } from "./figure-cell.js";
/**
 * Rows of cells without their markup. Lines with `|` and a row of dashes are Markdown; `&` and `\\`
 * are LaTeX; else the separator is the tab, semicolon or comma that the first row has.
 *
 * @param source a name for messages
 * @param expected what the table should be, for messages
 * @throws InputError where the text is none of these
 */
export function tableRows(text, source, expected) {
    const rows = isMarkdown(text)
        ? markdownRows(text)
        : /&/.test(text) && /\\\\/.test(text)
            ? latexRows(text, source)
            : separatedRows(text, source, expected);
    return rows.map((row) => row.map(plainCell));
}
function separatedRows(text, source, expected) {
    const first = text.slice(0, text.search(/[\r\n]|$/));
    const separator = ["\t", ";", ","].find((one) => first.includes(one));
    if (separator === undefined) {
        const got = first.trim() === "" ? "an empty first row" : `"${excerpt(first)}"`;
        throw new InputError(`${source}: expected ${expected}, separated by commas, semicolons or tabs, or as a Markdown or LaTeX table; got ${got}.`);
    }
    return [...csvRows(text, source, separator)];
}
const DASHES = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
function isMarkdown(text) {
    const lines = text.split(/\r?\n/);
    return lines.some((line, i) => line.includes("|") && DASHES.test(line) && (lines[i - 1]?.includes("|") ?? false));
}
/** The first table of the text: from the line before the dashes to the first line without `|`. */
function markdownRows(text) {
    const lines = text.split(/\r?\n/);
    const dashes = lines.findIndex((line, i) => i > 0 && line.includes("|") && DASHES.test(line));
    const length = lines.slice(dashes).findIndex((line) => !line.includes("|"));
    const body = lines.slice(dashes + 1, length < 0 ? undefined : dashes + length);
    return [lines[dashes - 1], ...body].map((line) => line
        .trim()
        .replace(/^\||(?<!\\)\|$/g, "")
        .split(/(?<!\\)\|/)
        .map((cell) => cell.replaceAll("\\|", "|")));
}
/** Rules, spacing and options of a tabular, which hold no cells. */
const LATEX_LINES = /\\(?:toprule|midrule|bottomrule|hline|addlinespace|(?:cmidrule|cline)(?:\([a-z]*\))?\{[^}]*\})(?:\[[^\]]*\])?/g;
function latexRows(text, source) {
    const [, inner = text] = /\\begin\{tabular[a-z*]*\}([\s\S]*?)\\end\{tabular/.exec(text) ?? [];
    if (/\\multi(?:column|row)/.test(inner)) {
        throw new InputError(`${source}: the table joins cells (\\multicolumn or \\multirow). Write one row of column names, and one cell per figure.`);
    }
    return inner
        .replace(/(?<!\\)%.*$/gm, "")
        .replace(/^\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}\s*)+/, "") // the columns' alignment
        .replace(LATEX_LINES, "")
        .split(/\\\\(?:\[[^\]]*\])?/)
        .filter((row) => row.trim() !== "")
        .map((row) => row.split(/(?<!\\)&/).map((cell) => cell.replace(/\s+/g, " ")));
}
