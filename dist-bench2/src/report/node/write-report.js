/** Writes reports: reads results, draws with linkedom, writes files. */
import { existsSync, statSync } from "node:fs";
import { parseHTML } from "linkedom";
import { InputError } from "../../errors.js";
import { readText } from "../../files/node/whole-text.js";
import { writeFiles } from "../../files/node/written-files.js";
import { messageOf, parseJson } from "../../plain-data.js";
import { readFolder } from "../../study/results/node/read-folder.js";
import { analyse } from "../../study/results/outcome.js";
import { readManifest } from "../../study/run/node/manifest.js";
import { tensorboardFiles } from "../exports/tensorboard.js";
import { renderReport } from "../render-report.js";
import { loadFormats } from "./figures/formats.js";
/** Most bytes of a file that `compare --json` printed: 400,000 runs. A string holds no more. */
const MOST_BYTES = 500_000_000;
const REMEDY = "Give the folder of a compare --out, or a file with what compare --json printed.";
const ELSEWHERE = "Move it away, or write the report into another folder: stepzero report RESULTS --out DIR.";
/**
 * Writes the report of a results folder, or of a file that `compare --json` printed.
 *
 * @param results folder or file; of results version 3 and before, too
 * @returns paths of the files written, report.html first
 * @throws InputError where there are no results, a file of the report's name is not one of an
 *   earlier report, or the disk does not take the files
 * @example
 * import { runStudy, writeReport } from "stepzero/node";
 *
 * await runStudy({ inits: ["he", "zero"], seeds: 2, epochs: 1, limit: 256 }, { out: "results" });
 * const [page] = await writeReport("results"); // and results/figures/…, results/data/…
 * console.log(page); // …/results/report.html
 */
export async function writeReport(results, options = {}) {
    const input = await readReportInput(results, options.onDamage);
    const out = options.out ?? (statSync(results).isDirectory() ? results : `${results.replace(/\.json$/, "")}-report`);
    const { document } = parseHTML("<!doctype html><html><body></body></html>");
    const formats = await loadFormats(options.figures ?? ["svg"], options.onNotice ?? (() => { }));
    const written = writeFiles(renderReport(input, { document, formats }), out, ELSEWHERE);
    if (options.tensorboard === undefined)
        return written;
    const started = Date.parse(input.provenance.runs[0]?.started ?? "") / 1000;
    const events = tensorboardFiles(input.outcome, Number.isFinite(started) ? started : 0);
    return [...written, ...writeFiles(events, options.tensorboard, ELSEWHERE)];
}
/**
 * Reads the input of a report.
 *
 * @param results folder or file
 * @param onDamage called with a sentence for every damaged file that is not used
 * @throws InputError where there are no results, or they are not stepzero's
 */
export async function readReportInput(results, onDamage = () => { }) {
    if (!existsSync(results)) {
        throw new InputError(`${results} does not exist. ${REMEDY}`);
    }
    if (!statSync(results).isDirectory()) {
        return { outcome: await readOutputFile(results), provenance: { runs: [], damage: [] } };
    }
    const damage = [];
    const note = (message) => {
        damage.push(message);
        onDamage(message);
    };
    const { study, records, runtimes } = readFolder(results, note);
    const manifest = readManifest(results);
    if (manifest.damage !== undefined)
        note(manifest.damage);
    return { outcome: analyse(study, records, { runtimes }), provenance: { runs: manifest.runs, damage } };
}
async function readOutputFile(file) {
    const { readOutput } = await import("../../study/results/read-output.js");
    const text = readText(file, MOST_BYTES, REMEDY);
    let value;
    try {
        value = parseJson(text, file);
    }
    catch (error) {
        throw new InputError(`${messageOf(error)} ${REMEDY}`);
    }
    return readOutput(value, file);
}
