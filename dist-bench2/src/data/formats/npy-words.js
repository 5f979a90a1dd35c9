/** Words in NumPy's .npy: labels, for example. */
import { InputError } from "../../errors.js";
import { viewOf } from "./byte-source.js";
import { arrayIn, isText, npySize, wholeNpyHeader } from "./npy-header.js";
/**
 * Reads a .npy file of text: NumPy's `U`, four bytes for each character, or `S`, bytes in UTF-8.
 *
 * @param source which array of which file, for messages
 * @throws InputError if the bytes are not such a file, or hold what is no character
 */
export function parseNpyWords(bytes, source) {
    const { type, shape, start, isLittleEndian } = wholeNpyHeader(bytes, source);
    if (!isText(type))
        throw new InputError(`${source} has the type ${type}, expected words.`);
    const size = npySize(type);
    const decode = type.startsWith("U") ? charactersOf(isLittleEndian) : utf8;
    const words = [];
    for (let at = start; at < bytes.length; at += size) {
        const word = decode(bytes.subarray(at, at + size));
        if (word === undefined) {
            throw new InputError(`${source}: entry ${words.length} (from 0) is no text in Unicode. Save it in Unicode: np.char.decode(${arrayIn(source)}, "latin-1"), or whatever its encoding is.`);
        }
        words.push(word);
    }
    return { shape, words };
}
function charactersOf(isLittleEndian) {
    return (bytes) => {
        const view = viewOf(bytes);
        const codes = Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, isLittleEndian));
        while (codes.at(-1) === 0)
            codes.pop();
        return codes.every(isCharacter) ? String.fromCodePoint(...codes) : undefined;
    };
}
/** Whether a number is a code point of Unicode, and no half of a pair of UTF-16. */
const isCharacter = (code) => code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
function utf8(bytes) {
    let end = bytes.length;
    while (end > 0 && bytes[end - 1] === 0)
        end--;
    try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end));
    }
    catch {
        return undefined;
    }
}
