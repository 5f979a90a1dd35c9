/** HTML from templates: values are escaped, unless they are HTML. */
import { visible } from "../visible-text.js";
/**
 * A template whose values are escaped for text and for quoted attributes; lists are joined, and
 * null, undefined and false give nothing.
 */
export function html(strings, ...parts) {
    return { html: strings.reduce((text, string, i) => text + textOf(parts[i - 1]) + string) };
}
/** HTML that is safe already: a chart, or the style sheet. */
export function trusted(text) {
    return { html: text };
}
/** A text as HTML; what stands between backticks is code. */
export function withCode(text) {
    return text.split("`").map((part, i) => (i % 2 === 1 ? html `<code>${part}</code>` : part));
}
function textOf(part) {
    if (part === null || part === undefined || part === false)
        return "";
    if (typeof part === "string" || typeof part === "number")
        return escapeHtml(String(part));
    return "html" in part ? part.html : part.map(textOf).join("");
}
/**
 * Escapes the five special characters of HTML and XML, and shows hidden characters as escapes: XML
 * cannot hold most of them.
 */
export function escapeHtml(text) {
    return visible(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
/**
 * JSON that may stand in a `<script type="application/json">`: nothing in it can end the element.
 */
export function scriptJson(value) {
    return trusted(visible(JSON.stringify(value)).replace(/[<>&]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`));
}
