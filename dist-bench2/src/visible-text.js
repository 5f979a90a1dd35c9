/**
 * Text from outside (labels, names, paths, messages that quote them) as people and parsers may see
 * it. Every medium applies this at its edge: the terminal, HTML and SVG, Markdown, LaTeX, CSV.
 */
/**
 * Characters that show nothing or change what stands around them: controls (C0, DEL, C1), formats
 * (directions, zero widths, tags), separators of lines and paragraphs, halves of pairs, and code
 * points that are no characters.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;
/** Joiners and variants, which many scripts and emoji need. */
const joining = /\u200c|\u200d|\ufe0e|\ufe0f/u;
/** What those may follow. After a Latin letter or a space they only hide. */
const joined = /[^\p{ASCII}\p{Script=Latin}\p{C}\p{Z}]$/u;
const short = { "\t": "\\t", "\r": "\\r", "\n": "\\n" };
/**
 * The text with each hidden character as its escape: `visible("\u001b[2J")` is the seven characters
 * `\u001b[2J`. Line feeds stay. A text that is JSON stays the same JSON. Applied twice it changes
 * nothing more; a backslash that was there stays as it is.
 */
export function visible(text) {
    return text.replace(hidden, (character, at) => {
        if (character === "\n")
            return character;
        if (joining.test(character) && joined.test(text.slice(Math.max(0, at - 2), at)))
            return character;
        return escapeOf(character);
    });
}
/** `visible`, for what must be one line: a table's cell, a name. Line feeds are shown, too. */
export function visibleLine(text) {
    return visible(text).replaceAll("\n", short["\n"]);
}
/** In units of UTF-16, as JSON and JavaScript write them. */
function escapeOf(character) {
    const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
    return short[character] ?? units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
