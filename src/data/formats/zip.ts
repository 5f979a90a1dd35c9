/**
 * Reading zip archives that may be damaged or hostile. fflate inflates and counts the CRC-32; it
 * neither shows an entry's CRC-32 nor checks sizes and signatures, so the directory is read here.
 * PKWARE, "APPNOTE.TXT: .ZIP File Format Specification" 6.3, sections 4.3 to 4.5.
 */
import { inflateSync, ZipPassThrough } from "fflate";
import { InputError } from "../../errors.js";

/**
 * The two algorithms that reading a zip archive needs. Node has faster ones than `portableCodec`.
 */
export interface ZipCodec {
  /**
   * Inflates a raw deflate stream that should hold `size` bytes. If the stream holds more, it
   * throws or returns `size + 1` bytes. It never allocates more than that.
   */
  readonly inflateRaw: (packed: Uint8Array, size: number) => Uint8Array;
  /** The CRC-32 that zip archives use. */
  readonly crc32: (bytes: Uint8Array) => number;
}

/** The codec by fflate, for browsers and every other JavaScript engine. */
export const portableCodec: ZipCodec = {
  // fflate drops what does not fit into `out`: a byte beyond `size` shows that there is more.
  inflateRaw: (packed, size) => inflateSync(packed, { out: new Uint8Array(size + 1) }),
  crc32: (bytes) => {
    const counter = new ZipPassThrough("");
    counter.ondata = () => {};
    counter.push(bytes, true);
    return counter.crc >>> 0;
  },
};

/** An entry of the archive's directory. */
export interface ZipEntry {
  readonly name: string;
  /** Compression method: 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Position of its local header. */
  readonly offset: number;
}

const END_RECORD = { signature: 0x06054b50, size: 22 };
const ZIP64_LOCATOR = { signature: 0x07064b50, size: 20 };
const ZIP64_END_RECORD = { signature: 0x06064b50, size: 56 };
const DIRECTORY_ENTRY = { signature: 0x02014b50, size: 46 };
const LOCAL_HEADER = { signature: 0x04034b50, size: 30 };
/** Id of the extra field that holds 64-bit sizes. */
const ZIP64_EXTRA = 1;
/** The 32-bit value that means "see the 64-bit field". */
const SEE_ZIP64 = 0xffffffff;
/** Deflate packs at most 258 bytes into two bits. */
const LARGEST_RATIO = 1032;

/**
 * Reads the directory, which is at the end of the archive.
 *
 * @param source name of the file, for messages
 * @throws InputError if the directory is missing or damaged, or an entry is encrypted
 */
