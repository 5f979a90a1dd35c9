/** The provenance of the figures: all facts for running the study again. */
import { grouped } from "../../study/results/figure-text.js";
import { secondsOf } from "../../study/results/figures.js";
import { commandOf } from "../command.js";
import { html } from "../html.js";
/** A list of terms with their values. */
export function provenanceList(outcome, { runs: starts }) {
    const { study, stepzero, runtimes, problems } = outcome;
    const runs = problems.flatMap((problem) => problem.runs);
    const machines = new Set(starts.flatMap(({ machine }) => (machine === undefined ? [] : machineText(machine))));
    const started = starts.flatMap((run) => run.started ?? []);
    const rows = [
        ["command", html `<code>${commandOf(outcome)}</code>`],
        ["stepzero", `${stepzero}, results version ${study.resultsVersion}`],
        ["runtime", runtimes.join("; ") || "not recorded"],
        ...(machines.size > 0 ? [["machine", [...machines].join("; ")]] : []),
        ...(started.length > 0 ? [["started", shortList(started)]] : []),
        ["training time", `${duration(secondsOf(runs))} in all runs together, evaluation included`],
        ["runs", `${runs.length} of ${study.problems.length * study.methods.length * study.seeds.length}`],
        ["seeds", shortList(study.seeds.map(String))],
        [
            "seed varies",
            {
                all: "initial weights, batch order, dropout and augmentation",
                init: "initial weights only",
                order: "batch order, dropout and augmentation only",
            }[study.vary],
        ],
        ...study.data.map((data) => [
            `data: ${data.name}`,
            html `[${data.shape.join(", ")}], ${data.classes} classes, ${grouped(data.trainSamples)} training${study.limit !== undefined && ` (${grouped(study.limit)} used)`} and ${grouped(data.testSamples)} test samples${study.validation !== undefined && `, ${grouped(study.validation)} held out for validation`}; SHA-256 <code>${data.checksum}</code>${data.notes?.map((note) => html `<br>${note}`)}`,
        ]),
        ...study.models.map(({ label, recipe, file }) => [
            `network: ${label}`,
            html `${file !== undefined && html `<code>${file.path}</code>, SHA-256 <code>${file.sha256}</code>; `}<code>${JSON.stringify(recipe)}</code>`,
        ]),
        ...study.methods.flatMap(({ label, recipe }) => Object.keys(recipe).length === 0
            ? []
            : [[`recipe of ${label}`, html `<code>${JSON.stringify(recipe)}</code>`]]),
    ];
    return html `<dl>${rows.map(([term, text]) => html `<dt>${term}</dt><dd>${text}</dd>
`)}</dl>`;
}
function machineText({ processor, cores, platform, node }) {
    const parts = [processor, cores === undefined ? undefined : `${cores} cores`, platform, node && `Node ${node}`];
    return parts.filter((part) => part !== undefined).join(", ");
}
/** "0, 1, 2"; of many the first and the last. */
function shortList(items) {
    return items.length > 8 ? `${items.slice(0, 3).join(", ")}, …, ${items.at(-1)} (${items.length})` : items.join(", ");
}
/** 4000 → "66.7 min". */
export function duration(seconds) {
    if (seconds < 100)
        return `${seconds.toFixed(1)} s`;
    if (seconds < 5400)
        return `${(seconds / 60).toFixed(1)} min`;
    return `${(seconds / 3600).toFixed(1)} h`;
}
