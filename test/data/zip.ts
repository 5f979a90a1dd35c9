/** Zip archives and .npy files by their specifications, with whatever a test wants to be wrong. */
import { crc32, deflateRawSync } from "node:zlib";

/** An entry as the archive describes it. What is left out is right. */
export interface TestEntry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly method?: number;
  /** What lies in the archive. */
  readonly packed?: Uint8Array;
  readonly size?: number;
  readonly crc?: number;
  readonly flags?: number;
  /** The name in the entry's own header. */
  readonly localName?: string;
  /** Position of the entry's own header. */
  readonly offset?: number;
}

const signature = (letters: string) => Buffer.from(letters, "latin1");

/**
 * A zip archive (APPNOTE 4.3.6): local headers with contents, directory, end record.
 *
 * @param edit changes the end record
 */
export function zipOf(entries: readonly TestEntry[], edit: (end: Buffer) => void = () => {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, method = 8, flags = 0, localName = name, ...rest } of entries) {
    const packed = rest.packed ?? (method === 8 ? deflateRawSync(content) : content);
    // The fields from "version needed" to "length of the extra field" (4.3.7).
    const shared = (length: number) => {
      const fields = Buffer.alloc(26);
      fields.writeUInt16LE(20, 0);
      fields.writeUInt16LE(flags, 2);
      fields.writeUInt16LE(method, 4);
      fields.writeUInt32LE(rest.crc ?? crc32(content), 10);
      fields.writeUInt32LE(packed.length, 14);
      fields.writeUInt32LE(rest.size ?? content.length, 18);
      fields.writeUInt16LE(length, 22);
      return fields;
    };
    const local = [signature("PK\x03\x04"), shared(localName.length), Buffer.from(localName), packed];
    const places = Buffer.alloc(14);
    places.writeUInt32LE(rest.offset ?? offset, 10);
    directory.push(signature("PK\x01\x02"), Buffer.from([20, 0]), shared(name.length), places, Buffer.from(name));
    locals.push(Buffer.concat(local));
    offset += locals.at(-1)!.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  edit(end);
  return Buffer.concat([...locals, ...directory, end]);
}

/** A .npy file of version 1.0 (NEP 1) with this header, not padded. */
export function npyOf(header: string, data: Uint8Array = new Uint8Array()): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  return Buffer.concat([signature("\x93NUMPY\x01\x00"), length, Buffer.from(header), data]);
}

/** A .npy file of bytes with this shape. */
export const bytesArray = (shape: string, data: Uint8Array): Buffer =>
  npyOf(`{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }`, data);
