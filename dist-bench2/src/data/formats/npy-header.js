/**
 * The header of NumPy's .npy: a magic string, a version, and a dictionary in Python's notation
 * (NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays", 2007).
 */
import { InputError } from "../../errors.js";
import { floatsFrom } from "../../graph/float-types.js";
import { sizeOf } from "../../graph/tensor.js";
import { shortened } from "./excerpt.js";
/** Type code of the header without its byte order → the typed array that holds the numbers. */
export const npyTypes = {
    // Booleans become 0 and 1 in float32, as bytes would be divided by 255.
    b1: { size: 1, view: (b) => Float32Array.from(new Uint8Array(b), (byte) => (byte === 0 ? 0 : 1)) },
    u1: { size: 1, view: (b) => new Uint8Array(b) },
    i1: { size: 1, view: (b) => new Int8Array(b) },
    u2: { size: 2, view: (b) => new Uint16Array(b) },
    i2: { size: 2, view: (b) => new Int16Array(b) },
    u4: { size: 4, view: (b) => new Uint32Array(b) },
    i4: { size: 4, view: (b) => new Int32Array(b) },
    u8: { size: 8, view: (b) => new BigUint64Array(b) },
    i8: { size: 8, view: (b) => new BigInt64Array(b) },
    f2: { size: 2, view: (b) => floatsFrom("float16", new Uint8Array(b)) },
    f4: { size: 4, view: (b) => new Float32Array(b) },
    f8: { size: 8, view: (b) => new Float64Array(b) },
};
export const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // "\x93NUMPY"
/** Magic string, version and length of the header. */
export const PREAMBLE = 10;
/** Longest header, as one without fields of a structure has under a hundred bytes. */
const LONGEST_HEADER = 2 ** 16;
/** Most characters of a word. */
const LONGEST_WORD = 1000;
/**
 * Bytes of one entry of a type: a number, or a word of so many characters ("U5": four bytes each,
 * "S5": one).
 */
export function npySize(type) {
    if (Object.hasOwn(npyTypes, type))
        return npyTypes[type].size;
    const [, kind, length] = /^([US])(\d{1,4})$/.exec(type) ?? [];
    if (kind === undefined || Number(length) < 1 || Number(length) > LONGEST_WORD)
        return undefined;
    return kind === "U" ? 4 * Number(length) : Number(length);
}
/** Whether a type is text. */
export const isText = (type) => /^[US]/.test(type);
/**
 * Reads the header of a .npy file (NEP 1: a dictionary of `descr`, `fortran_order` and `shape`,
 * each once).
 *
 * @param start the file's first bytes
 * @returns undefined if the header is longer than `start`
 * @throws InputError if they are not the beginning of a .npy file that `parseNpy` reads
 */
