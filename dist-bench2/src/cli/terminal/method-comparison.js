import { listOptions } from "../../explain/listing.js";
import { kindInWords, layerNumbers } from "./method-card.js";
import { optionLine } from "./option-line.js";
import { renderTable } from "./table.js";
import { displayWidth, item, padEnd, wrap } from "./text.js";
/** Columns of the names of the rows, with the space behind them. */
const LABELS = 10;
/** A method's text is not narrower, but for a terminal that is. */
const NARROWEST = 24;
/** Columns between methods. */
const BETWEEN = 3;
/** What a row says of a method: a text, or a list of texts. */
const facts = [
    ["name", ({ name }) => name],
    ["title", ({ title }) => title],
    ["formula", ({ formula }) => formula],
    ["summary", ({ summary }) => summary],
    ["data", ({ kind, requires }) => [kindInWords(kind), ...(requires ? [`needs ${requires}`] : [])].join("; ")],
    ["options", ({ options }) => listOptions(options).map(optionLine)],
    ["caveats", ({ caveats = [] }) => caveats],
];
/**
 * A column of facts for each method, as many beside each other as are readable, then the numbers
 * that they draw for common layers.
 */
export function renderMethodComparison(cards, width, tableWidth = width) {
    const most = Math.max(1, Math.floor((width - LABELS + BETWEEN) / (NARROWEST + BETWEEN)));
    const rows = Math.ceil(cards.length / most);
    const perRow = Math.ceil(cards.length / rows);
    const blocks = Array.from({ length: rows }, (_, row) => factBlock(cards.slice(row * perRow, (row + 1) * perRow), perRow, width));
    const closing = wrap("stepzero explain NAME has all of one method: differences elsewhere, references.", width);
    return `${[...blocks, ...layerTable(cards, tableWidth), closing].join("\n\n")}\n`;
}
function factBlock(cards, perRow, width) {
    const each = Math.floor((width - LABELS - BETWEEN * (perRow - 1)) / perRow);
    const lines = facts.flatMap(([label, of]) => {
        const cells = cards.map((card) => broken(of(card), each));
        const height = Math.max(...cells.map((cell) => cell.length));
        return Array.from({ length: height }, (_, i) => {
            const texts = cells.map((cell) => padEnd(cell[i] ?? "", each));
            return `${padEnd(i === 0 ? label : "", LABELS)}${texts.join(" ".repeat(BETWEEN))}`.trimEnd();
        });
    });
    return lines.join("\n");
}
/** Lines of at most so many columns; a word that is longer is broken anywhere. */
function broken(text, width) {
    if (text.length === 0)
        return ["none"];
    const wrapped = typeof text === "string" ? wrap(text, width) : text.map((one) => item("• ", one, width)).join("\n");
    return wrapped.split("\n").flatMap((line) => {
        if (displayWidth(line) <= width)
            return [line];
        const characters = [...line];
        const count = Math.ceil(characters.length / width);
        return Array.from({ length: count }, (_, i) => characters.slice(i * width, (i + 1) * width).join(""));
    });
}
/** Each layer with a row for every method; nothing where all methods look at data. */
function layerTable(cards, width) {
    const layers = [...new Set(cards.flatMap((card) => card.layers.map(({ layer }) => layer)))];
    if (layers.length === 0)
        return [];
    const rows = layers.flatMap((layer) => [
        [layer],
        ...cards.flatMap((card) => {
            const numbers = card.layers.find((one) => one.layer === layer);
            return numbers === undefined ? [] : [[`  ${card.name}`, ...layerNumbers(numbers).slice(1)]];
        }),
    ]);
    const columns = [
        { title: ["on common layers", "(drawn, seed 0)"], align: "left", flexible: true },
        { title: ["std"], align: "right" },
        { title: ["gain:", "std · √fanIn"], align: "right" },
        { title: ["second moment", "per ReLU layer"], align: "right" },
    ];
    const whole = rows.map((row) => columns.map((_, i) => row[i] ?? ""));
    return [renderTable(columns, whole, width).join("\n")];
}
