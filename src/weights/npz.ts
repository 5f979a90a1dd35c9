/** Writing NumPy's .npz: a zip of .npy files, stored as `np.savez` does. `parseNpz` in `data/` reads them. */
import { crc32 } from "../data/formats/npz.js";
import { InputError } from "../errors.js";
import { joined, littleEndianBytes, type NamedTensor } from "./named-tensor.js";

/**
 * An .npz file of float32 arrays. The same tensors give the same bytes: members carry zip's earliest date, not today's.
 *
 * @throws InputError for two tensors of one name, more than 65,534 tensors, or more than 4 GB
 * @example
 * await writeFile("weights.npz", writeNpz([{ name: "w", shape: [2, 3], data: draw(he, [2, 3], { seed: 0 }) }]));
 * // Python: np.load("weights.npz")["w"]
 */
export function writeNpz(tensors: readonly NamedTensor[]): Uint8Array {
  checkMembers(tensors);
  const members: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const tensor of tensors) {
    const name = new TextEncoder().encode(`${tensor.name}.npy`);
    const content = writeNpy(tensor);
    const about = { name, crc: crc32(content), size: content.length };
    const header = localHeader(about);
    members.push(header, content);
    directory.push(directoryEntry(about, offset));
    offset += header.length + content.length;
  }
  const entries = joined(directory);
  return joined([...members, entries, endRecord(tensors.length, entries.length, offset)]);
}

/** A .npy file (version 1.0) of little-endian float32, its header padded to a multiple of 64 bytes as NumPy pads it. */
export function writeNpy({ shape, data }: Pick<NamedTensor, "shape" | "data">): Uint8Array {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${axes}), }`;
  const length = Math.ceil((PREAMBLE + text.length + 1) / 64) * 64;
  const header = new Uint8Array(length);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]); // "\x93NUMPY", version 1.0
  new DataView(header.buffer).setUint16(8, length - PREAMBLE, true);
  header.set(new TextEncoder().encode(`${text.padEnd(length - PREAMBLE - 1)}\n`), PREAMBLE);
  return joined([header, littleEndianBytes(data)]);
}

/** Magic string, version and header length. */
const PREAMBLE = 10;

interface Member {
  readonly name: Uint8Array;
  readonly crc: number;
  readonly size: number;
}

/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1 January 1980, 0:00. */
const DATE = 0x0021;
const VERSION = 20;

/** The fields that a local header and a directory entry share: version needed … lengths of name and extra. */
function describeMember(view: DataView, at: number, { name, crc, size }: Member): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, FLAGS, true);
  view.setUint16(at + 4, 0, true); // stored
  view.setUint16(at + 8, DATE, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, size, true); // packed
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, name.length, true);
}

function localHeader(member: Member): Uint8Array {
  const bytes = new Uint8Array(30 + member.name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x04034b50, true);
  describeMember(view, 4, member);
  bytes.set(member.name, 30);
  return bytes;
}

function directoryEntry(member: Member, offset: number): Uint8Array {
  const bytes = new Uint8Array(46 + member.name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, VERSION, true);
  describeMember(view, 6, member);
  view.setUint32(42, offset, true);
  bytes.set(member.name, 46);
  return bytes;
}

function endRecord(count: number, size: number, offset: number): Uint8Array {
  const bytes = new Uint8Array(22);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, size, true);
  view.setUint32(16, offset, true);
  return bytes;
}

function checkMembers(tensors: readonly NamedTensor[]): void {
  const names = new Set<string>();
  let size = 0;
  for (const { name, data } of tensors) {
    if (names.has(name)) throw new InputError(`Two tensors are named "${name}"; an .npz file needs one name each.`);
    names.add(name);
    size += data.byteLength + 2 * (name.length * 3 + 128);
  }
  if (tensors.length >= 0xffff || size >= 0xffffffff) {
    throw new InputError(
      `An .npz file holds less than 4 GB and 65,535 arrays; these are ${tensors.length} arrays of ${size} bytes. Use .safetensors.`,
    );
  }
}
