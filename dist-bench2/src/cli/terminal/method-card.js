import { listOptions } from "../../explain/listing.js";
import { figure } from "./numbers.js";
import { optionLine } from "./option-line.js";
import { renderTable } from "./table.js";
import { hanging, item, wrap } from "./text.js";
const kindsInWords = {
    "data-free": "needs no data; the same bits on every machine",
    "data-driven": "looks at batches of the data; the same bits on one kind of machine",
    learned: "optimized on batches of the data; the same bits on one kind of machine",
};
/** How a method gets its numbers, as a sentence without its full stop. */
export const kindInWords = (kind) => kindsInWords[kind];
/**
 * Title, formula, options, numbers on common layers, caveats, differences and references.
 *
 * @param width columns of text
 * @param tableWidth columns of the table of layers
 */
export function renderMethodCard(card, width, tableWidth = width) {
    const { name, aliases = [], title, formula, summary, kind, requires, references, caveats = [] } = card;
    const items = (heading, texts) => texts.length === 0 ? [] : ["", heading, ...texts.map((text) => item("  • ", text, width))];
    const needs = requires === undefined ? [] : [`needs ${requires}`];
    const lines = [
        hanging(`${title} (${[name, ...aliases].join(", ")})`, width, 2),
        `  ${hanging(formula, width, 2)}`,
        "",
        wrap(summary, width),
        wrap([kindsInWords[kind], ...needs].join("; "), width),
        ...items("Options", listOptions(card.options).map(optionLine)),
        ...(card.layers.length === 0 ? [] : ["", ...layerTable(card.layers, width, tableWidth)]),
        ...items("Caveats", caveats),
        ...items("Elsewhere", card.differences ?? []),
        ...items("References", references.map(citation)),
    ];
    return `${lines.join("\n")}\n`;
}
/** Fan-in, standard deviation, gain and the factor per ReLU layer; "–" where there is none. */
export function layerNumbers({ fanIn, std, gain, reluFactor }) {
    const number = (value) => (value === null ? "–" : figure(value));
    return [figure(fanIn), number(std), number(gain), reluFactor === null ? "–" : `× ${figure(reluFactor)}`];
}
function layerTable(layers, width, tableWidth) {
    const rows = layers.map((one) => [one.layer, ...layerNumbers(one)]);
    const table = renderTable([
        { title: ["on common layers", "(drawn, seed 0)"], align: "left", flexible: true },
        { title: ["fanIn"], align: "right" },
        { title: ["std"], align: "right" },
        { title: ["gain:", "std · √fanIn"], align: "right" },
        { title: ["second moment", "per ReLU layer"], align: "right" },
    ], rows, tableWidth);
    const refused = layers.flatMap(({ layer, refused: why }) => (why === undefined ? [] : [`${layer}: ${why}`]));
    return [...table, ...refused.map((why) => item("  – ", why, width))];
}
/** "K. He, X. Zhang (2015): Delving Deep, eq. 10, https://…". */
function citation({ authors, year, title, where, link }) {
    return [`${authors} (${year}): ${title}`, where, link].filter((part) => part !== undefined).join(", ");
}
