/** The widths of texts, and how long ones are broken and cut. Nothing measures a font here. */
import { spaceInQuantity } from "../../study/results/figure-text.js";
/**
 * Advances of the printable ASCII characters from the space on, in hundredths of the font's size:
 * of DejaVu Sans 2.37, or of Arimo where that is wider (the numbers of their tables hmtx). Fonts
 * that people read are seldom wider, so that what fits by this table fits.
 */
const advances = [
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
    84, 84, 56, 102, 68, 69, 72, 77, 67, 61, 78, 75, 29, 50, 67, 56, 86, 75, 79, 67, 79, 72, 67, 61, 73, 68, 99, 69, 67,
    69, 39, 34, 39, 84, 56, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59,
    82, 59, 59, 52, 64, 34, 64, 84,
];
/** The same of letters and signs beyond ASCII, and of full-width characters. */
const [beyondAscii, fullWidth] = [84, 110];
/** How much wider bold text is. */
export const BOLD = 1.15;
/** The greatest width of a text in usual sans-serif fonts, in pixels. */
export function textWidth(text, size) {
    return ([...text].reduce((sum, character) => sum + advanceOf(character.codePointAt(0)), 0) * size) / 100;
}
function advanceOf(code) {
    if (code === 0xa0)
        return advances[0];
    return advances[code - 32] ?? (code < 0x1100 || (code >= 0x2000 && code < 0x2e80) ? beyondAscii : fullWidth);
}
/** A label that leaves room for the chart. */
export function shortened(label, characters = 24) {
    return label.length <= characters ? label : `${label.slice(0, characters - 1)}…`;
}
/**
 * The words of a text in lines that are no wider than `width`, but for words that are. A number
 * stays with its unit.
 */
export function wrapText(text, width, size) {
    const lines = [];
    for (const word of text.replace(spaceInQuantity, JOINT).split(" ")) {
        const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
        if (lines.length > 0 && textWidth(longer, size) <= width)
            lines[lines.length - 1] = longer;
        else
            lines.push(word);
    }
    return lines.map((line) => line.replaceAll(JOINT, " "));
}
/** Stands for a space that is no place to break, and is as wide as one. */
const JOINT = "\u00a0";
/**
 * A name in lines that are no wider than `width`: broken at spaces and behind the signs that join
 * words (`:`, `,`, `-`, `_`, `/`, `=`), and within a word where that is too wide.
 */
export function wrapName(name, width, size) {
    const parts = name.match(/[^\s:,\-_/=×]*[:,\-_/=×]?\s?/g).filter((part) => part !== "");
    const lines = [];
    const fits = (text) => textWidth(text.trimEnd(), size) <= width;
    for (const part of parts.flatMap((one) => (fits(one) ? [one] : [...one]))) {
        const longer = `${lines.at(-1) ?? ""}${part}`;
        if (lines.length > 0 && fits(longer))
            lines[lines.length - 1] = longer;
        else
            lines.push(part);
    }
    return lines.map((line) => line.trimEnd());
}
/**
 * Short forms of labels that are no wider than `width`, all of them different: the beginning, or
 * the beginning and the end where labels begin alike. A label whose short form would be that of
 * another one stays whole.
 */
export function shortLabels(labels, width, size) {
    const forms = [beginningOf, bothEndsOf].map((cut) => new Map(labels.map((label) => [label, cut(label, width, size)])));
    const isAlone = (form, label) => labels.every((other) => other === label || form.get(other) !== form.get(label));
    return new Map(labels.map((label) => [label, forms.find((form) => isAlone(form, label))?.get(label) ?? label]));
}
function beginningOf(label, width, size) {
    if (textWidth(label, size) <= width)
        return label;
    let characters = [...label].slice(0, -1);
    while (characters.length > 1 && textWidth(`${characters.join("")}…`, size) > width)
        characters = characters.slice(0, -1);
    return `${characters.join("")}…`;
}
function bothEndsOf(label, width, size) {
    const characters = [...label];
    const around = (left) => `${characters.slice(0, left).join("")}…${characters.slice(-left).join("")}`;
    let left = Math.floor((characters.length - 1) / 2);
    if (textWidth(label, size) <= width)
        return label;
    while (left > 1 && textWidth(around(left), size) > width)
        left--;
    return around(left);
}
