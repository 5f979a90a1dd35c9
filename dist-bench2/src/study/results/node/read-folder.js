import { cellFile, cellReader } from "../../run/node/cell-files.js";
import { readStudy } from "../../run/node/study-file.js";
import { recordOf } from "../records.js";
/**
 * The study of a results folder with its runs so far. Files that cannot be trusted are reported and
 * count as missing.
 *
 * @throws InputError as `readStudy`
 */
export function readFolder(directory, onDamage) {
    const { study, cells } = readStudy(directory);
    const records = [];
    const missing = [];
    const runtimes = new Set();
    const readCell = cellReader(directory, study.resultsVersion);
    for (const cell of cells) {
        const stored = readCell(cell.id);
        if (typeof stored === "string")
            onDamage(`${cellFile(directory, cell.id)} is left out: ${stored}.`);
        if (stored === undefined || typeof stored === "string") {
            missing.push(cell);
            continue;
        }
        runtimes.add(stored.runtime);
        records.push(recordOf(study, cell, stored.result));
    }
    return { study, records, missing, runtimes: [...runtimes].sort() };
}
