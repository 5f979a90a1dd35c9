/**
 * Hugging Face's .safetensors: eight bytes with the length of the header, a JSON header, then the
 * bytes of the tensors, one after the other.
 */
import { InputError } from "../../errors.js";
import { concatenate } from "../../graph/bytes.js";
import { floatBytes, floatsFrom, floatWidths } from "../../graph/float-types.js";
import { storedType } from "./array.js";
import { codes, safetensorsEntries } from "./safetensors-header.js";
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
export function writeSafetensors(tensors, metadata = {}) {
    // One entry after the other: an object would put names that look like numbers first.
    const entries = Object.keys(metadata).length === 0 ? [] : [`"__metadata__":${JSON.stringify(metadata)}`];
    const usedNames = new Set(["__metadata__"]);
    const offsets = new Map();
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
        const begin = offsets.get(tensor);
        const entry = { dtype: codes[storedType(tensor)], shape, data_offsets: [begin, begin + sizeInFile(tensor)] };
        entries.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
    }
    const text = new TextEncoder().encode(`{${entries.join(",")}}`);
    const header = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20);
    new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true);
    header.set(text, 8);
    return concatenate([header, ...inFile.map((tensor) => floatBytes(storedType(tensor), tensor.data, tensor.name))]);
}
const sizeInFile = (tensor) => tensor.data.length * floatWidths[storedType(tensor)];
/**
 * Reads the tensors of a .safetensors file, in the order of its header.
 *
 * @param source name of the file, for messages
 * @throws InputError if the bytes are not a whole .safetensors file, or hold a type other than
 *   float16, bfloat16, float32 or float64
 */
export function parseSafetensors(bytes, source) {
    return safetensorsEntries(bytes, source).map(({ name, type, shape, begin, end }) => {
        const data = floatsFrom(type, bytes.subarray(begin, end));
        return { name, shape, data, ...(type === storedType({ data }) ? {} : { type }) };
    });
}
