/** Writes files that are either whole or not there, and says in words why one cannot be written. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync, } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../../errors.js";
import { tagOf, thisProcess, whetherTagRuns } from "./process-identity.js";
import { system } from "./system.js";
/** The end of the name of a file that is being written, with the tag of the process that writes. */
const UNFINISHED = /\.([0-9a-f]{8}-\d+-\d+)\.stepzero-tmp$/;
/** Milliseconds after which an unfinished file counts as abandoned where its process is unseen. */
const ABANDONED_AFTER = 3_600_000;
/**
 * As `mkdir -p`. (Node's own `recursive` never returns where the parent exists and refuses with
 * ENOENT, as /proc does.)
 */
export function makeFolder(path) {
    const isThere = () => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    if (isThere())
        return;
    if (!existsSync(path))
        makeFolder(dirname(path));
    try {
        mkdirSync(path);
    }
    catch (error) {
        // Another process may have been quicker.
        if (!isThere())
            throw error;
    }
}
/** The name that a file has until it is whole. */
export const unfinishedName = (file) => `${file}.${tagOf(thisProcess())}.stepzero-tmp`;
/** Whether a name is that of a file which some process is writing, or wrote when it ended. */
export const isUnfinished = (name) => UNFINISHED.test(name);
/**
 * Removes the unfinished files of processes that ended. All other files stay, whatever their names
 * end in.
 */
export function removeAbandoned(folder) {
    for (const name of readdirSync(folder)) {
        const tag = UNFINISHED.exec(name)?.[1];
        if (tag !== undefined && isAbandoned(join(folder, name), tag))
            rmSync(join(folder, name), { force: true });
    }
}
function isAbandoned(file, tag) {
    const life = whetherTagRuns(tag);
    if (life !== "unknown")
        return life === "gone";
    const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    return written !== undefined && Date.now() - written > ABANDONED_AFTER;
}
/**
 * Writes a temporary file beside the file, flushes it to the disk, renames it and flushes the
 * folder. A symbolic link with the file's name is replaced, not followed.
 */
export function writeAtomically(file, contents) {
    const temporary = unfinishedName(file);
    try {
        writeWhole(temporary, contents);
        renameSync(temporary, file);
    }
    catch (error) {
        removeIfPossible(temporary);
        throw error;
    }
    flushFolder(dirname(file));
}
/** Writes a new file and flushes it to the disk. */
export function writeWhole(file, contents) {
    const descriptor = openNew(file);
    try {
        const bytes = typeof contents === "string" ? Buffer.from(contents) : contents;
        for (let at = 0; at < bytes.length;)
            at += writeSync(descriptor, bytes, at);
        fsyncSync(descriptor);
    }
    finally {
        closeSync(descriptor);
    }
}
/** Opens a file that is not there yet; what an earlier failure of this process left is removed. */
function openNew(file) {
    try {
        return openSync(file, "wx");
    }
    catch (error) {
        if (error.code !== "EEXIST")
            throw error;
        rmSync(file);
        return openSync(file, "wx");
    }
}
/** Removes a file; a file system that refuses (read-only, gone) keeps it. */
export function removeIfPossible(file) {
    try {
        rmSync(file, { force: true });
    }
    catch {
        return;
    }
}
/**
 * Flushes a folder to the disk. Windows and some network file systems cannot; a renamed file is
 * then as durable as they make it.
 */
function flushFolder(folder) {
    if (!system.flushesFolders)
        return;
    try {
        const descriptor = openSync(folder, "r");
        try {
            fsyncSync(descriptor);
        }
        finally {
            closeSync(descriptor);
        }
    }
    catch {
        return;
    }
}
/**
 * Runs an act that writes a path.
 *
 * @throws InputError where the system refuses: which path, and why
 */
export function writing(path, act) {
    try {
        return act();
    }
    catch (error) {
        const { code, message } = error;
        if (code === undefined || error instanceof InputError)
            throw error;
        throw new InputError(`Results cannot be written to ${path}: ${message}.${remedies[code] ?? ""}`);
    }
}
const remedies = {
    ENOSPC: " Free some space and give the same command again: what was finished is kept.",
    EDQUOT: " Free some of your quota and give the same command again: what was finished is kept.",
    EROFS: " Make the disk writable again and give the same command again, or choose another --out.",
    EACCES: " Change its permissions, or choose another --out.",
    EIO: " The disk fails; copy what is there, and choose another --out.",
};
