/**
 * NumPy's .npz: a zip archive of .npy files, stored (`np.savez`) or deflated
 * (`np.savez_compressed`).
 */
import { zipSync } from "fflate";
import { InputError } from "../../errors.js";
import { storedType } from "./array.js";
import { inMemory } from "./byte-source.js";
import { shortened } from "./excerpt.js";
import { parseNpy, writeNpy } from "./npy.js";
import { checkNpySize, notWhole, npyHeader } from "./npy-header.js";
import { parseNpyWords } from "./npy-words.js";
import { portableCodec, readZipEntry, readZipStart } from "./zip.js";
import { readZipDirectory } from "./zip-directory.js";
/**
 * Opens an .npz file. Each array is unpacked, checked (CRC-32) and parsed when its function is
 * called.
 *
 * @param source name of the file, for messages
 * @param codec how to inflate
 * @defaultValue `codec`: fflate, which runs everywhere
 * @returns name (without ".npy") → a function that reads the array
 * @throws InputError if the file is not a zip archive of .npy files; the functions throw it for a
 *   damaged array
 */
export function parseNpz(bytes, source, codec = portableCodec) {
    return new Map([...openNpz(inMemory(bytes), source, codec)].map(([name, { read }]) => [name, read]));
}
/**
 * `parseNpz`, of a file or of bytes in memory, with the arrays' headers apart.
 *
 * @throws InputError as `parseNpz`
 */
export function openNpz(file, source, codec) {
    const arrays = new Map();
    for (const entry of readZipDirectory(file, source)) {
        if (!entry.name.endsWith(".npy"))
            continue;
        const name = entry.name.slice(0, -".npy".length);
        const where = `${shortened(name)} in ${source}`;
        const header = () => packedHeader(file, entry, source, where);
        const bytes = () => {
            header(); // before anything is unpacked
            return readZipEntry(file, entry, source, codec);
        };
        const [read, readWords] = [() => parseNpy(bytes(), where), () => parseNpyWords(bytes(), where)];
        arrays.set(name, { header, read, readWords });
    }
    if (arrays.size === 0)
        throw new InputError(`${source} holds no arrays (.npy files). Save it with numpy.savez.`);
    return arrays;
}
/** The header of a packed array, whose size must be that of the directory. */
function packedHeader(file, entry, source, where) {
    for (let size = 2 ** 10;; size *= 2) {
        const start = readZipStart(file, entry, source, size);
        const header = npyHeader(start, where);
        if (header !== undefined) {
            checkNpySize(header, entry.size, where);
            return header;
        }
        if (start.length < size) {
            throw notWhole(where, "its header is cut short");
        }
    }
}
/** The earliest date of the zip format. Without a zone, it is the same bytes in every time zone. */
const FIXED_DATE = "1980-01-01T00:00:00";
/** Longest name of an entry in bytes. */
const LONGEST_NAME = 0xffff;
/**
 * Writes floats as an .npz file, stored as `np.savez` does. Equal tensors give equal bytes:
 * every entry has the same fixed date. bfloat16, which NumPy lacks, is
 * written as float32.
 *
 * @throws InputError for two tensors of one name, a name of more than 65,535 bytes, more than
 *   65,534 tensors, or 4 GB and more
 * @example
 * import { writeFileSync } from "node:fs";
 * import { draw, he } from "stepzero";
 * import { writeNpz } from "stepzero/weights";
 *
 * const data = draw(he, [2, 3], { seed: 0 });
 * writeFileSync("weights.npz", writeNpz([{ name: "w", shape: [2, 3], data }]));
 * // Python: np.load("weights.npz")["w"]
 */
export function writeNpz(tensors) {
    checkFits(tensors);
    const files = tensors.map((tensor) => [`${tensor.name}.npy`, writeNpy(tensor)]);
    return zipSync(Object.fromEntries(files), { level: 0, mtime: FIXED_DATE });
}
/** Headers in the archive and of the .npy file, without the name, are smaller than this. */
const HEADER_BYTES = 256;
function checkFits(tensors) {
    const names = new Set();
    let size = 0;
    for (const tensor of tensors) {
        const { name, data } = tensor;
        if (names.has(name))
            throw new InputError(`Two tensors are named "${name}"; an .npz file needs a different name for each.`);
        names.add(name);
        const nameBytes = new TextEncoder().encode(`${name}.npy`).length;
        if (nameBytes > LONGEST_NAME) {
            throw new InputError(`The name "${name.slice(0, 40)}…" has ${nameBytes} bytes; an .npz file allows ${LONGEST_NAME}. Shorten it.`);
        }
        size += (storedType(tensor) === "float64" ? 8 : 4) * data.length + 2 * nameBytes + HEADER_BYTES;
    }
    if (tensors.length >= 0xffff || size >= 0xffffffff) {
        throw new InputError(`An .npz file holds less than 4 GB and at most 65,534 arrays, got ${tensors.length} arrays of ${size} bytes. Write .safetensors.`);
    }
}
