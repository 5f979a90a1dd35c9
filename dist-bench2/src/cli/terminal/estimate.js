import { counted, duration, grouped } from "./numbers.js";
import { renderTable } from "./table.js";
import { wrap } from "./text.js";
/** Rows of a table that can be read. */
const MOST_ROWS = 100;
/** Runs, time and disk of one study. */
export function renderEstimate(estimate, { width, tableWidth = width, hasFolder }) {
    const { cells, left, problems } = estimate;
    const rest = left < cells ? `, ${grouped(left)} of them still to run here` : "";
    const comparesRecipes = problems.some(({ recipe }) => recipe !== undefined);
    const columns = [
        { title: ["data"], align: "left", flexible: true },
        { title: ["model"], align: "left", flexible: true },
        ...(comparesRecipes ? [{ title: ["recipe"], align: "left", flexible: true }] : []),
        { title: ["runs"], align: "right" },
        { title: ["one run"], align: "right" },
        { title: ["step"], align: "right" },
    ];
    const rows = problems
        .slice(0, MOST_ROWS)
        .map((problem) => [
        problem.data,
        problem.model,
        ...(comparesRecipes ? [problem.recipe ?? "–"] : []),
        grouped(problem.cells),
        problem.seconds === null ? (problem.reason ?? "–") : about(problem.seconds),
        problem.stepSeconds === null ? "–" : `${(1000 * problem.stepSeconds).toPrecision(3)} ms`,
    ]);
    const more = problems.length - MOST_ROWS;
    const table = [
        ...renderTable(columns, rows, tableWidth),
        ...(more > 0 ? [`And ${grouped(more)} more; --json has all.`] : []),
    ];
    const notes = [timeOf(estimate), diskOf(estimate.bytes, hasFolder)].map((text) => wrap(text, width));
    return `${[`${counted(cells, "run")}${rest}`, "", ...table, "", ...notes].join("\n")}\n`;
}
/**
 * All parts of a reproduction together, which run one after the other.
 *
 * @param closing what follows the last run, as a clause
 */
export function renderTotal(parts, closing, width) {
    const sum = (of) => parts.reduce((total, part) => total + of(part), 0);
    const runs = `In all: ${counted(sum(({ left }) => left), "run")} to go`;
    const time = parts.some((part) => part.seconds === null)
        ? "their time could not be measured for every problem"
        : `about ${about(sum((part) => part.seconds))}`;
    const bytes = {
        results: sum((part) => part.bytes.results),
        report: sum((part) => part.bytes.report),
        checkpoints: Math.max(...parts.map((part) => part.bytes.checkpoints)),
    };
    const lines = [`${runs}, ${time}; then ${closing}.`, diskOf(bytes, true)];
    return `${lines.map((text) => wrap(text, width)).join("\n")}\n`;
}
function timeOf({ left, jobs, replicas, seconds, startSeconds, reportSeconds }) {
    if (seconds === null)
        return "The time could not be measured for every problem.";
    const report = reportSeconds === 0 ? "" : ` and the report (${about(reportSeconds)})`;
    const included = `This includes start-up (${about(startSeconds)})${report}`;
    if (left === 0)
        return `About ${about(seconds)}: nothing is left to train. ${included}.`;
    const processes = `${jobs} process${jobs === 1 ? "" : "es"}`;
    const together = replicas === 1 ? "" : ` of up to ${replicas} runs at once, each with its share of a step`;
    const time = `About ${about(seconds)} with ${processes}${together}, from a few timed steps.`;
    return `${time} ${included}, but not the passes of data-driven initializers.`;
}
function diskOf({ results, report, checkpoints }, hasFolder) {
    const temporary = `up to ${size(checkpoints)} of checkpoints while it runs`;
    if (!hasFolder) {
        return `Disk: ${size(results)} of results and ${temporary}, in a temporary folder: nothing stays without --out.`;
    }
    return `Disk: ${size(results)} of results${report === 0 ? "" : ` and ${size(report)} of report`}, ${temporary}.`;
}
/** Under a minute in seconds, with the two digits that a measurement can tell. */
function about(seconds) {
    if (seconds >= 59.5)
        return duration(seconds);
    return seconds < 0.095 ? `${Math.max(0.01, seconds).toFixed(2)} s` : `${Number(seconds.toPrecision(2))} s`;
}
/** In powers of 1000, as disks are sold. */
function size(bytes) {
    if (bytes < 1e6)
        return `${Math.ceil(bytes / 1000)} kB`;
    return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
