/** A reproduction as Markdown: reproduction.md beside the results, and docs/reproduction.md. */
import { assumptions, rankingSentences } from "../audit/audit-sentences.js";
import { escapeMarkdown } from "../report/exports/markdown-text.js";
import { visible, visibleLine } from "../visible-text.js";
import { beyondSentences } from "./beyond.js";
import { normText } from "./claims/gradients.js";
/**
 * The document of a reproduction.
 *
 * @param pictures the path of a figure's picture relative to the document, where there is one
 */
export function reproductionMarkdown(reproduction, provenance, pictures = () => undefined) {
    const { claims, accuracy, loss, figures, noise } = reproduction;
    const sections = [
        "# The 2019 paper, reproduced",
        "P. Patel, M. Nandu and P. Raut, *Initialization of Weights in Neural Networks* (February 2019), trained one network per data set from four initializations and printed one figure for each. Here the same comparison is run with Keras's example networks and recipes of 2018, with paired seeds. The paper names neither network, optimizer, epochs nor seeds, so figures need not agree; orders should.",
        missingNote(reproduction),
        settings(reproduction),
        "## Its claims",
        table(["", "claim", "verdict", "its parts", "on test samples"], claims.map(({ number, claim, verdict, parts, byTest }) => [
            String(number),
            claim,
            `**${verdict}**`,
            tally(parts),
            byTest === undefined ? "–" : byTest.verdict,
        ])),
        "A claim holds where all its parts hold; the tests are paired t tests, corrected (Holm) over all pairs of the paper's methods, data sets and averages. *Cannot be told* is not *does not hold*: more seeds may tell. The parts with their evidence stand [below](#the-evidence).",
        "## Table 1, accuracy",
        valuesTable(accuracy),
        "## Table 2, loss",
        valuesTable(loss),
        TABLE_NOTES,
        ...(figures.length === 0
            ? []
            : ["## Figures 4 to 9", ...figures.map((figure) => figureText(figure, pictures(figure)))]),
        "## These are training figures",
        "The paper does not say on which samples it measures. Its figures do:",
        table(["", "paper", "training samples", "test samples", "it is"], reproduction.trainingFigures.map(({ what, paper, training, test, is }) => [
            what,
            paper,
            training,
            test,
            is ?? "cannot be told",
        ])),
        "## Was the paper's ranking noise?",
        ...(noise === null
            ? ["No data set has two seeds yet, so the spread over seeds is not known."]
            : [
                `The paper has one run per method (n = 1). With the spread over seeds that our runs have, which is that of this budget (${extentOf(reproduction)}; fewer samples and epochs make it larger):`,
                [...noise.rankings, ...(noise.average === null ? [] : [noise.average])]
                    .map((ranking) => `- **${ranking.problem}**: ${rankingSentences(ranking).join(" ")}`)
                    .join("\n"),
                assumptions(noise).join(" "),
            ]),
        ...gradients(reproduction),
        ...beyond(reproduction),
        "## The evidence",
        ...claims.flatMap(({ number, claim, verdict, parts, byTest }) => [
            `### ${number}. ${claim}`,
            `**${capital(verdict)}.**`,
            partList(parts),
            ...(byTest === undefined ? [] : [`By figures on test samples: **${byTest.verdict}**.`, partList(byTest.parts)]),
        ]),
        "## How this was made",
        provenanceText(reproduction, provenance),
    ];
    return visible(`${sections.filter((text) => text !== "").join("\n\n")}\n`);
}
const TABLE_NOTES = "*Running* is what Keras reports for training: the mean over the last epoch, weights changing and dropout active; it is the figure to compare with the paper's. *Evaluated* is on the same samples after the epoch, dropout off. ± is the 95 % t interval of the mean over n seeds. Runs that diverged or stayed at chance are not averaged in, and are counted; where none learned, the figures are those of the runs at chance.";
function missingNote({ parts }) {
    const lines = parts.flatMap(({ name, finished, missing }) => missing.length === 0
        ? []
        : [
            `> **Not finished.** ${name}: ${finished} of ${finished + missing.length} runs are here; missing: ${listed(missing)}.`,
        ]);
    const names = ["mnist", "fashion-mnist", "cifar10"].filter((data) => parts.every(({ name }) => name !== data));
    const absent = names.length === 0 ? [] : [`> **Not run:** ${names.join(", ")}.`];
    return [...lines, ...absent].join("\n>\n");
}
function listed(missing) {
    const byMethod = new Map();
    for (const { method, seed } of missing)
        byMethod.set(method, [...(byMethod.get(method) ?? []), seed]);
    return [...byMethod]
        .map(([method, seeds]) => `${escapeMarkdown(method)} (seed ${[...new Set(seeds)].join(", ")})`)
        .join("; ");
}
function settings({ parts }) {
    const rows = parts
        .filter(({ name }) => name !== "beyond")
        .map(({ data, models, samples, epochs, seeds }) => [
        data.join(", "),
        models.join(", "),
        samples.map(grouped).join(", "),
        String(epochs),
        String(seeds.length),
    ]);
    return rows.length === 0 ? "" : table(["data", "network", "training samples", "epochs", "seeds"], rows);
}
/** "mnist 2 epochs of 4,000 samples". */
export function extentOf({ parts }) {
    return parts
        .filter(({ name }) => name !== "beyond")
        .map(({ name, epochs, samples }) => `${name} ${epochs} epochs of ${samples.map(grouped).join(", ")} samples`)
        .join("; ");
}
function valuesTable({ figure, columns, rows }) {
    const lines = rows.flatMap(({ method, cells }) => {
        const kinds = [
            ["paper", (cell) => paperText(cell.paper, figure)],
            ["running", (cell) => valueText(cell.running, figure)],
            ["evaluated", (cell) => valueText(cell.evaluated, figure)],
            ["test", (cell) => valueText(cell.test, figure)],
            ["n", countText],
        ];
        return kinds.map(([kind, text], i) => [
            i === 0 ? `**${escapeMarkdown(method)}**` : "",
            kind,
            ...cells.map((cell) => (cell === null ? "–" : text(cell))),
        ]);
    });
    return table(["method", "", ...columns.map(({ name }) => name)], lines, 2);
}
function paperText(value, figure) {
    if (value === null)
        return "–";
    return figure === "accuracy" ? value.toFixed(2) : value.toFixed(4);
}
function valueText(value, figure) {
    if (value === null)
        return "–";
    if (figure === "loss" && value.mean >= 1000)
        return value.mean.toExponential(2).replace("+", "");
    const [scale, digits] = figure === "accuracy" ? [100, 2] : [1, 4];
    const center = (scale * value.mean).toFixed(digits);
    return value.high === null ? center : `${center} ± ${(scale * (value.high - value.mean)).toFixed(digits)}`;
}
function countText({ running, runs, failures }) {
    const n = running?.n ?? 0;
    return failures === "" ? String(n) : `${n} (of ${runs}: ${failures})`;
}
function figureText({ number, name, figure, lines }, picture) {
    const title = `Figure ${number}: running training ${figure} against epoch, ${name}`;
    const counts = lines.map(({ method, points }) => `${escapeMarkdown(method)} ${points[0].n}`).join(", ");
    if (picture !== undefined)
        return `![${title}](${picture})\n\n${title}. Means over the runs that learned (n: ${counts}); bands are 95 % t intervals, thin lines single seeds.${figure === "loss" && lines.some(({ method }) => method === "standard-normal") ? " standard-normal, whose losses are in the thousands, is not drawn." : ""}`;
    const epochs = lines[0]?.points.map(({ epoch }) => epoch) ?? [];
    const shown = epochs.length <= 13 ? epochs : epochs.filter((epoch) => epoch === 1 || epoch % Math.ceil(epochs.length / 12) === 0);
    const rows = lines.map(({ method, points }) => [
        `${escapeMarkdown(method)} (n = ${points[0].n})`,
        ...shown.map((epoch) => {
            const point = points.find((one) => one.epoch === epoch);
            return point === undefined ? "–" : valueText({ ...point, high: null }, figure);
        }),
    ]);
    return `${title}\n\n${table(["epoch", ...shown.map(String)], rows)}`;
}
function gradients({ gradients: all }) {
    if (all.length === 0)
        return [];
    const depths = all[0].depths;
    const rows = all.map(({ activation, method, depths: norms, fate }) => [
        activation,
        method,
        ...norms.map(({ norm }) => normText(norm)),
        fate,
    ]);
    return [
        "## The gradient at step 0, by depth",
        `Euclidean norm of the loss's gradient by the first kernel of a multilayer perceptron, 128 units a layer, on a batch of 128 training samples; median over ${depths[0].n} seeds.`,
        table(["activation", "method", ...depths.map(({ depth }) => `depth ${depth}`), ""], rows, 2),
    ];
}
function beyond({ beyond: tables, parts }) {
    const part = parts.find(({ name }) => name === "beyond");
    if (part === undefined)
        return [];
    return [
        "## Where initialization decides",
        `The networks above have at most six layers with weights. Here multilayer perceptrons of 3 to 100 hidden layers are trained on ${part.samples.map(grouped).join(", ")} training samples of ${part.data.join(", ")} for ${part.epochs} epochs, ${part.seeds.length} ${part.seeds.length === 1 ? "seed" : "seeds"} each. Test accuracy in percent, mean of the runs that learned ± its 95 % interval; "0/n" where none of n learned.`,
        ...tables.flatMap((one) => [
            `### ${escapeMarkdown(one.activation)}, ${one.optimizer}, ${one.width} units a layer`,
            table(["method", ...one.depths.map((depth) => `depth ${depth}`)], one.rows.map(({ method, cells }) => [
                escapeMarkdown(method),
                ...cells.map(({ testAccuracy, runs, failed }) => {
                    if (runs === 0)
                        return "–";
                    if (testAccuracy === null)
                        return `0/${runs}`;
                    return `${valueText(testAccuracy, "accuracy")}${failed === 0 ? "" : ` (${runs - failed}/${runs})`}`;
                }),
            ])),
            beyondSentences(one)
                .map((text) => `- ${escapeMarkdown(text)}`)
                .join("\n"),
        ]),
    ];
}
/** "3 hold, 1 cannot be told". */
function tally(parts) {
    const kinds = ["holds", "does not hold", "cannot be told"];
    const counts = kinds.map((kind) => [kind, parts.filter(({ verdict }) => verdict === kind).length]);
    return counts.flatMap(([kind, count]) => (count === 0 ? [] : `${count}: ${kind}`)).join("; ");
}
function partList(parts) {
    return parts
        .map(({ says, verdict, evidence }) => [`- ${says} **${capital(verdict)}.**`, ...evidence.map((text) => `  - ${text}`)].join("\n"))
        .join("\n");
}
function provenanceText({ parts }, { commands, machines, dates }) {
    const runs = parts.map(({ name, finished, seconds, runtimes }) => `- ${name}: ${finished} runs, ${(seconds / 3600).toFixed(2)} hours of one thread, ${runtimes.map(escapeMarkdown).join(" and ")}`);
    return [
        `\`\`\`sh\n${commands.join("\n")}\n\`\`\``,
        runs.join("\n"),
        `Machine: ${machines.map(escapeMarkdown).join("; ") || "unknown"}. Runs began: ${dates.join(", ") || "unknown"}. Times are wall times of single-threaded processes, which may have shared the machine with other work.`,
    ].join("\n\n");
}
/** Cells are Markdown; a bar that is not escaped yet is escaped here. */
function table(head, rows, left = 1) {
    const line = (cells) => `| ${cells.map((cell) => visibleLine(cell).replace(/(?<!\\)\|/g, "\\|")).join(" | ")} |`;
    const text = head.some((title) => title === "verdict" || title === "it is" || title === "network");
    const align = head.map((_, i) => (i < left || text ? "---" : "---:"));
    return [line(head), line(align), ...rows.map(line)].join("\n");
}
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
