/** Texts of any length: a JavaScript string has half a thousand million characters at most. */
import { concatenate } from "../../graph/bytes.js";
/** A text of more characters than this becomes bytes, part by part. */
const PART = 2 ** 22;
/** The pieces of a text joined: as a string, or as UTF-8 where it is long. */
export function textFile(pieces) {
    const encoder = new TextEncoder();
    const parts = [];
    let text = [];
    let length = 0;
    const flush = () => {
        parts.push(encoder.encode(text.join("")));
        text = [];
        length = 0;
    };
    for (const piece of pieces) {
        text.push(piece);
        length += piece.length;
        if (length > PART)
            flush();
    }
    if (parts.length === 0)
        return text.join("");
    flush();
    return concatenate(parts);
}
