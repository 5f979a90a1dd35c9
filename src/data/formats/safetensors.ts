/** Hugging Face's .safetensors: eight bytes of header length, a JSON header, then the tensors' bytes one after the other. */
import { InputError } from "../../errors.js";
import { sizeOf } from "../../graph/tensor.js";
import { joined, littleEndianBytes, type NamedTensor } from "../../weights/named-tensor.js";

/** The format's own limit on its header. */
const LONGEST_HEADER = 100_000_000;

/**
 * A .safetensors file of float32 tensors, its header padded so that the numbers begin at a multiple of eight bytes.
 *
 * @param metadata texts by name, for the file's `__metadata__`
 * @throws InputError for two tensors of one name, or one named `__metadata__`
 * @example
 * await writeFile("weights.safetensors", writeSafetensors(tensors, { seed: "0" }));
 * // Python: safetensors.torch.load_file("weights.safetensors")
 */
export function writeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  // Written one by one, as names come: an object would put names that look like numbers first.
  const entries: string[] = Object.keys(metadata).length === 0 ? [] : [`"__metadata__":${JSON.stringify(metadata)}`];
  const seen = new Set(["__metadata__"]);
  let offset = 0;
  for (const { name, shape, data } of tensors) {
    if (seen.has(name)) {
      throw new InputError(`A tensor cannot be named "${name}" in a .safetensors file: the name is taken.`);
    }
    seen.add(name);
    const about = { dtype: "F32", shape, data_offsets: [offset, offset + data.byteLength] };
    entries.push(`${JSON.stringify(name)}:${JSON.stringify(about)}`);
    offset += data.byteLength;
  }
  const text = new TextEncoder().encode(`{${entries.join(",")}}`);
  const header = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true);
  header.set(text, 8);
  return joined([header, ...tensors.map(({ data }) => littleEndianBytes(data))]);
}

/**
 * The tensors of a .safetensors file.
 *
 * @param source the file's name, for messages
 * @throws InputError if it is not a whole .safetensors file, or holds something other than float32
 */
export function parseSafetensors(bytes: Uint8Array, source: string): NamedTensor[] {
  const wrong = (what: string) => new InputError(`${source} is not a whole .safetensors file: ${what}.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? -1n : view.getBigUint64(0, true);
  if (length < 2n || length > LONGEST_HEADER || Number(length) + 8 > bytes.length)
    throw wrong("its header is cut short");
  const start = 8 + Number(length);
  const header = parseHeader(new TextDecoder().decode(bytes.subarray(8, start)), wrong);
  return Object.entries(header).flatMap(([name, about]) => {
    if (name === "__metadata__") return [];
    const { dtype, shape, data_offsets: offsets } = (about ?? {}) as Record<string, unknown>;
    if (dtype !== "F32") throw wrong(`"${name}" is of type ${String(dtype)}, expected F32`);
    if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
      throw wrong(`"${name}" lacks its shape or its data_offsets`);
    }
    const [from, to] = [start + offsets[0]!, start + offsets[1]!];
    if (to > bytes.length || to - from !== 4 * sizeOf(shape)) {
      throw wrong(
        `"${name}" [${shape.join(", ")}] has offsets ${offsets.join(" to ")} of ${bytes.length - start} bytes`,
      );
    }
    const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => view.getFloat32(from + 4 * i, true));
    return [{ name, shape, data }];
  });
}

function parseHeader(text: string, wrong: (what: string) => InputError): object {
  try {
    const header: unknown = JSON.parse(text);
    if (typeof header === "object" && header !== null && !Array.isArray(header)) return header;
  } catch (error) {
    throw wrong(`its header is no JSON (${(error as Error).message})`);
  }
  throw wrong("its header is no JSON object");
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
