/**
 * A reproduction for the terminal: our table beside the paper's, and the verdicts. The document has
 * the rest.
 */
import { BRACKETS, rankingSentences } from "../../audit/audit-sentences.js";
import { beyondSentences } from "../../paper/beyond.js";
import { grouped } from "./numbers.js";
import { renderTable } from "./table.js";
import { displayWidth, item, wrap } from "./text.js";
/** Tables and verdicts; first a line for each part that lacks runs. */
export function renderReproduction(reproduction, { width, tableWidth = width, beyond }) {
    const unfinished = reproduction.parts.flatMap(({ name, finished, missing }) => missing.length === 0 ? [] : [`${name}: ${finished} of ${finished + missing.length} runs are finished.`]);
    const blocks = beyond
        ? reproduction.beyond.map((table) => depthTable(table, width, tableWidth))
        : paperBlocks(reproduction, width);
    return `${[...(unfinished.length === 0 ? [] : [unfinished.join("\n")]), ...blocks].join("\n\n")}\n`;
}
function paperBlocks({ accuracy, claims, noise, parts }, width) {
    const lines = claims.map(({ number, claim, verdict }) => item(`${number}. `, `${verdict.toUpperCase()}: ${claim}`, width));
    const ranked = noise === null ? [] : [...noise.rankings, ...(noise.average === null ? [] : [noise.average])];
    const doubts = ranked.map((ranking) => item("• ", `${ranking.problem}: ${rankingSentences(ranking).at(-1)}`, width));
    return [
        besideThePaper(accuracy, "Running training accuracy in percent, the paper's figure beside ours", "running", width),
        besideThePaper(accuracy, "Test accuracy in percent", "test", width),
        wrap(`n: ${parts
            .filter(({ name }) => name !== "beyond")
            .map(({ name, seeds, epochs, samples }) => `${name} ${seeds.length} seeds, ${epochs} epochs of ${samples.map(grouped).join(", ")} samples`)
            .join("; ")}. ± is the 95 % t interval of the mean; the mean leaves runs at chance out where others learned.`, width),
        `The paper's claims\n${lines.join("\n")}`,
        ...(doubts.length === 0
            ? []
            : [
                `The paper's ranking, one run per method, by our spread over seeds\n${doubts.join("\n")}\n${wrap(`${BRACKETS} Our spread is that of this budget; fewer samples and epochs make it larger.`, width)}`,
            ]),
    ];
}
/** Intervals are left out where the terminal is too narrow for them; the document has them. */
function besideThePaper(table, title, figure, width) {
    const [whole, brief] = [valueText, meanText].map((text) => valuesTable(table, figure, text, width));
    const lines = whole.every((line) => displayWidth(line) <= width) ? whole : brief;
    return [wrap(title, width), ...lines].join("\n");
}
function valuesTable({ columns, rows }, figure, text, width) {
    const used = columns.flatMap((column, i) => (rows.some(({ cells }) => cells[i] !== null) ? [{ ...column, i }] : []));
    const paper = figure === "running";
    const head = [
        { title: ["", "method"], align: "left" },
        ...used.flatMap(({ name }) => [
            ...(paper ? [{ title: [name.replace("Fashion-MNIST", "Fashion"), "paper"], align: "right" }] : []),
            { title: paper ? ["", "ours"] : [name, "mean"], align: "right" },
        ]),
    ];
    const lines = rows.map(({ method, cells }) => [
        method,
        ...used.flatMap(({ i }) => {
            const cell = cells[i];
            const ours = cell == null ? "–" : text(cell[figure]);
            return paper ? [cell?.paper == null ? "–" : cell.paper.toFixed(2), ours] : [ours];
        }),
    ]);
    return renderTable(head, lines, width);
}
function depthTable(table, width, tableWidth) {
    const { activation, optimizer, depths, rows } = table;
    const head = [
        { title: ["method"], align: "left", flexible: true },
        ...depths.map((depth) => ({ title: [`depth ${depth}`], align: "right" })),
    ];
    const lines = rows.map(({ method, cells }) => [
        method,
        ...cells.map(({ testAccuracy, runs, failed }) => {
            if (runs === 0)
                return "–";
            if (testAccuracy === null)
                return `0/${runs}`;
            return `${valueText(testAccuracy)}${failed === 0 ? "" : ` (${runs - failed}/${runs})`}`;
        }),
    ]);
    return [
        wrap(`${activation}, ${optimizer}: test accuracy in percent by depth; 0/n where none of n runs learned`, width),
        ...renderTable(head, lines, tableWidth),
        "",
        ...beyondSentences(table).map((text) => item("• ", text, width)),
    ].join("\n");
}
const meanText = (estimate) => (estimate === null ? "–" : (100 * estimate.mean).toFixed(2));
function valueText(estimate) {
    if (estimate === null)
        return "–";
    const center = (100 * estimate.mean).toFixed(2);
    return estimate.high === null ? center : `${center} ±${(100 * (estimate.high - estimate.mean)).toFixed(2)}`;
}
