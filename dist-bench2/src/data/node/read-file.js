/** Reading one file, plain or gzipped, up to a limit; and errors that say what is wrong with it. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { InputError } from "../../errors.js";
import { cannotOpen, mustBeRegular, READ_FLAGS } from "../../files/node/regular-file.js";
import { concatenate } from "../../graph/bytes.js";
import { decoderOf, encodingOf } from "./decode-text.js";
/** A file that is cut short, altered, or another file than expected. */
export class DamagedFileError extends InputError {
    path;
    name = "DamagedFileError";
    constructor(path, message) {
        super(message);
        this.path = path;
    }
}
/** Bytes per read. Gunzip's default of 16 kB costs more than the decompression itself. */
const CHUNK = 1 << 20;
/** Bytes of a text per read. Larger strings would wait for a full garbage collection. */
const TEXT_CHUNK = 1 << 16;
/** Deflate packs at most 1032 bytes into one (RFC 1951: 258 bytes into two bits). */
const LARGEST_RATIO = 1032;
/** Bytes from which on a header is whole: IDX allows 255 axes of four bytes. */
const LONGEST_HEADER = 1024;
/**
 * Reads a whole file.
 *
 * @throws DamagedFileError if the file cannot be decompressed, is longer than `atMost`, or has
 *   other bytes than it promises
 * @throws InputError if the file cannot be read, or is no regular file
 */
export async function readFileBytes(path, options = {}) {
    const { gzip = false, sha256 } = options;
    const handle = await openRegular(path);
    try {
        return gzip ? await readPacked(handle, options) : await readPlain(handle, options);
    }
    catch (error) {
        throw await readingError(path, error, sha256);
    }
    finally {
        await handle.close();
    }
}
/** Opens a regular file, links followed. */
async function openRegular(path) {
    const handle = await open(path, READ_FLAGS).catch((error) => {
        throw cannotOpen(path, error);
    });
    try {
        mustBeRegular(path, await handle.stat());
        return handle;
    }
    catch (error) {
        await handle.close();
        throw error;
    }
}
async function readPlain(handle, { atMost = 2 ** 32, promised }) {
    const { size } = await handle.stat();
    if (size > atMost)
        throw new Error(`it has ${size} bytes, expected at most ${atMost}`);
    const start = new Uint8Array(Math.min(size, CHUNK));
    await fill(handle, start, 0);
    const promise = promised?.(start) ?? size;
    if (promise !== size)
        throw new Error(`it has ${size} bytes, and its header promises ${promise}`);
    const bytes = allocate(size);
    bytes.set(start);
    await fill(handle, bytes, start.length);
    return bytes;
}
/** Fills `bytes` from `at` on with the bytes of the file at the same places. */
async function fill(handle, bytes, at) {
    while (at < bytes.length) {
        const { bytesRead } = await handle.read(bytes, at, Math.min(bytes.length - at, 2 ** 30), at);
        if (bytesRead === 0)
            throw new Error(`it became shorter while it was read`);
        at += bytesRead;
    }
}
async function readPacked(handle, { atMost = 2 ** 32, promised }) {
    const { size } = await handle.stat();
    const chunks = [];
    let length = 0;
    let [limit, what] = [atMost, `more than the expected ${atMost} bytes`];
    let isJudged = promised === undefined;
    for await (const chunk of unpacked(handle, size)) {
        chunks.push(chunk);
        length += chunk.length;
        if (!isJudged && length >= LONGEST_HEADER) {
            isJudged = true;
            const promise = promised?.(concatenate(chunks)) ?? atMost;
            if (promise > LARGEST_RATIO * size && promise !== atMost) {
                throw new Error(`its ${size} packed bytes cannot hold the ${promise} bytes that its header promises`);
            }
            if (promise < limit)
                [limit, what] = [promise, `more than the ${promise} bytes that its header promises`];
        }
        if (length > limit)
            throw new Error(`it holds ${what}`);
    }
    return concatenate(chunks);
}
function allocate(size) {
    try {
        return new Uint8Array(size);
    }
    catch {
        throw new Error(`it has ${size} bytes, more than this process can hold`);
    }
}
/** The file's bytes decompressed; what follows the last gzip member is an error (RFC 1952, 2.2). */
async function* unpacked(handle, size) {
    const gunzip = createGunzip({ chunkSize: CHUNK });
    const file = handle.createReadStream({ highWaterMark: CHUNK, autoClose: false, start: 0 });
    file.on("error", (error) => gunzip.destroy(error));
    try {
        yield* file.pipe(gunzip);
        const rest = size - gunzip.bytesWritten;
        if (rest > 0)
            throw new Error(`${rest} bytes follow the end of its gzip data`);
    }
    finally {
        file.destroy();
    }
}
/** Opens a file as a stream of its (decompressed) bytes. */
export async function* openFile(path, gzip) {
    const handle = await openRegular(path);
    try {
        const { size } = await handle.stat();
        if (gzip)
            yield* unpacked(handle, size);
        else
            yield* handle.createReadStream({ highWaterMark: CHUNK, autoClose: false });
    }
    finally {
        await handle.close();
    }
}
/**
 * Reads a text in pieces.
 *
 * @param encoding UTF-16 where a byte order mark says so, else UTF-8, if it is left out
 * @throws InputError if the file cannot be read, or has another encoding
 */
export async function* readText(path, encoding) {
    let position = 0;
    let decode;
    const handle = await openRegular(path);
    try {
        const buffer = new Uint8Array(TEXT_CHUNK); // one for all pieces
        for (;;) {
            const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
            if (bytesRead === 0)
                break;
            const bytes = buffer.subarray(0, bytesRead);
            decode ??= decoderOf(path, encoding ?? encodingOf(bytes));
            yield decode(bytes, position);
            position += bytesRead;
        }
        if (decode !== undefined)
            yield decode(undefined, position);
    }
    catch (error) {
        throw await readingError(path, error);
    }
    finally {
        await handle.close();
    }
}
/** SHA-256 of bytes, in hexadecimal digits, without a copy of them. */
export function sha256OfBytes(bytes) {
    const hash = createHash("sha256");
    for (let at = 0; at < bytes.length; at += 2 ** 30)
        hash.update(bytes.subarray(at, at + 2 ** 30));
    return hash.digest("hex");
}
/** Counts SHA-256 and MD5 of a file without holding it in memory. */
export async function fileChecksums(path) {
    const [sha256, md5] = [createHash("sha256"), createHash("md5")];
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
        sha256.update(chunk);
        md5.update(chunk);
    }
    return { sha256: sha256.digest("hex"), md5: md5.digest("hex") };
}
/**
 * Turns what a reading stream threw into an error for users: the file cannot be read, or is
 * damaged.
 *
 * @param published SHA-256 of the published file
 */
export async function readingError(path, error, published) {
    if (error instanceof InputError)
        return error;
    const { code, message } = error;
    if (code !== undefined && /^E[A-Z]+$/.test(code))
        return new InputError(`Cannot read ${path}: ${message}.`);
    const checksums = async () => {
        const { sha256 } = await fileChecksums(path).catch(() => ({ sha256: "unreadable" }));
        return ` (its SHA-256 is ${sha256}, that of the published file ${published})`;
    };
    return new DamagedFileError(path, `${path} is cut short or altered: ${message}${published === undefined ? "" : await checksums()}. Get the whole file again.`);
}
