/** NumPy's .npz: a zip of .npy files, stored (`np.savez`) or deflated (`np.savez_compressed`). */
import { InputError } from "../../errors.js";
import type { NumericArray } from "./array.js";
import { parseNpy } from "./npy.js";

/** Inflates a raw deflate stream that should give `size` bytes; must throw rather than give many more. */
export type Inflate = (bytes: Uint8Array, size: number) => Uint8Array;

/**
 * Reads an .npz file's arrays, each when asked for.
 *
 * @param source the file's name, for messages
 * @returns name (without ".npy") → a function that inflates, checks (CRC-32) and parses it
 * @throws InputError if it is not a zip file of .npy files, now or when an array is read
 */
export function parseNpz(bytes: Uint8Array, source: string, inflate: Inflate): ReadonlyMap<string, () => NumericArray> {
  const arrays = new Map<string, () => NumericArray>();
  for (const entry of zipDirectory(bytes, source)) {
    if (!entry.name.endsWith(".npy")) continue;
    const name = entry.name.slice(0, -".npy".length);
    arrays.set(name, () => parseNpy(zipMember(bytes, entry, source, inflate), `${name} in ${source}`));
  }
  if (arrays.size === 0) throw new InputError(`${source} holds no arrays (.npy files).`);
  return arrays;
}

interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
}

const END_RECORD = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_SIZE = 22;
/** Stands for "see the 64-bit fields". */
const ZIP64 = 0xffffffff;

/** The central directory, which lies at the file's end. */
function zipDirectory(bytes: Uint8Array, source: string): ZipEntry[] {
  const wrong = (what: string) => new InputError(`${source} is not a whole .npz (zip) file: ${what}.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_SIZE;
  // A comment of up to 64 kB may follow the record.
  for (const first = Math.max(0, end - 0xffff); end >= first && view.getUint32(end, true) !== END_RECORD; ) end--;
  if (end < 0 || view.getUint32(end, true) !== END_RECORD)
    throw wrong("its directory is missing, as when it is cut short");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (at === ZIP64 || count === 0xffff)
    throw wrong("it is larger than 4 GB or has over 65,534 entries, which is not supported");
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY)
      throw wrong(`its directory is damaged at entry ${i}`);
    const nameLength = view.getUint16(at + 28, true);
    const entry = {
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw wrong(`${entry.name} is encrypted`);
    if (entry.packed === ZIP64 || entry.size === ZIP64 || entry.offset === ZIP64) {
      throw wrong(`${entry.name} is larger than 4 GB, which is not supported`);
    }
    entries.push(entry);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function zipMember(bytes: Uint8Array, entry: ZipEntry, source: string, inflate: Inflate): Uint8Array {
  const wrong = (what: string) => new InputError(`${entry.name} in ${source} cannot be read: ${what}.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { offset, packed, size } = entry;
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL_HEADER) throw wrong("its header is missing");
  // The local header repeats the name and has extra fields of its own.
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packed > bytes.length) throw wrong("it is cut short");
  const content = bytes.subarray(start, start + packed);
  let member: Uint8Array;
  if (entry.method === 0) member = content;
  else if (entry.method !== 8)
    throw wrong(`its compression method is ${entry.method}, expected 0 (stored) or 8 (deflate)`);
  else {
    try {
      member = inflate(content, size);
    } catch (error) {
      throw wrong((error as Error).message);
    }
  }
  if (member.length !== size) throw wrong(`it holds ${member.length} bytes, expected ${size}`);
  const crc = crc32(member);
  if (crc !== entry.crc) {
    throw wrong(`it is altered: its CRC-32 is ${crc.toString(16)}, expected ${entry.crc.toString(16)}`);
  }
  return member;
}

/** For each byte, its CRC-32 by the reflected polynomial 0xEDB88320 that zip uses. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** The checksum of a zip file's members. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = CRC_TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
