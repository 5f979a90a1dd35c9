/** A file of weights that was written, as people read it. */
import { visibleLine } from "../../visible-text.js";
import { loaderSnippet, } from "../../weights/index.js";
import { counted, figure, grouped } from "./numbers.js";
import { renderTable } from "./table.js";
import { wrap } from "./text.js";
/**
 * The table of tensors, what became of a user's model, and lines of code that load the file.
 *
 * @param width columns of text
 * @param tableWidth columns of the table
 */
export function renderWrittenWeights(written, width, tableWidth = width) {
    const { file, fileFormat, layout, init, seed, tensors, tensorsOfFile, loading, outcome } = written;
    const snippet = loaderSnippet(fileFormat, layout, file, tensors, loading.way).replaceAll(/^/gm, "    ");
    const became = outcome === undefined ? "" : `${outcomeLine(outcome)}\n`;
    const path = visibleLine(file);
    const head = wrap(`${path}: ${init}, seed ${seed}, ${layoutWords(written)}. ${loadingWords(written)}`, width);
    const isFresh = outcome?.isFresh ?? true;
    const warning = isFresh ? "" : `\n${wrap(`${path} is not a fresh network: the messages above say why.`, width)}\n`;
    return `${renderTensors(tensors, tensorsOfFile, tableWidth)}${became}\n${head}\n\n${snippet}\n${warning}`;
}
/** Notes, one after the other. Lines of code keep their length. */
export function renderNotes(notes, width) {
    const lines = notes.flatMap((note) => note.split("\n"));
    return lines.map((line) => `${line.startsWith("    ") || width === Infinity ? line : wrap(line, width)}\n`).join("");
}
function layoutWords({ layout, model, fileFormat, outcome, isLayoutAsked }) {
    const isGuess = outcome !== undefined && layout === "pytorch" && fileFormat !== "onnx" && !isLayoutAsked;
    return `layout ${layout}${isGuess ? ` (PyTorch exported ${model})` : ""}`;
}
function loadingWords({ fileFormat, layout, model, loading }) {
    const { way, missing } = fileFormat === "onnx" ? { way: "strict", missing: [] } : loading;
    if (way === "strict")
        return "To load it:";
    if (way === "by-hand") {
        return `The names are those of ${model}, which need not be those of your ${layout} model: rename the tensors. To read them:`;
    }
    const lacks = missing.length === 0
        ? ""
        : `: ${missing.join(", ")} ${missing.length === 1 ? "keeps" : "keep"} the numbers that the module has`;
    return `It is not the whole state dictionary${lacks}. To load it into a module that was just constructed:`;
}
const outcomeLine = ({ initialized, unknown, missedKernels, ...outcome }) => [
    `${counted(initialized, "weight")} initialized`,
    ...(outcome.kept.length === 0 ? [] : [`${counted(outcome.kept.length, "tensor")} kept`]),
    ...(unknown.length === 0 ? [] : [`${counted(unknown.length, "tensor")} of unknown role kept`]),
    ...(missedKernels.length === 0 ? [] : [`${counted(missedKernels.length, "kernel")} missed`]),
].join(", ");
/** Name, shape, fans, mean and standard deviation of each tensor. */
function renderTensors(tensors, inFile, width) {
    const rows = tensors.map(({ name, shape, fanIn, fanOut, mean, std }) => [
        name,
        `[${shape.join(", ")}]`,
        fan(fanIn),
        fan(fanOut),
        figure(mean),
        figure(std),
    ]);
    const lines = renderTable([
        { title: ["tensor"], align: "left", flexible: true },
        { title: ["shape"], align: "left" },
        { title: ["fanIn"], align: "right" },
        { title: ["fanOut"], align: "right" },
        { title: ["mean"], align: "right" },
        { title: ["std"], align: "right" },
    ], rows, width);
    const total = tensors.reduce((sum, { shape }) => sum + shape.reduce((n, m) => n * m, 1), 0);
    const weights = tensors.length === inFile ? "" : `${counted(tensors.length, "weight")} of `;
    return `${lines.join("\n")}\n${grouped(total)} numbers in ${weights}${counted(inFile, "tensor")}\n`;
}
const fan = (value) => (value === undefined ? "" : String(Number(value.toPrecision(6))));
