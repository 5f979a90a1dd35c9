/**
 * IDX, the format of MNIST's files: magic number, sizes, then the numbers, all big-endian (LeCun,
 * Cortes & Burges, "The MNIST database of handwritten digits", 1998).
 */
import { InputError } from "../../errors.js";
import { toNativeOrder } from "../../graph/bytes.js";
import { sizeOf } from "../../graph/tensor.js";
/** Third byte of the magic number → element type. */
const TYPES = {
    8: { name: "uint8", size: 1, view: (b) => new Uint8Array(b) },
    9: { name: "int8", size: 1, view: (b) => new Int8Array(b) },
    11: { name: "int16", size: 2, view: (b) => new Int16Array(b) },
    12: { name: "int32", size: 4, view: (b) => new Int32Array(b) },
    13: { name: "float32", size: 4, view: (b) => new Float32Array(b) },
    14: { name: "float64", size: 8, view: (b) => new Float64Array(b) },
};
/**
 * Reads an IDX file, already decompressed. The result does not share memory with `bytes`.
 *
 * @param source name of the file, for messages
 * @throws InputError if the bytes are not an IDX file, or do not match the sizes in its header
 * @example
 * import { parseIdx } from "stepzero/data";
 *
 * const bytes = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]);
 * parseIdx(bytes, "labels"); // → { shape: [2], data: [7, 9] }
 */
export function parseIdx(bytes, source) {
    const { type, shape, start, end } = headerOf(bytes, source);
    if (bytes.length !== end) {
        throw notWhole(source, `${bytes.length} bytes, expected ${end} for ${type.name} [${shape.join(", ")}]`);
    }
    return { shape, data: type.view(toNativeOrder(bytes.subarray(start), type.size, false)) };
}
/**
 * The size of an IDX file in bytes, by its header.
 *
 * @param start the file's first bytes, at least its header
 * @throws InputError if they are not the beginning of an IDX file, or promise more than any file
 *   can hold
 */
export function idxSize(start, source) {
    return headerOf(start, source).end;
}
function headerOf(bytes, source) {
    const fail = (problem) => notWhole(source, problem);
    if (bytes.length < 4)
        throw fail(`${bytes.length} bytes, expected a header of at least 4`);
    const type = TYPES[bytes[2]];
    const rank = bytes[3];
    if (bytes[0] !== 0 || bytes[1] !== 0 || type === undefined) {
        const magic = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
        const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b ? " (a gzip file: decompress it first)" : "";
        throw fail(`it begins with ${magic}${gzip}, expected 00 00, a type (08, 09, 0b–0e) and the number of axes`);
    }
    const start = 4 + 4 * rank;
    if (bytes.length < start)
        throw fail(`${bytes.length} bytes, expected a header of ${start} for ${rank} axes`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
    const end = start + sizeOf(shape) * type.size;
    if (!Number.isSafeInteger(end))
        throw fail(`its header promises the sizes [${shape.join(", ")}]`);
    return { type, shape, start, end };
}
function notWhole(source, problem) {
    return new InputError(`${source} is not a whole IDX file: ${problem}. Get the whole file again.`);
}
