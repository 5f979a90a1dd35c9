/**
 * Opening files that have an end. A folder, a pipe or a device (`/dev/zero`) at the path of a user
 * is refused at once, instead of being waited for or read without end.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { InputError } from "../../errors.js";
import { system } from "./system.js";
/**
 * Flags of reading. Windows lacks O_NONBLOCK, without which opening a pipe waits until someone
 * writes to it.
 */
export const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/**
 * Opens a file for reading at any place.
 *
 * @param links whether a symbolic link is followed, or is no regular file
 * @throws InputError if nothing lies at the path, it is something else, or cannot be opened
 */
export function openSource(path, links = "followed") {
    const descriptor = openDescriptor(path, links);
    const status = fstatSync(descriptor);
    try {
        mustBeRegular(path, status);
    }
    catch (error) {
        closeSync(descriptor);
        throw error;
    }
    return {
        size: status.size,
        read: (from, to) => readRange(descriptor, path, from, to),
        close: () => closeSync(descriptor),
    };
}
function openDescriptor(path, links) {
    // Where `open` cannot refuse a link, and for the message where it does.
    const mustBeNoLink = () => {
        const there = links === "refused" ? lstatSync(path, { throwIfNoEntry: false }) : undefined;
        if (there?.isSymbolicLink())
            mustBeRegular(path, there);
    };
    try {
        if (system.noFollow === 0)
            mustBeNoLink();
        return openSync(path, links === "refused" ? READ_FLAGS | system.noFollow : READ_FLAGS);
    }
    catch (error) {
        if (error instanceof InputError)
            throw error;
        mustBeNoLink();
        throw cannotOpen(path, error);
    }
}
/** Most bytes that one call of the system reads. */
const MOST_AT_ONCE = 2 ** 30;
function readRange(descriptor, path, from, to) {
    const bytes = new Uint8Array(to - from);
    for (let at = 0; at < bytes.length;) {
        const count = readSome(descriptor, path, bytes, at, from + at);
        if (count === 0)
            throw new InputError(`${path} became shorter while it was read. Get the whole file again.`);
        at += count;
    }
    return bytes;
}
function readSome(descriptor, path, bytes, at, position) {
    try {
        return readSync(descriptor, bytes, at, Math.min(bytes.length - at, MOST_AT_ONCE), position);
    }
    catch (error) {
        throw cannotOpen(path, error);
    }
}
/** What the system refused, in words. */
export function cannotOpen(path, error) {
    const { code, message } = error;
    if (code === "ENOENT")
        return new InputError(`There is no file ${path} (${resolve(path)}).`);
    if (code === "ENXIO")
        return new InputError(`${path} is a socket, expected a regular file.`);
    return new InputError(`${path} cannot be read: ${message}.`);
}
/** @throws InputError for everything but a regular file, with what it is */
export function mustBeRegular(path, kind) {
    if (kind.isFile())
        return;
    if (kind.isDirectory())
        throw new InputError(`${path} is a folder, expected a file. Name the file in it.`);
    if (kind.isSymbolicLink()) {
        throw new InputError(`${path} is a symbolic link, expected a regular file. Copy what it leads to in its place.`);
    }
    const what = kind.isFIFO() ? "a pipe" : "a device";
    throw new InputError(`${path} is ${what}, expected a regular file. Save what it gives to a file first.`);
}
/** Whether a file lies at this path. */
export async function isFile(path) {
    return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
/** Whether a folder lies at this path. */
export async function isFolder(path) {
    return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
