/**
 * The archives of published data sets: reading them from a folder, within limits, and verifying
 * them.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { Readable } from "node:stream";
import { unpackTar } from "modern-tar";
import { InputError } from "../../errors.js";
import { isFile } from "../../files/node/regular-file.js";
import { DamagedFileError, openFile, readFileBytes, readingError } from "./read-file.js";
/**
 * Reads the files of a data set from a folder: each archive, or the files that it holds, already
 * decompressed. Those of a tar may also lie in a subfolder `cifar-10-batches-bin`. The SHA-256 of
 * every decompressed file is checked.
 *
 * @returns undefined if the folder has none of the files
 * @throws DamagedFileError if a file is not the published one
 * @throws InputError if some files are missing
 */
export async function readMembers(entry, folder) {
    const readers = await Promise.all(entry.archives.map((archive) => findReader(archive, folder)));
    if (readers.every((read) => read === undefined))
        return undefined;
    const members = new Map();
    for (const [i, read] of readers.entries()) {
        if (read === undefined) {
            const { file } = entry.archives[i];
            throw new InputError(`${folder} has files of ${entry.name} but not ${file} (nor the files packed in it).`);
        }
        for (const [name, bytes] of await read())
            members.set(name, bytes);
    }
    return members;
}
/**
 * Reads one archive and verifies its files.
 *
 * @throws DamagedFileError if the archive or a file in it is not the published one
 */
export async function readArchive(archive, path) {
    const members = archive.packing === "gzip" ? await readGzip(archive, path) : await readTar(archive, path);
    for (const member of archive.members)
        verify(path, member, members.get(member.name));
    return members;
}
/** A function that reads the verified files of an archive, or undefined if `folder` lacks them. */
async function findReader(archive, folder) {
    for (const place of [folder, join(folder, "cifar-10-batches-bin")]) {
        const paths = archive.members.map((member) => join(place, member.name));
        if (!(await Promise.all(paths.map(isFile))).every(Boolean))
            continue;
        return async () => {
            const members = new Map();
            for (const [i, member] of archive.members.entries()) {
                const bytes = await readFileBytes(paths[i], { atMost: member.bytes });
                verify(paths[i], member, bytes);
                members.set(member.name, bytes);
            }
            return members;
        };
    }
    const path = join(folder, archive.file);
    return (await isFile(path)) ? () => readArchive(archive, path) : undefined;
}
async function readGzip(archive, path) {
    const member = archive.members[0];
    return new Map([
        [member.name, await readFileBytes(path, { gzip: true, atMost: member.bytes, sha256: archive.sha256 })],
    ]);
}
async function readTar(archive, path) {
    const sizes = new Map(archive.members.map((member) => [member.name, member.bytes]));
    const baseName = (name) => name.slice(name.lastIndexOf("/") + 1);
    // Headers and padding are a few kilobytes. Far more means a file that is made to fill the memory.
    const most = archive.members.reduce((sum, member) => sum + member.bytes, 0) + (1 << 20);
    const source = Readable.from(bounded(openFile(path, true), most));
    try {
        const entries = await unpackTar(Readable.toWeb(source), {
            strict: true,
            filter: ({ name, size }) => sizes.get(baseName(name)) === size,
        });
        return new Map(entries.flatMap(({ header, data }) => (data ? [[baseName(header.name), data]] : [])));
    }
    catch (error) {
        throw await readingError(path, error, archive.sha256);
    }
}
/** The chunks of a file that holds at most this many bytes. */
async function* bounded(chunks, most) {
    let room = most;
    for await (const chunk of chunks) {
        room -= chunk.length;
        if (room < 0)
            throw new Error("it holds more than its members");
        yield chunk;
    }
}
function verify(path, member, bytes) {
    if (bytes === undefined)
        throw new DamagedFileError(path, `${path} has no file ${member.name} of ${member.bytes} bytes.`);
    const actual = createHash("sha256").update(bytes).digest("hex");
    if (actual === member.sha256)
        return;
    const what = path.endsWith(member.name) ? path : `${member.name} in ${path}`;
    throw new DamagedFileError(path, `${what} is not the published file: ${bytes.length} bytes with SHA-256 ${actual}, expected ${member.bytes} bytes with SHA-256 ${member.sha256}.`);
}
