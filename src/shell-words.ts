/** Words of a command: as a POSIX shell reads them back, and out of one text. */
import { InputError } from "./errors.js";
import { visibleLine } from "./visible-text.js";

/**
 * One line that gives a shell these words. Words with other than plain characters are quoted:
 * `stepzero compare --data 'my data.npz'`. A word with hidden characters has its bytes in octal:
 * `$'\033[2J'`.
 */
export function shellLine(words: readonly (string | number)[]): string {
  return words.map((word) => quoted(String(word))).join(" ");
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return visibleLine(word) === word ? `'${word.replaceAll("'", "'\\''")}'` : `$'${inOctal(word)}'`;
}

/** Printable ASCII as it is, other bytes of UTF-8 in octal. */
function inOctal(word: string): string {
  const bytes = [...new TextEncoder().encode(word)];
  return bytes
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (character === "'" || character === "\\") return `\\${character}`;
      return byte >= 0x20 && byte < 0x7f ? character : `\\${byte.toString(8).padStart(3, "0")}`;
    })
    .join("");
}

/**
 * The words of a text: split at blanks, which quotes keep together. Nothing else is special, and
 * nothing is expanded.
 *
 * @param source the text's name, for messages
 * @throws InputError for a quote that does not end, or no word
 */
export function splitWords(text: string, source: string): string[] {
  const words: string[] = [];
  let rest = text.trimStart();
  while (rest !== "") {
    const [word = ""] = /^(?:[^\s"']|"[^"]*"|'[^']*')+/.exec(rest) ?? [];
    if (word === "" || /^["']/.test(rest.slice(word.length))) {
      throw new InputError(`${source} has a quote without its end: ${text}. Close it, or write a list of words.`);
    }
    words.push(word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
    rest = rest.slice(word.length).trimStart();
  }
  if (words.length === 0) throw new InputError(`${source} is empty; write the words of a command.`);
  return words;
}
