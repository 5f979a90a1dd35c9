/** Words of a command as a POSIX shell reads them back. */
import { visibleLine } from "./visible-text.js";
/**
 * One line that gives a shell these words. Words with other than plain characters are quoted:
 * `stepzero compare --data 'my data.npz'`. A word with hidden characters has its bytes in octal:
 * `$'\033[2J'`.
 */
export function shellLine(words) {
    return words.map((word) => quoted(String(word))).join(" ");
}
function quoted(word) {
    if (/^[\w@%+=:,./-]+$/.test(word))
        return word;
    return visibleLine(word) === word ? `'${word.replaceAll("'", "'\\''")}'` : `$'${inOctal(word)}'`;
}
/** Printable ASCII as it is, other bytes of UTF-8 in octal. */
function inOctal(word) {
    const bytes = [...new TextEncoder().encode(word)];
    return bytes
        .map((byte) => {
        const character = String.fromCharCode(byte);
        if (character === "'" || character === "\\")
            return `\\${character}`;
        return byte >= 0x20 && byte < 0x7f ? character : `\\${byte.toString(8).padStart(3, "0")}`;
    })
        .join("");
}
