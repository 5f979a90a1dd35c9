/** Writing a file that is either whole or not there. */
import { existsSync, linkSync, renameSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InputError } from "../errors.js";
import { removeIfPossible, unfinishedName, writeWhole } from "../files/node/write-whole.js";
/** @throws InputError where the file exists already and is not to be replaced */
export function refuseExisting(path, force) {
    if (!force && existsSync(path))
        throw new InputError(`${path} exists; --force replaces it.`);
}
/**
 * Temporary file beside it → onto the disk → its name.
 *
 * @param force replace what is there
 * @throws InputError where the disk does not take it, or the file exists and is not to be replaced
 */
export function writeFileAtomically(path, bytes, force) {
    const temporary = unfinishedName(path);
    try {
        writeWhole(temporary, bytes);
        if (force)
            renameSync(temporary, path);
        else
            nameNew(temporary, path);
    }
    catch (error) {
        const { code, message } = error;
        if (code === "EEXIST")
            throw new InputError(`${path} exists; --force replaces it.`);
        if (code === undefined)
            throw error;
        if (code === "ENOENT")
            throw new InputError(`${path} cannot be written: there is no folder ${dirname(resolve(path))}.`);
        throw new InputError(`${path} cannot be written: ${message}.`);
    }
    finally {
        removeIfPossible(temporary);
    }
}
/**
 * Gives the file a name that must be free. A link, unlike a rename, fails where somebody was
 * quicker.
 */
function nameNew(temporary, path) {
    try {
        linkSync(temporary, path);
    }
    catch (error) {
        // Some file systems have no links.
        if (error.code === "EEXIST" || existsSync(path))
            throw error;
        renameSync(temporary, path);
    }
}
