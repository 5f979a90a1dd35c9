/** Bytes that are read where they are needed: those of a file may be more than the memory holds. */

/** A file, or bytes in memory. */
export interface ByteSource {
  /** Number of bytes. */
  readonly size: number;
  /** The bytes from `from` to `to`, which lie within the size. */
  readonly read: (from: number, to: number) => Uint8Array;
}

/** Bytes in memory; what is read shares it. */
export function inMemory(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (from, to) => bytes.subarray(from, to) };
}

/** A view of bytes for numbers of several bytes. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