export function readZipDirectory(bytes: Uint8Array, source: string): ZipEntry[] {
  const fail = (problem: string) => new InputError(`${source} is not a whole .npz (zip) file: ${problem}.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEndRecord(view);
  if (end === undefined) throw fail("its directory is missing, as in a file that was cut short");
  const { count, start } = directoryPlace(view, end);
  const entries: ZipEntry[] = [];
  for (let at = start; entries.length < count; ) {
    if (!hasRecord(view, at, DIRECTORY_ENTRY) || at + DIRECTORY_ENTRY.size > end) {
      throw fail(`its directory is damaged at entry ${entries.length}`);
    }
    const extra = at + DIRECTORY_ENTRY.size + view.getUint16(at + 28, true);
    const comment = extra + view.getUint16(at + 30, true);
    const next = comment + view.getUint16(at + 32, true);
    if (next > end) throw fail(`its directory is damaged at entry ${entries.length}`);
    const name = new TextDecoder().decode(bytes.subarray(at + DIRECTORY_ENTRY.size, extra));
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw fail(`${name} is encrypted`);
    const large = entrySizes(view, at, extra, comment);
    if (large === undefined) throw fail(`the 64-bit sizes of ${name} are missing`);
    entries.push({ name, method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true), ...large });
    at = next;
  }
  return entries;
}

/** Position of the end record: the last one, as a comment of up to 65,535 bytes may follow it. */
function findEndRecord(view: DataView): number | undefined {
  const last = view.byteLength - END_RECORD.size;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) === END_RECORD.signature) return at;
  }
  return undefined;
}

/** Number of entries and position of the first one; from the zip64 record where there is one. */
function directoryPlace(view: DataView, end: number): { readonly count: number; readonly start: number } {
  const locator = end - ZIP64_LOCATOR.size;
  if (hasRecord(view, locator, ZIP64_LOCATOR)) {
    const record = Number(view.getBigUint64(locator + 8, true));
    if (hasRecord(view, record, ZIP64_END_RECORD)) {
      return {
        count: Number(view.getBigUint64(record + 32, true)),
        start: Number(view.getBigUint64(record + 48, true)),
      };
    }
  }
  return { count: view.getUint16(end + 10, true), start: view.getUint32(end + 16, true) };
}

/**
 * Sizes and offset of a directory entry; undefined if they should be in an extra field and are not.
 */
function entrySizes(
  view: DataView,
  entry: number,
  extra: number,
  extraEnd: number,
): Pick<ZipEntry, "packedSize" | "size" | "offset"> | undefined {
  const packedSize = view.getUint32(entry + 20, true);
  const size = view.getUint32(entry + 24, true);
  const offset = view.getUint32(entry + 42, true);
  // The extra field holds only the values that do not fit, in this order.
  const values = [size, packedSize, offset];
  const missing = values.filter((value) => value === SEE_ZIP64).length;
  if (missing === 0) return { packedSize, size, offset };
  for (let at = extra; at + 4 <= extraEnd; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== ZIP64_EXTRA) continue;
    if (view.getUint16(at + 2, true) < 8 * missing || at + 4 + 8 * missing > extraEnd) return undefined;
    let field = at + 4;
    for (const [i, value] of values.entries()) {
      if (value !== SEE_ZIP64) continue;
      values[i] = Number(view.getBigUint64(field, true));
      field += 8;
    }
    return { size: values[0]!, packedSize: values[1]!, offset: values[2]! };
  }
  return undefined;
}

/**
 * Reads the content of an entry and checks its size and CRC-32. Its memory is bounded by the size
 * in the directory; a size that the packed bytes cannot fill is refused before anything is
 * allocated.
 *
 * @param source name of the file, for messages
 * @throws InputError if the content is cut short, altered, larger than promised, or packed by a
 *   method other than deflate
 */
export function readZipEntry(
  bytes: Uint8Array,
  entry: ZipEntry,
  source: string,
  { inflateRaw, crc32 }: ZipCodec,
): Uint8Array {
  const fail = (problem: string) => new InputError(`${entry.name} in ${source} cannot be read: ${problem}.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { offset, packedSize, size, method } = entry;
  if (!hasRecord(view, offset, LOCAL_HEADER)) throw fail("its header is missing");
  // The local header repeats the name and has its own extra fields.
  const start = offset + LOCAL_HEADER.size + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packedSize > bytes.length) throw fail("it is cut short");
  if (method !== 0 && method !== 8) {
    throw fail(`its compression method is ${method}, expected 0 (stored) or 8 (deflate)`);
  }
  if (method === 8 && size > LARGEST_RATIO * packedSize) {
    throw fail(`${packedSize} packed bytes cannot hold the ${size} bytes that its header promises`);
  }
  let content = bytes.subarray(start, start + packedSize);
  if (method === 8) {
    try {
      content = inflateRaw(content, size);
    } catch (error) {
      throw fail(`its packed bytes do not give ${size} bytes (${(error as Error).message})`);
    }
  }
  if (content.length > size) throw fail(`it holds more than the ${size} bytes that its header promises`);
  if (content.length < size) throw fail(`it holds ${content.length} bytes, expected ${size}`);
  const crc = crc32(content);
  if (crc !== entry.crc) {
    throw fail(`it is altered: its CRC-32 is ${crc.toString(16)}, expected ${entry.crc.toString(16)}`);
  }
  return content;
}

/** Whether there is a whole record with this signature at this position. */
function hasRecord(view: DataView, at: number, record: { readonly signature: number; readonly size: number }): boolean {
  return at >= 0 && at + record.size <= view.byteLength && view.getUint32(at, true) === record.signature;
}
