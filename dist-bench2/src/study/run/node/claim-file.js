/**
 * One claim as a file: a line of JSON that says who holds it, and a number that every renewal
 * raises. The file system's own clock says when it was last renewed, so that the clocks of machines
 * that share a folder need not agree.
 */
import { closeSync, constants, fstatSync, linkSync, openSync, readSync, renameSync, rmSync, statSync, writeSync, } from "node:fs";
import { join } from "node:path";
import { system } from "../../../files/node/system.js";
import { removeIfPossible, unfinishedName, writeWhole } from "../../../files/node/write-whole.js";
/** Bytes that are read of a claim. */
const MOST_BYTES = 8192;
/**
 * Makes a claim.
 *
 * @returns false where there is one
 * @throws Error where the disk refuses
 */
export function createClaim(file, text) {
    let descriptor;
    try {
        descriptor = openSync(file, "wx");
    }
    catch (error) {
        if (error.code === "EEXIST")
            return false;
        throw error;
    }
    try {
        writeSync(descriptor, text);
        return true;
    }
    catch (error) {
        removeIfPossible(file);
        throw error;
    }
    finally {
        closeSync(descriptor);
    }
}
/** A claim; undefined where there is none, or it cannot be read. */
export function readClaim(file) {
    return onDescriptor(file, constants.O_RDONLY, (descriptor) => {
        const [whole, changed] = [contentOf(descriptor), fstatSync(descriptor).mtimeMs];
        return { text: whole.slice(0, whole.indexOf("\n") + 1), stamp: `${changed} ${whole}`, changed };
    });
}
/**
 * Renews a claim. A disk that refuses is tried again with the next renewal.
 *
 * @param text the claim's first line
 * @returns "lost" where another process has taken the claim away
 */
export function renewClaim(file, text) {
    const outcome = onDescriptor(file, constants.O_RDWR, (descriptor) => {
        const whole = contentOf(descriptor);
        if (!whole.startsWith(text))
            return "lost";
        const times = Number(whole.slice(text.length)) + 1;
        writeSync(descriptor, `${times}\n`, Buffer.byteLength(text));
        return "renewed";
    });
    if (outcome !== undefined)
        return outcome;
    return isThere(file) ? "failed" : "lost";
}
/**
 * Removes a claim that has this first line. Of several processes that try, one can: it renames the
 * file first. Where another process made a new claim in the meantime, that one is put back.
 *
 * @returns whether the claim was removed
 */
export function takeAway(file, text) {
    if (readClaim(file)?.text !== text)
        return false;
    const aside = unfinishedName(file);
    try {
        renameSync(file, aside);
        const isIt = readClaim(aside)?.text === text;
        if (!isIt)
            linkSync(aside, file);
        rmSync(aside, { force: true });
        return isIt;
    }
    catch {
        removeIfPossible(aside);
        return false;
    }
}
/** The time of a file system, in milliseconds: that of a file which is written now. */
export function fileSystemTime(folder) {
    const probe = unfinishedName(join(folder, "time"));
    try {
        writeWhole(probe, "now\n");
        return statSync(probe).mtimeMs;
    }
    catch {
        return 0; // nothing is void where nothing can be written
    }
    finally {
        removeIfPossible(probe);
    }
}
function contentOf(descriptor) {
    const bytes = Buffer.alloc(MOST_BYTES);
    return bytes.toString("utf8", 0, readSync(descriptor, bytes, 0, MOST_BYTES, 0));
}
/** Undefined where the file cannot be opened, or the act fails. */
function onDescriptor(file, flags, act) {
    let descriptor;
    try {
        descriptor = openSync(file, flags | system.noFollow | (constants.O_NONBLOCK ?? 0));
        return act(descriptor);
    }
    catch {
        return undefined;
    }
    finally {
        if (descriptor !== undefined)
            closeSync(descriptor);
    }
}
function isThere(file) {
    try {
        return statSync(file, { throwIfNoEntry: false }) !== undefined;
    }
    catch {
        return true; // a network that is down is not a claim that is gone
    }
}
