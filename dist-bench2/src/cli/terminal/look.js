/** How text may look. */
import { styleText } from "node:util";
import { visible } from "../../visible-text.js";
const styles = ["bold", "dim", "red", "yellow"];
/** Text in a style; the same text where there are no colours. Its hidden characters are shown. */
export function paint(style, text, { colour }) {
    return colour ? styleText(style, visible(text), { validateStream: false }) : visible(text);
}
/** What `paint` writes before and behind a text. */
const marks = new RegExp(`(${styles
    .flatMap((style) => styleText(style, " ", { validateStream: false }).split(" "))
    .map((mark) => mark.replace("[", "\\["))
    .join("|")})`);
/** The text with what stands between the marks of `paint` changed. */
export function changeBetweenStyles(text, change) {
    return text
        .split(marks)
        .map((part, i) => (i % 2 === 0 ? change(part) : part))
        .join("");
}
