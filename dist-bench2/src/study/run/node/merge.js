/** Joins several results folders of one study. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { InputError } from "../../../errors.js";
import { mustRunAgain } from "../planners.js";
import { cellReader } from "./cell-files.js";
import { openFolderStore } from "./folder-store.js";
import { readManifest } from "./manifest.js";
import { usableFormats } from "./signed-json.js";
import { readStudy } from "./study-file.js";
/**
 * Copies the results of each folder into `out`. What `out` has already stays, and a crashed run
 * gives way to a finished one.
 *
 * @param onNotice called for files that are left out, and for runs whose figures differ between
 *   folders
 * @throws InputError where a folder has no study, another study than the first, or results of
 *   another version
 */
export async function mergeFolders(folders, out, onNotice) {
    const parts = folders.map((folder) => ({ folder, ...readStudy(folder) }));
    const first = parts[0];
    const before = existsSync(join(out, "study.json")) ? [{ folder: out, ...readStudy(out) }] : [];
    const ids = (cells) => cells.map(({ id }) => id).join();
    for (const { folder, format, cells } of [...parts, ...before]) {
        if (!usableFormats.includes(format)) {
            throw new InputError(`${folder} holds results of an older version of stepzero; merge them with that version.`);
        }
        if (ids(cells) !== ids(first.cells)) {
            throw new InputError(`${folder} and ${first.folder} are not parts of the same study: their runs differ. Join only what one study file or command was sharded into.`);
        }
    }
    const store = openFolderStore(out, onNotice);
    store.keepStudy(first);
    let copied = 0;
    for (const { folder, cells } of parts.filter(({ folder }) => resolve(folder) !== resolve(out))) {
        const readCell = cellReader(folder);
        for (const { id } of cells) {
            const stored = readCell(id);
            if (stored === undefined)
                continue;
            if (typeof stored === "string") {
                onNotice(`${folder}/cells/${id}.json is left out: ${stored}.`);
                continue;
            }
            const there = await store.read(id);
            if (there === undefined || (mustRunAgain(there.result) && !mustRunAgain(stored.result))) {
                await store.save(stored);
                copied++;
            }
            else if (figures(there.result) !== figures(stored.result)) {
                onNotice(`${id} has other figures in ${folder} than before, as on another kind of processor; the first figures stay.`);
            }
        }
        const { runs, damage } = readManifest(folder);
        if (damage !== undefined)
            onNotice(damage);
        await store.record(runs);
    }
    return { copied };
}
/** A result without times. */
function figures(result) {
    return JSON.stringify(result, (key, value) => (key === "seconds" ? undefined : value));
}
