/**
 * Reads files of a folder that somebody else may have made, as a downloaded one. What it names
 * stays within it: no symbolic link is followed, nothing but regular files is opened, and no file
 * is read that is larger than the reader expects.
 */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../errors.js";
import { openSource } from "./regular-file.js";
/**
 * A reader of a folder. The folder itself may be a link: the user has named it.
 *
 * @param folder path of the folder
 */
export function folderReader(folder) {
    // Folders that were looked at, so that a folder of 200,000 files is looked at once.
    const folders = new Set();
    const isFolder = (path) => {
        if (folders.has(path))
            return true;
        const there = lstatSync(path, { throwIfNoEntry: false });
        if (there === undefined)
            return false;
        if (!there.isDirectory()) {
            const kind = there.isSymbolicLink() ? "a symbolic link" : "a file";
            throw new InputError(`${path} is ${kind}, expected a folder. Copy what belongs there in its place.`);
        }
        folders.add(path);
        return true;
    };
    const bytes = (names, most) => {
        for (const name of names) {
            if (/[/\\\0]|^\.{0,2}$/.test(name))
                throw new InputError(`${JSON.stringify(name)} is not a name of a file.`);
        }
        let path = folder;
        for (const name of names.slice(0, -1)) {
            path = join(path, name);
            if (!isFolder(path))
                return undefined;
        }
        return readRegular(join(path, names.at(-1)), most);
    };
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    return {
        bytes,
        text(names, most) {
            const read = bytes(names, most);
            return read && decoder.decode(read);
        },
    };
}
/**
 * The bytes of a regular file that is no link; undefined where there is none.
 *
 * @throws InputError as `FolderReader.read`
 */
export function readRegular(file, most) {
    if (isMissing(file))
        return undefined;
    const { size, read, close } = openSource(file, "refused");
    try {
        if (size > most)
            throw new InputError(`${file} has ${size} bytes; a file of this kind has at most ${most}.`);
        return read(0, size);
    }
    finally {
        close();
    }
}
/** Where the system does not tell, opening the file says why. */
function isMissing(file) {
    try {
        return lstatSync(file, { throwIfNoEntry: false }) === undefined;
    }
    catch {
        return false;
    }
}
