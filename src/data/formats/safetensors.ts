/**
 * Hugging Face's .safetensors: eight bytes with the length of the header, a JSON header, then the
 * bytes of the tensors, one after the other.
 */
import { InputError } from "../../errors.js";
import { concatenate } from "../../graph/bytes.js";
import { type FloatType, floatBytes, floatsFrom, floatWidths } from "../../graph/float-types.js";
import { sizeOf } from "../../graph/tensor.js";
import { type NamedTensor, storedType } from "./array.js";

/** How the format names the types. */
const codes: Readonly<Record<FloatType, string>> = { float16: "F16", bfloat16: "BF16", float32: "F32", float64: "F64" };

/** The limit that the format sets for its header, in bytes. */
const LONGEST_HEADER = 100_000_000;

/**
 * Writes floats as a .safetensors file. The numbers begin at a multiple of eight bytes, those of
 * wider types first, so that each tensor begins at a multiple of its type's width.
 *
 * @param metadata texts by name, for the file's `__metadata__`
 * @defaultValue `metadata`: none
 * @throws InputError for two tensors of one name, one with the name `__metadata__`, or a finite
 * number that is too large for its tensor's type
 * @example
 * import { writeFileSync } from "node:fs";
 * import { draw, he } from "stepzero";
 * import { writeSafetensors } from "stepzero/weights";
 *
 * const data = draw(he, [2, 3], { seed: 0 });
 * const tensors = [{ name: "w", shape: [2, 3], data }];
 * writeFileSync("weights.safetensors", writeSafetensors(tensors, { seed: "0" }));
 * // Python: safetensors.torch.load_file("weights.safetensors")
 */
export function writeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  // One entry after the other: an object would put names that look like numbers first.
  const entries: string[] = Object.keys(metadata).length === 0 ? [] : [`"__metadata__":${JSON.stringify(metadata)}`];
  const usedNames = new Set(["__metadata__"]);
  const offsets = new Map<NamedTensor, number>();
  const inFile = [...tensors].sort((a, b) => floatWidths[storedType(b)] - floatWidths[storedType(a)]);
  let offset = 0;
  for (const tensor of inFile) {
    offsets.set(tensor, offset);
    offset += sizeInFile(tensor);
  }
  for (const tensor of tensors) {
    const { name, shape } = tensor;
    if (usedNames.has(name)) {
      throw new InputError(`A tensor cannot be named "${name}" in a .safetensors file: the name is taken.`);
    }
    usedNames.add(name);
    const begin = offsets.get(tensor)!;
    const entry = { dtype: codes[storedType(tensor)], shape, data_offsets: [begin, begin + sizeInFile(tensor)] };
    entries.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
  }
  const text = new TextEncoder().encode(`{${entries.join(",")}}`);
  const header = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true);
  header.set(text, 8);
  return concatenate([header, ...inFile.map((tensor) => floatBytes(storedType(tensor), tensor.data, tensor.name))]);
}

const sizeInFile = (tensor: NamedTensor) => tensor.data.length * floatWidths[storedType(tensor)];

/**
 * Reads the tensors of a .safetensors file, in the order of its header.
 *
 * @param source name of the file, for messages
 * @throws InputError if the bytes are not a whole .safetensors file, or hold a type other than
 *   float16, bfloat16, float32 or float64
 */
export function parseSafetensors(bytes: Uint8Array, source: string): NamedTensor[] {
  const fail = (problem: string) => new InputError(`${source} is not a whole .safetensors file: ${problem}.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? -1n : view.getBigUint64(0, true);
  if (length < 2n || length > LONGEST_HEADER || Number(length) + 8 > bytes.length)
    throw fail("its header is cut short");
  const start = 8 + Number(length);
  const header = parseHeader(new TextDecoder().decode(bytes.subarray(8, start)), fail);
  return Object.entries(header).flatMap(([name, entry]) => {
    if (name === "__metadata__") return [];
    const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
    const type = (Object.keys(codes) as FloatType[]).find((key) => codes[key] === dtype);
    if (type === undefined) {
      throw fail(`"${name}" is of type ${String(dtype)}, expected ${Object.values(codes).join(", ")}`);
    }
    if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
      throw fail(`"${name}" lacks its shape or its data_offsets`);
    }
    const [begin, end] = [start + offsets[0]!, start + offsets[1]!];
    if (end > bytes.length || end - begin !== floatWidths[type] * sizeOf(shape)) {
      throw fail(
        `"${name}" [${shape.join(", ")}] has offsets ${offsets.join(" to ")} of ${bytes.length - start} bytes`,
      );
    }
    const data = floatsFrom(type, bytes.subarray(begin, end));
    return [{ name, shape, data, ...(type === storedType({ data }) ? {} : { type }) }];
  });
}

function parseHeader(text: string, fail: (problem: string) => InputError): object {
  try {
    const header: unknown = JSON.parse(text);
    if (typeof header === "object" && header !== null && !Array.isArray(header)) return header;
  } catch (error) {
    throw fail(`its header is not JSON (${(error as Error).message})`);
  }
  throw fail("its header is not a JSON object");
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
