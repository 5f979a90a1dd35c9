/** Text of several encodings, piece by piece. */
import { InputError } from "../../errors.js";
import { ReadingError } from "../reading-error.js";
/** The encoding that the first bytes of a file say: a byte order mark, else UTF-8. */
export function encodingOf(start) {
    const [first, second] = start;
    if (first === 0xff && second === 0xfe)
        return "utf-16le";
    return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}
/**
 * A decoder of a file's text.
 *
 * @param path for messages
 * @throws InputError the decoder throws it for bytes that are no text of the encoding
 */
export function decoderOf(path, encoding) {
    if (encoding === "latin-1")
        return (bytes) => (bytes === undefined ? "" : windows1252(bytes));
    const decoder = new TextDecoder(encoding, { fatal: true });
    return (bytes, position) => {
        try {
            if (position === 0 && encoding === "utf-8")
                mustHaveNoZeros(path, bytes);
            return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
        }
        catch (error) {
            if (error instanceof InputError)
                throw error;
            const what = `${path} is no ${encoding.toUpperCase()} (near byte ${position}).`;
            const packed = packing(bytes);
            if (packed !== undefined)
                throw new InputError(`${what} ${packed}`);
            const remedy = "If older programs wrote it, in Latin-1 or Windows-1252: --encoding latin-1. Else save it as UTF-8.";
            throw new ReadingError(`${what} ${remedy}`, { encoding: "latin-1" }, "--encoding latin-1");
        }
    };
}
/** What to do with a file whose first bytes are those of an archive. */
function packing(bytes) {
    const [first, second] = bytes ?? [];
    if (first === 0x1f && second === 0x8b)
        return "It is packed by gzip: unpack it first.";
    if (first === 0x50 && second === 0x4b)
        return "It is a zip archive, as spreadsheets are: save it as CSV first.";
    return undefined;
}
/** Zeros at every second byte are UTF-16 without a byte order mark, which UTF-8 would let pass. */
function mustHaveNoZeros(path, bytes) {
    const [a, b, c, d] = bytes ?? [];
    const isLittle = a !== 0 && b === 0 && c !== 0 && d === 0;
    const isBig = a === 0 && b !== 0 && c === 0 && d !== 0;
    if (!isLittle && !isBig)
        return;
    const encoding = isLittle ? "utf-16le" : "utf-16be";
    throw new ReadingError(`${path} has a zero at every second byte, as UTF-16 has, and no byte order mark. Say it: --encoding ${encoding}.`, { encoding }, `--encoding ${encoding}`);
}
/** What Windows-1252 has at 0x80 to 0x9f, where Latin-1 has control characters. */
const FROM_80 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
function windows1252(bytes) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
    return text.replace(/[\u0080-\u009f]/g, (character) => FROM_80[character.charCodeAt(0) - 0x80]);
}
