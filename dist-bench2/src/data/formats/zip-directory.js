/**
 * The directory of a zip archive that may be damaged or hostile (PKWARE, "APPNOTE.TXT: .ZIP File
 * Format Specification" 6.3, sections 4.3 to 4.5).
 */
import { InputError } from "../../errors.js";
import { viewOf } from "./byte-source.js";
import { shortened } from "./excerpt.js";
const END_RECORD = { signature: 0x06054b50, size: 22 };
const ZIP64_LOCATOR = { signature: 0x07064b50, size: 20 };
const ZIP64_END_RECORD = { signature: 0x06064b50, size: 56 };
const DIRECTORY_ENTRY = { signature: 0x02014b50, size: 46 };
export const LOCAL_HEADER = { signature: 0x04034b50, size: 30 };
/** Id of the extra field that holds 64-bit sizes. */
const ZIP64_EXTRA = 1;
/** The 32-bit value that means "see the 64-bit field". */
const SEE_ZIP64 = 0xffffffff;
/** Largest directory in bytes; one of 100,000 arrays has about six megabytes. */
const LARGEST_DIRECTORY = 2 ** 26;
/**
 * Reads the directory, which is at the end of the archive.
 *
 * @param source name of the file, for messages
 * @throws InputError if the directory is missing or damaged, an entry is encrypted, two have one
 *   name or bytes in common, or bytes follow the archive
 */
export function readZipDirectory(file, source) {
    const fail = (problem) => new InputError(`${source} is not a whole .npz (zip) file: ${problem}. Save or download it again.`);
    const { count, start, size } = directoryPlace(file, fail);
    const bytes = file.read(start, start + size);
    const view = viewOf(bytes);
    const entries = [];
    const names = new Set();
    let at = 0;
    while (entries.length < count) {
        const damaged = `its directory is damaged at entry ${entries.length}`;
        if (!hasRecord(view, at, DIRECTORY_ENTRY))
            throw fail(damaged);
        const extra = at + DIRECTORY_ENTRY.size + view.getUint16(at + 28, true);
        const comment = extra + view.getUint16(at + 30, true);
        const next = comment + view.getUint16(at + 32, true);
        if (next > size)
            throw fail(damaged);
        const name = new TextDecoder().decode(bytes.subarray(at + DIRECTORY_ENTRY.size, extra));
        if ((view.getUint16(at + 8, true) & 1) !== 0)
            throw fail(`${shortened(name)} is encrypted`);
        if (names.has(name))
            throw fail(`it has two entries named ${shortened(name)}`);
        names.add(name);
        const large = entrySizes(view, at, extra, comment);
        if (large === undefined)
            throw fail(`the 64-bit sizes of ${shortened(name)} are missing`);
        entries.push({ name, method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true), ...large });
        at = next;
    }
    if (at !== size)
        throw fail(`its directory has ${size} bytes, and its ${count} entries ${at}`);
    checkApart(entries, start, fail);
    return entries;
}
/** Entries that share packed bytes let a small file promise any size (Fifield 2019). */
function checkApart(entries, directory, fail) {
    const inFile = [...entries].sort((a, b) => a.offset - b.offset);
    for (const [i, { name, offset, packedSize }] of inFile.entries()) {
        const end = offset + LOCAL_HEADER.size + packedSize;
        if (end > (inFile[i + 1]?.offset ?? directory)) {
            throw fail(`${shortened(name)} has bytes in common with ${shortened(inFile[i + 1]?.name ?? "the directory")}`);
        }
    }
}
/** Position of the end record in the file's tail, which its comment of up to 65,535 bytes ends. */
function findEndRecord(tail) {
    const last = tail.byteLength - END_RECORD.size;
    for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
        if (tail.getUint32(at, true) === END_RECORD.signature && at + tail.getUint16(at + 20, true) === last)
            return at;
    }
    return undefined;
}
/** Entries, position and bytes of the directory; from the zip64 record where there is one. */
function directoryPlace(file, fail) {
    const tailStart = Math.max(0, file.size - END_RECORD.size - 0xffff - ZIP64_LOCATOR.size);
    const tail = viewOf(file.read(tailStart, file.size));
    const end = findEndRecord(tail);
    if (end === undefined) {
        throw fail("its directory is missing, as in a file that was cut short, or other bytes follow it");
    }
    const place = zip64Place(file, tail, end - ZIP64_LOCATOR.size) ?? {
        count: tail.getUint16(end + 10, true),
        size: tail.getUint32(end + 12, true),
        start: tail.getUint32(end + 16, true),
    };
    if (place.size > LARGEST_DIRECTORY || place.start + place.size > tailStart + end) {
        throw fail(`its directory of ${place.size} bytes cannot begin at byte ${place.start} of ${file.size}`);
    }
    return place;
}
function zip64Place(file, tail, locator) {
    if (!hasRecord(tail, locator, ZIP64_LOCATOR))
        return undefined;
    const at = Number(tail.getBigUint64(locator + 8, true));
    if (at + ZIP64_END_RECORD.size > file.size)
        return undefined;
    const record = viewOf(file.read(at, at + ZIP64_END_RECORD.size));
    if (!hasRecord(record, 0, ZIP64_END_RECORD))
        return undefined;
    const [count, size, start] = [32, 40, 48].map((offset) => Number(record.getBigUint64(offset, true)));
    return { count: count, size: size, start: start };
}
/**
 * Sizes and offset of a directory entry; undefined if an extra field should have them, but lacks
 * them.
 */
function entrySizes(view, entry, extra, extraEnd) {
    const packedSize = view.getUint32(entry + 20, true);
    const size = view.getUint32(entry + 24, true);
    const offset = view.getUint32(entry + 42, true);
    // The extra field holds only the values that do not fit, in this order.
    const values = [size, packedSize, offset];
    const missing = values.filter((value) => value === SEE_ZIP64).length;
    if (missing === 0)
        return { packedSize, size, offset };
    for (let at = extra; at + 4 <= extraEnd; at += 4 + view.getUint16(at + 2, true)) {
        if (view.getUint16(at, true) !== ZIP64_EXTRA)
            continue;
        if (view.getUint16(at + 2, true) < 8 * missing || at + 4 + 8 * missing > extraEnd)
            return undefined;
        let field = at + 4;
        for (const [i, value] of values.entries()) {
            if (value !== SEE_ZIP64)
                continue;
            values[i] = Number(view.getBigUint64(field, true));
            field += 8;
        }
        return { size: values[0], packedSize: values[1], offset: values[2] };
    }
    return undefined;
}
/** Whether there is a whole record with this signature at this position. */
export function hasRecord(view, at, record) {
    return at >= 0 && at + record.size <= view.byteLength && view.getUint32(at, true) === record.signature;
}
