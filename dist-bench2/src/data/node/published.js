/** The published data sets: read from a folder or the cache, or downloaded into the cache. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../errors.js";
import { isFolder } from "../../files/node/regular-file.js";
import { assemble } from "../catalogue-entry.js";
import { readMembers } from "./archives.js";
import { DownloadError, download, setAside } from "./download.js";
import { DamagedFileError } from "./read-file.js";
/**
 * Loads a data set of the catalogue and verifies every byte of it.
 *
 * @throws InputError for a missing folder, a damaged file in `dataDir`, or a data set that is
 *   neither in a folder nor can be downloaded
 */
export async function loadPublished(entry, options) {
    const { dataDir, onlyDataDir = false } = options;
    if (dataDir !== undefined) {
        if (!(await isFolder(dataDir))) {
            throw new InputError(`The data folder ${dataDir} (--data-dir or STEPZERO_DATA) is not a folder.`);
        }
        const members = await readMembers(entry, join(dataDir, entry.name));
        if (members !== undefined)
            return assemble(entry, members);
        if (onlyDataDir)
            throw await notInDataDir(entry, dataDir);
    }
    return assemble(entry, await fromCache(entry, options));
}
/** The error of `onlyDataDir`, with what the folder holds. */
async function notInDataDir({ name, archives }, dataDir) {
    const folder = join(dataDir, name);
    const expected = archives.map(({ file }) => file).join(", ");
    const listings = [await listing(dataDir), ...((await isFolder(folder)) ? [await listing(folder)] : [])];
    return new InputError(`The data folder ${dataDir} (--data-dir) does not hold ${name}: looked in ${folder} for ${expected} (or the files packed in them). ${listings.join(" ")} Leave out --data-dir to use the cache or download it.`);
}
async function listing(folder) {
    const names = (await readdir(folder)).sort();
    const more = names.length > 10 ? `, … (${names.length} in all)` : "";
    return `${folder} holds ${names.length === 0 ? "nothing" : names.slice(0, 10).join(", ") + more}.`;
}
async function fromCache(entry, options) {
    const folder = join(options.cacheDir, entry.name);
    const damaged = [];
    for (;;) {
        try {
            for (const archive of entry.archives)
                await fetchArchive(entry, archive, folder, options);
            return (await readMembers(entry, folder));
        }
        catch (error) {
            if (error instanceof DownloadError)
                throw new InputError(notAvailable(entry, folder, options, damaged, error));
            // A damaged copy in the cache is downloaded again, at most once per archive.
            if (!(error instanceof DamagedFileError) || damaged.length === entry.archives.length)
                throw error;
            damaged.push(`${error.message} It was set aside as ${await setAside(error.path)}.`);
        }
    }
}
async function fetchArchive({ mirrors }, archive, folder, { fetch, onProgress, signal }) {
    const urls = mirrors.map((mirror) => mirror + archive.file);
    const { bytes, sha256, md5 } = archive;
    await download({ urls, file: join(folder, archive.file), bytes, sha256, md5, fetch, onProgress, signal });
}
/** Says where the data set was looked for, and what a user can do without a network. */
function notAvailable({ name, archives, mirrors }, folder, { dataDir }, damaged, error) {
    const places = [...(dataDir === undefined ? [] : [join(dataDir, name)]), folder].join(" nor ");
    return [
        ...damaged,
        `The data set ${name} is not in ${places}, and could not be downloaded:`,
        ...error.reasons.map((reason) => `  ${reason}`),
        "What to do: use --data glyphs (built in, needs no network), or fetch these by hand",
        ...archives.map(({ file, sha256 }) => `  ${mirrors[0]}${file} (SHA-256 ${sha256})`),
        `into DIR/${name} and give --data-dir DIR (or set STEPZERO_DATA=DIR).`,
    ];
}
