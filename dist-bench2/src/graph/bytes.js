/** Byte order and concatenation: what every binary format needs. */
/** The byte order of this machine; the files state theirs. */
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
/**
 * Copies `bytes` and puts each element of `size` bytes into the byte order of this machine, so that
 * a typed array can view the copy.
 *
 * @param littleEndian the byte order of `bytes`
 */
export function toNativeOrder(bytes, size, littleEndian) {
    const copy = new Uint8Array(bytes);
    if (size > 1 && littleEndian !== LITTLE_ENDIAN) {
        for (let start = 0; start + size <= copy.length; start += size) {
            for (let low = start, high = start + size - 1; low < high; low++, high--) {
                [copy[low], copy[high]] = [copy[high], copy[low]];
            }
        }
    }
    return copy.buffer;
}
/** The bytes of numbers, least significant byte first, on any machine. */
export function littleEndianBytes(data) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return LITTLE_ENDIAN ? bytes : new Uint8Array(toNativeOrder(bytes, data.BYTES_PER_ELEMENT, true));
}
/** Joins the parts, in order, into one array. */
export function concatenate(parts) {
    const result = new Uint8Array(lengthOf(parts));
    let offset = 0;
    for (const part of parts) {
        result.set(part, offset);
        offset += part.length;
    }
    return result;
}
/** The number of bytes that the parts have together. */
export function lengthOf(parts) {
    return parts.reduce((length, part) => length + part.length, 0);
}
