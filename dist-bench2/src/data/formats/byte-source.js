/** Bytes that are read where they are needed: those of a file may be more than the memory holds. */
/** Bytes in memory; what is read shares it. */
export function inMemory(bytes) {
    return { size: bytes.length, read: (from, to) => bytes.subarray(from, to) };
}
/** A view of bytes for numbers of several bytes. */
export function viewOf({ buffer, byteOffset, byteLength }) {
    return new DataView(buffer, byteOffset, byteLength);
}
