/**
 * The header of Hugging Face's .safetensors: eight bytes with its length, then JSON: the type, the
 * shape and the place of each tensor.
 */
import { InputError } from "../../errors.js";
import { floatWidths } from "../../graph/float-types.js";
import { sizeOf } from "../../graph/tensor.js";
import { excerpt, shortened } from "./excerpt.js";
/** How the format names the types. */
export const codes = {
    float16: "F16",
    bfloat16: "BF16",
    float32: "F32",
    float64: "F64",
};
/** The limit that the format sets for its header, in bytes. */
const LONGEST_HEADER = 100_000_000;
/**
 * Reads the header of a .safetensors file, in its order. As the format wants it, the tensors fill
 * the file without holes, and no two have a name or a byte in common.
 *
 * @param source name of the file, for messages
 * @throws InputError if the bytes are not a whole .safetensors file, or hold a type other than
 *   float16, bfloat16, float32 or float64
 */
export function safetensorsEntries(bytes, source) {
    const fail = (problem) => new InputError(`${source} is not a whole .safetensors file: ${problem}. Save or download it again.`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = bytes.length < 8 ? -1n : view.getBigUint64(0, true);
    if (length < 2n || length > LONGEST_HEADER || Number(length) + 8 > bytes.length)
        throw fail("its header is cut short");
    const start = 8 + Number(length);
    const header = parseHeader(new TextDecoder().decode(bytes.subarray(8, start)), fail);
    const entries = Object.entries(header).flatMap(([name, entry]) => {
        if (name === "__metadata__")
            return checkMetadata(entry, fail);
        return [readEntry(name, entry, start, bytes.length, fail)];
    });
    checkPlaces(entries, start, bytes.length, fail);
    return entries;
}
function readEntry(name, entry, start, size, fail) {
    const shown = `"${shortened(name)}"`;
    const { dtype, shape, data_offsets: offsets } = (entry ?? {});
    const type = Object.keys(codes).find((key) => codes[key] === dtype);
    if (type === undefined) {
        throw fail(`${shown} is of type ${shortened(String(dtype))}, expected ${Object.values(codes).join(", ")}`);
    }
    if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
        throw fail(`${shown} lacks its shape or its data_offsets`);
    }
    const [begin, end] = [start + offsets[0], start + offsets[1]];
    if (end > size || end - begin !== floatWidths[type] * sizeOf(shape)) {
        throw fail(`${shown} [${excerpt(shape.map(String))}] has offsets ${offsets.join(" to ")} of ${size - start} bytes`);
    }
    return { name, type, shape, begin, end };
}
function checkMetadata(value, fail) {
    const isTexts = typeof value === "object" &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every((text) => typeof text === "string");
    if (!isTexts)
        throw fail("its __metadata__ is no object of texts");
    return [];
}
/** Makes sure that the tensors fill the file, each with bytes of its own. */
function checkPlaces(entries, start, size, fail) {
    let at = start;
    for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
        if (begin < at)
            throw fail(`"${shortened(name)}" has bytes in common with another tensor`);
        if (begin > at)
            throw fail(`bytes ${at} to ${begin} belong to no tensor`);
        at = end;
    }
    if (at !== size)
        throw fail(`bytes ${at} to ${size} belong to no tensor`);
}
function parseHeader(text, fail) {
    const names = checkForm(text, fail);
    let header;
    try {
        header = JSON.parse(text);
    }
    catch (error) {
        throw fail(`its header is not JSON (${shortened(error.message)})`);
    }
    if (typeof header !== "object" || header === null || Array.isArray(header)) {
        throw fail("its header is not a JSON object");
    }
    // JSON.parse keeps the last of two entries of one name; the format allows no second one.
    const different = Object.keys(header).length;
    if (different !== names)
        throw fail(`its header has ${names} entries with ${different} different names`);
    return header;
}
/** Tensors and metadata of more names are no network's. */
const MOST_NAMES = 1_000_000;
/** The header, a tensor in it, its shape. */
const DEEPEST = 3;
const [QUOTE, BACKSLASH, COLON, SPACE] = ['"', "\\", ":", " "].map((letter) => letter.charCodeAt(0));
/**
 * Refuses, before it is parsed, JSON that nests deeper, or has too many names.
 *
 * @returns the number of names in the outermost object, those that occur twice included
 */
function checkForm(text, fail) {
    let [depth, count, outermost] = [0, 0, 0];
    for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code === QUOTE) {
            for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++)
                if (text.charCodeAt(at) === BACKSLASH)
                    at++;
        }
        else if (code === COLON) {
            count++;
            if (depth === 1)
                outermost++;
        }
        else if (code > SPACE)
            depth += "{[".includes(text[at]) ? 1 : "}]".includes(text[at]) ? -1 : 0;
        if (depth > DEEPEST)
            throw fail("its header is nested deeper than a tensor's shape");
        if (count > MOST_NAMES)
            throw fail(`its header has over ${MOST_NAMES} names`);
    }
    return outermost;
}
function isSizes(value) {
    return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
