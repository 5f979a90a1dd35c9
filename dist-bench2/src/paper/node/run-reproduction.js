/**
 * The steps of a reproduction: run its parts one after the other, measure step 0, write the
 * document. A step does nothing that a folder of results has already.
 */
import { basename, dirname, join } from "node:path";
import { dataLocation } from "../../data/node/data-location.js";
import { loadDataset } from "../../data/node/index.js";
import { makeFolder, writeAtomically, writing } from "../../files/node/write-whole.js";
import { writeFiles } from "../../files/node/written-files.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { RESULTS_VERSION } from "../../study/plan/study.js";
import { estimateStudy } from "../../study/run/node/estimate.js";
import { runStudy } from "../../study/run/node/run-study.js";
import { reproductionMarkdown } from "../markdown.js";
import { measure } from "../measure.js";
import { beyondPart, paperParts } from "../plan.js";
import { reproduce } from "../reproduction.js";
import { ELSEWHERE, keepCommand, provenanceOf } from "./provenance.js";
import { readParts } from "./read-parts.js";
import { drawFigures } from "./reproduction-figures.js";
import { MEASUREMENTS, readMeasurements } from "./stored-measurements.js";
/**
 * The studies of a reproduction, in the order in which they run.
 *
 * @throws InputError for more seeds than the budget has
 */
export function partsOf({ budget, beyond, data, seeds }) {
    const choice = { data, seeds };
    return beyond ? [beyondPart(budget, choice)] : paperParts(budget, choice);
}
/** Runs one part into its folder, and stores the command. */
export function runPart({ name, options: study }, options, hooks) {
    return runStudy(study, {
        ...hooks,
        ...runOptions(name, options),
        onEvent: (event) => {
            if (event.kind === "planned")
                keepCommand(options.out, options);
            hooks.onEvent?.(event);
        },
    });
}
function runOptions(part, { out, jobs, dataDir }) {
    return { jobs, dataDir, out: join(out, part) };
}
/**
 * Measures step 0 where the paper is reproduced, and writes the document and its data into the
 * folder of results.
 */
export async function finishReproduction(options, notice) {
    const { out } = options;
    if (!options.beyond)
        await measureOnce(options, notice);
    const reproduction = collect(out, notice);
    const data = { path: "reproduction.json", content: `${JSON.stringify(reproduction)}\n` };
    writeFiles([data, ...(await documentFiles(out, reproduction, "reproduction"))], out, ELSEWHERE);
    return reproduction;
}
/** Writes the document from the results so far; measures step 0 where no measurement is kept. */
export async function documentReproduction({ out, dataDir }, file, notice) {
    const data = readParts(out, () => { }).map(({ name }) => name);
    await measureOnce({ out, data, dataDir }, notice);
    for (const { path, content } of await documentFiles(out, collect(out, notice), basename(file, ".md"))) {
        const target = path.endsWith(".md") ? file : join(dirname(file), path);
        writing(target, () => {
            makeFolder(dirname(target));
            writeAtomically(target, content);
        });
    }
}
/** The document, and its figures in a folder of the same name beside it. */
async function documentFiles(out, reproduction, name) {
    const figures = await drawFigures(out, reproduction);
    const pathOf = (number) => `${name}/figure-${number}.svg`;
    const pictures = ({ number }) => (figures.has(number) ? pathOf(number) : undefined);
    return [
        { path: `${name}.md`, content: reproductionMarkdown(reproduction, provenanceOf(out), pictures) },
        ...[...figures].map(([number, content]) => ({ path: pathOf(number), content })),
    ];
}
/** The estimate of each part; trains nothing. */
export async function estimateReproduction(options, notice) {
    const estimates = [];
    for (const { name, options: study } of partsOf(options)) {
        const estimate = await estimateStudy(study, {
            ...runOptions(name, options),
            onEvent: (event) => {
                if (event.kind === "notice")
                    notice(event.message);
            },
        });
        estimates.push({ name, ...estimate });
    }
    return estimates;
}
/** The reproduction of a folder's results. */
function collect(out, notice) {
    return reproduce(readParts(out, notice), readMeasurements(out)?.measurements, out);
}
/**
 * Measures step 0, unless the folder has it for these data sets. Fashion-MNIST's network is
 * MNIST's.
 */
async function measureOnce({ out, data, dataDir }, notice) {
    const needed = ["mnist", "cifar10"].filter((name) => data === undefined || data.includes(name));
    const stored = readMeasurements(out);
    if (needed.every((name) => stored?.data.includes(name)))
        return;
    const names = [...new Set([...(stored?.data ?? []), ...needed])];
    const datasets = [];
    for (const name of names)
        datasets.push(await loadDataset(name, dataLocation(dataDir)));
    const { runtime } = await loadRuntime();
    const measurements = await measure(runtime, datasets, (what) => notice(`Measuring: ${what}`));
    const record = { resultsVersion: RESULTS_VERSION, data: names, measurements };
    writeFiles([{ path: MEASUREMENTS, content: `${JSON.stringify(record)}\n` }], out, ELSEWHERE);
}