export function npyHeader(start, source) {
    const fail = (problem) => notWhole(source, problem);
    const shared = Math.min(start.length, MAGIC.length);
    if (MAGIC.slice(0, shared).some((byte, i) => start[i] !== byte))
        throw fail("it does not begin with \\x93NUMPY");
    if (start.length < 12)
        return undefined;
    const [major, minor] = [start[6], start[7]];
    if (major < 1 || major > 3 || minor !== 0)
        throw fail(`its version is ${major}.${minor}, expected 1.0, 2.0 or 3.0`);
    const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
    const isLong = major >= 2; // version 2 and later have four bytes of header length
    const begin = isLong ? 12 : PREAMBLE;
    const length = isLong ? view.getUint32(8, true) : view.getUint16(8, true);
    if (length > LONGEST_HEADER)
        throw fail(`its header has ${length} bytes, expected at most ${LONGEST_HEADER}`);
    if (start.length < begin + length)
        return undefined;
    const text = new TextDecoder().decode(start.subarray(begin, begin + length));
    const fields = dictionary(text, fail);
    const type = typeOf(fields.get("descr"), source);
    const [order, axes] = [fields.get("fortran_order"), fields.get("shape")];
    if (order === undefined || axes === undefined)
        throw fail(`its header lacks fortran_order or shape: ${shortened(text.trim())}`);
    if (order !== "True" && order !== "False")
        throw fail(`its fortran_order is ${shortened(order)}, not True or False`);
    const shape = shapeOf(axes, fail);
    const end = begin + length + sizeOf(shape) * npySize(type.type);
    if (!Number.isSafeInteger(end))
        throw fail(`its header promises the shape [${shape.join(", ")}]`);
    return { ...type, isFortran: order === "True", shape, start: begin + length, end };
}
/** An entry of the header's dictionary: name, colon, value, and a comma unless it is the last. */
const ENTRY = /\s*(["'])(descr|fortran_order|shape)\1\s*:\s*("[^"]*"|'[^']*'|True|False|\([\dL,\s]*\))\s*(?:,|(?=\}))/y;
/** The entries of a header in Python's notation. */
function dictionary(text, fail) {
    const fields = new Map();
    let at = text.startsWith("{") ? 1 : 0;
    for (;;) {
        ENTRY.lastIndex = at;
        const entry = ENTRY.exec(text);
        if (entry === null)
            break;
        const [whole, , name, value] = entry;
        if (fields.has(name))
            throw fail(`its header has ${name} twice`);
        fields.set(name, value);
        at += whole.length;
    }
    if (/^\s*(["'])descr\1\s*:\s*\[/.test(text.slice(at))) {
        throw fail(`its type is [… (a structure), ${EXPECTED_TYPES}, and each field in an array of its own`);
    }
    if (at > 0 && /^\s*\}\s*$/.test(text.slice(at)))
        return fields;
    throw fail(`its header is no dictionary of descr, fortran_order and shape: ${shortened(text.trim())}`);
}
const EXPECTED_TYPES = `expected integers, booleans, float16, float32 or float64 (${Object.keys(npyTypes).join(", ")}), or words as labels`;
function typeOf(descr, source) {
    if (descr === undefined)
        throw notWhole(source, "its header has no type");
    const [, order, type = ""] = /^["']([<>|=])([\w[\]]+)["']$/.exec(descr) ?? [];
    if (npySize(type) !== undefined)
        return { type, isLittleEndian: order !== ">" };
    const array = arrayIn(source);
    if (type === "O") {
        throw new InputError(`${source} holds Python objects: a pickle, which can run programs when it is read; expected numbers or words. Save it as numbers, np.array(${array}.tolist(), dtype="float32"), or as words, ${array}.astype(str).`);
    }
    const remedies = [
        [
            /^[US]/,
            `words of 1 to ${LONGEST_WORD} characters, or the number of each: np.unique(${array}, return_inverse=True)[1]`,
        ],
        [/^c\d/, `the parts of complex numbers as two columns: np.stack([${array}.real, ${array}.imag], axis=-1)`],
        [/^[Mm]8/, `dates as numbers: ${array}.astype("int64")`],
    ];
    const remedy = remedies.find(([kind]) => kind.test(type))?.[1] ?? `it as numbers: ${array}.astype("float32")`;
    throw new InputError(`${source} has the type ${shortened(descr)}, ${EXPECTED_TYPES}. Save ${remedy}.`);
}
/** "y_train in set.npz" → "y_train": a name for a line of Python. */
export const arrayIn = (source) => /^([A-Za-z_]\w*) in /.exec(source)?.[1] ?? "x";
/** NumPy's own bound. */
const MOST_AXES = 64;
function shapeOf(axes, fail) {
    const sizes = axes
        .slice(1, -1)
        .split(",")
        .map((size) => size.trim());
    if (sizes.at(-1) === "")
        sizes.pop();
    if (sizes.length > MOST_AXES)
        throw fail(`its header has ${sizes.length} axes, expected at most ${MOST_AXES}`);
    // Python 2 wrote long integers with an L.
    const wrong = sizes.find((size) => !/^\d+L?$/.test(size) || !Number.isSafeInteger(Number.parseInt(size, 10)));
    if (wrong !== undefined)
        throw fail(`its header has an axis of size "${shortened(wrong)}"`);
    return sizes.map((size) => Number.parseInt(size, 10));
}
/**
 * Makes sure that a .npy file has the size that its header promises.
 *
 * @param size bytes of the file
 * @throws InputError if it has another size
 */
export function checkNpySize({ end, type, shape }, size, source) {
    if (size !== end)
        throw notWhole(source, `${size} bytes, expected ${end} for ${type} [${shape.join(", ")}]`);
}
/**
 * The header of a whole .npy file.
 *
 * @throws InputError as `npyHeader`, or if the file has another size than the header promises
 */
export function wholeNpyHeader(bytes, source) {
    const header = npyHeader(bytes, source);
    if (header === undefined)
        throw notWhole(source, "its header is cut short");
    checkNpySize(header, bytes.length, source);
    return header;
}
export function notWhole(source, problem) {
    return new InputError(`${source} is not a whole .npy array: ${problem}. Save it again with numpy.save.`);
}
