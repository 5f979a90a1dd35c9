/**
 * Tables as CSV (RFC 4180): UTF-8, the first line names the columns, numbers in full precision,
 * an empty field where there is no value. Hidden characters and line feeds are shown as escapes.
 * Text that a spreadsheet would take for a formula begins with an apostrophe; numbers never do. The
 * Parquet and JSON files have every text as it is.
 */
import { visibleLine } from "../../visible-text.js";
/** The text of a CSV file. */
export function csv(table) {
    return [...csvLines(table)].join("");
}
/** The lines of a CSV file, with their ends. */
export function* csvLines({ columns }) {
    yield `${columns.map(({ name }) => field(name)).join(",")}\r\n`;
    for (let i = 0; i < columns[0].values.length; i++) {
        yield `${columns.map(({ values }) => field(values[i])).join(",")}\r\n`;
    }
}
function field(value) {
    if (value === null)
        return "";
    const text = typeof value === "number" ? String(value) : visibleLine(value).replace(/^[=+\-@]/, "'$&");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
