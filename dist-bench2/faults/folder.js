/** What a folder of results must have when all is over. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
const listed = (folder) => (existsSync(folder) ? readdirSync(folder) : []);
/** The finished cells: their files. */
export const cellsIn = (folder) => listed(join(folder, "cells")).filter(isCell);
const isCell = (name) => /^[0-9a-f]{32}\.json$/.test(name);
/** Whether a process is at a cell. */
export const isAtWork = (folder) => listed(join(folder, "claims")).some(isCell);
/** The results by their files' names, without times. */
function resultsIn(folder) {
    return new Map(cellsIn(folder).map((name) => {
        const { result, runtime } = JSON.parse(readFileSync(join(folder, "cells", name), "utf8"));
        return [name, JSON.stringify({ result, runtime }, (key, value) => (key === "seconds" ? 0 : value))];
    }));
}
/**
 * What is wrong with a folder after the last run, in sentences.
 *
 * @param whole the results of a study that nobody disturbed
 * @param runs number of runs that must be in the manifest, at least
 */
export function faultsIn(folder, whole, runs) {
    const [expected, actual] = [resultsIn(whole), resultsIn(folder)];
    const differing = [...expected].filter(([name, text]) => actual.get(name) !== text).map(([name]) => name);
    const extra = [...actual.keys()].filter((name) => !expected.has(name));
    const left = ["claims", "checkpoints"].flatMap((name) => listed(join(folder, name)).map((file) => `${name}/${file}`));
    const unfinished = ["", "cells"]
        .flatMap((name) => listed(join(folder, name)))
        .filter((name) => name.includes("-tmp"));
    const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
    const names = manifest.runs.map(({ run }) => run);
    return [
        ...(differing.length > 0 ? [`${differing.length} results are missing or differ: ${differing[0]}`] : []),
        ...(extra.length > 0 ? [`${extra.length} results are not of the study: ${extra[0]}`] : []),
        ...(left.length > 0 ? [`left over: ${left.join(", ")}`] : []),
        ...(unfinished.length > 0 ? [`unfinished files: ${unfinished.join(", ")}`] : []),
        ...(new Set(names).size < names.length ? ["a run stands twice in the manifest"] : []),
        ...(names.length < runs ? [`the manifest has ${names.length} runs of at least ${runs}`] : []),
    ];
}
