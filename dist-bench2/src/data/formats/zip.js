/**
 * Reading zip archives that may be damaged or hostile. fflate inflates and counts the CRC-32; it
 * neither shows an entry's CRC-32 nor checks sizes and signatures, so the directory is read by
 * `zip-directory.ts`.
 */
import { Inflate, inflateSync, ZipPassThrough } from "fflate";
import { InputError } from "../../errors.js";
import { concatenate, lengthOf } from "../../graph/bytes.js";
import { viewOf } from "./byte-source.js";
import { shortened } from "./excerpt.js";
import { hasRecord, LOCAL_HEADER } from "./zip-directory.js";
/** The codec by fflate, for browsers and every other JavaScript engine. */
export const portableCodec = {
    // fflate drops what does not fit into `out`: a byte beyond `size` shows that there is more.
    inflateRaw: (packed, size) => inflateSync(packed, { out: new Uint8Array(size + 1) }),
    crc32: (bytes) => {
        const counter = new ZipPassThrough("");
        counter.ondata = () => { };
        counter.push(bytes, true);
        return counter.crc >>> 0;
    },
};
/** The compression methods that NumPy uses. */
const [STORED, DEFLATED] = [0, 8];
/** Deflate packs at most 258 bytes into two bits. */
const LARGEST_RATIO = 1032;
/**
 * Reads the content of an entry and checks its size and CRC-32. Its memory is bounded by the size
 * in the directory; a size that the packed bytes cannot fill is refused before anything is
 * allocated.
 *
 * @param source name of the file, for messages
 * @throws InputError if the content is cut short, altered, larger than promised, or packed by a
 *   method other than deflate
 */
export function readZipEntry(file, entry, source, { inflateRaw, crc32 }) {
    const fail = failure(entry, source);
    const { size } = entry;
    const { start, end } = packedPlace(file, entry, fail);
    let content = file.read(start, end);
    if (entry.method === DEFLATED) {
        try {
            content = inflateRaw(content, size);
        }
        catch (error) {
            throw fail(`its packed bytes do not give ${size} bytes (${error.message})`);
        }
    }
    if (content.length > size)
        throw fail(`it holds more than the ${size} bytes that its header promises`);
    if (content.length < size)
        throw fail(`it holds ${content.length} bytes, expected ${size}`);
    const crc = crc32(content);
    if (crc !== entry.crc) {
        throw fail(`it is altered: its CRC-32 is ${crc.toString(16)}, expected ${entry.crc.toString(16)}`);
    }
    return content;
}
/** Packed bytes that are inflated at once to see a beginning; they give at most 1 MB. */
const PIECE = 2 ** 10;
/**
 * The beginning of an entry's content, not checked by its CRC-32.
 *
 * @param size bytes that are wanted; fewer come back if there are no more
 * @throws InputError as `readZipEntry`
 */
export function readZipStart(file, entry, source, size) {
    const fail = failure(entry, source);
    const { start, end } = packedPlace(file, entry, fail);
    if (entry.method === STORED)
        return file.read(start, Math.min(end, start + size));
    const parts = [];
    const inflate = new Inflate((part) => parts.push(part));
    for (let at = start; at < end && lengthOf(parts) < size; at += PIECE) {
        try {
            inflate.push(file.read(at, Math.min(end, at + PIECE)), at + PIECE >= end);
        }
        catch (error) {
            throw fail(`its packed bytes are no deflate stream (${error.message})`);
        }
    }
    return concatenate(parts).subarray(0, size);
}
function failure({ name }, source) {
    return (problem) => new InputError(`${shortened(name)} in ${source} cannot be read: ${problem}. Save or download it again.`);
}
/** Where the packed bytes of an entry lie. Its local header repeats its name. */
function packedPlace(file, entry, fail) {
    const { offset, packedSize, size, method } = entry;
    const nameStart = offset + LOCAL_HEADER.size;
    if (nameStart > file.size)
        throw fail("its header is missing");
    const header = viewOf(file.read(offset, nameStart));
    if (!hasRecord(header, 0, LOCAL_HEADER))
        throw fail("its header is missing");
    // The local header has extra fields of its own.
    const nameEnd = nameStart + header.getUint16(26, true);
    const start = nameEnd + header.getUint16(28, true);
    if (start + packedSize > file.size)
        throw fail("it is cut short");
    const localName = new TextDecoder().decode(file.read(nameStart, nameEnd));
    if (localName !== entry.name)
        throw fail(`its own header names it ${shortened(localName)}`);
    if (method !== STORED && method !== DEFLATED) {
        throw fail(`its compression method is ${method}, expected ${STORED} (stored) or ${DEFLATED} (deflate)`);
    }
    if (method === STORED && size !== packedSize) {
        throw fail(`it holds ${packedSize} bytes, and its header promises ${size}`);
    }
    if (method === DEFLATED && size > LARGEST_RATIO * packedSize) {
        throw fail(`${packedSize} packed bytes cannot hold the ${size} bytes that its header promises`);
    }
    return { start, end: start + packedSize };
}
