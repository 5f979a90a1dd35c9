/**
 * Writes files that are made anew with every call, as a report, into a folder where other files may
 * lie. A hidden file records what was written, by its SHA-256: only such a file is replaced. What
 * somebody else put there, or changed, stays.
 */
import { createHash } from "node:crypto";
import { lstatSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../../errors.js";
import { folderReader } from "./read-within.js";
import { makeFolder, writeAtomically, writing } from "./write-whole.js";
/** The name of the record. */
export const RECORD = ".stepzero-files.json";
/** Bytes that a record may have. */
const MOST_BYTES = 64 * 2 ** 20;
/**
 * Writes files into a folder, which is made if it is not there.
 *
 * @param remedy what the user can do instead, as a sentence
 * @returns their paths
 * @throws InputError where a file of that name is not one of an earlier call, a folder on the way
 *   is a link, or the disk refuses. Then none is written
 */
export function writeFiles(files, folder, remedy) {
    const before = recordOf(folder);
    const hashes = new Map(files.map(({ path, content }) => [path, sha256(content)]));
    for (const { path } of files)
        mustBeReplaceable(folder, path, [...(before[path] ?? []), hashes.get(path)], remedy);
    const record = (of) => {
        const next = { ...before, ...Object.fromEntries(files.map(({ path }) => [path, of(path)])) };
        write(join(folder, RECORD), `${JSON.stringify(next)}\n`);
    };
    record((path) => [...(before[path] ?? []).slice(-1), hashes.get(path)]);
    const written = files.map(({ path, content }) => write(join(resolve(folder), path), content));
    record((path) => [hashes.get(path)]);
    return written;
}
function write(file, content) {
    writing(file, () => {
        makeFolder(dirname(file));
        writeAtomically(file, content);
    });
    return file;
}
/** What earlier calls wrote; nothing where the record is missing or not whole. */
function recordOf(folder) {
    const text = folderReader(folder).text([RECORD], MOST_BYTES);
    try {
        const entries = Object.entries(JSON.parse(text ?? "{}"));
        return Object.fromEntries(entries.filter(([, hashes]) => Array.isArray(hashes)));
    }
    catch {
        return {};
    }
}
function mustBeReplaceable(folder, path, expected, remedy) {
    const names = path.split("/");
    const file = join(folder, path);
    const refuse = (what) => {
        throw new InputError(`${file} ${what}, and would be replaced. ${remedy}`);
    };
    for (let depth = 1; depth < names.length; depth++) {
        const on = join(folder, ...names.slice(0, depth));
        const there = lstatSync(on, { throwIfNoEntry: false });
        if (there !== undefined && !there.isDirectory())
            throw new InputError(`${on} is not a folder. ${remedy}`);
    }
    const there = lstatSync(file, { throwIfNoEntry: false });
    if (there === undefined)
        return;
    if (!there.isFile())
        refuse(there.isSymbolicLink() ? "is a symbolic link" : "is not a file");
    const bytes = folderReader(folder).bytes(names, Number.POSITIVE_INFINITY);
    if (bytes !== undefined && !expected.includes(sha256(bytes))) {
        refuse("was not written by stepzero, or was changed since");
    }
}
const sha256 = (content) => createHash("sha256").update(content).digest("hex");
