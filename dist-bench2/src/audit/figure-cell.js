/** A cell of a published table: a figure, perhaps with its spread, as people write it. */
/**
 * The text without what only makes it bold, italic, underlined or aligned, in Markdown, LaTeX and
 * HTML.
 */
export function plainCell(cell) {
    let text = cell
        .replace(/<\/?(?:b|strong|i|em|u)>/gi, "")
        .replace(/\\(?:cellcolor|rowcolor|color|textcolor)(?:\[[^\]]*\])?\{[^{}]*\}/g, "")
        .replace(/&nbsp;|\\[,;!: ]|(?<=\S)~/g, " ")
        .replace(/&plusmn;|\\pm(?![a-z])|\+\s*[-−/]+\s*[-−]?(?=[\s\d{.])/gi, "±")
        .replace(/\\downarrow(?![a-z])/g, "↓")
        .replace(/\\uparrow(?![a-z])/g, "↑")
        .replace(/\$/g, "")
        .replace(/\\(?:bfseries|bf|itshape|it|boldmath|centering)(?![a-z])\s*/g, "");
    const wrapped = /\\(?:textbf|mathbf|boldsymbol|bm|underline|emph|textit|text|mathrm|textrm|num|mbox)\s*\{([^{}]*)\}/g;
    for (let before = ""; before !== text;) {
        before = text;
        text = text.replace(wrapped, "$1");
    }
    return text
        .replace(/\{,\}/g, ",")
        .replace(/_\{?\s*±\s*([^{}]*)\}?/g, "±$1")
        .replace(/[{}]/g, "")
        .replace(/\\([%&_#])/g, "$1")
        .replace(/^(\*\*|__|\*|_)(.*)\1$/, "$2")
        .replace(/\*\*/g, "")
        .trim();
}
/**
 * What a comma in these cells must be: of "97,3" a decimal sign, of "1,234.5" and "1,234,567" one
 * between thousands. "1,234" alone does not tell; where any cell has a point, it is thousands.
 */
export function commaMeaning(cells) {
    if (cells.some((cell) => /\d\.\d/.test(cell) || /\d,\d{3},\d{3}(?!\d)/.test(cell)))
        return "thousands";
    const isDecimal = cells.some((cell) => /(?:^|\D)\d+,(?:\d{1,2}|\d{4,})(?!\d)|\d{4,},\d|(?:^|\D)0,\d/.test(cell));
    return isDecimal ? "decimal" : undefined;
}
const NUMBER = String.raw `[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const plain = new RegExp(`^(${NUMBER})$`, "i");
const withSpread = new RegExp(String.raw `^\(?\s*(${NUMBER})\s*%?\s*±\s*(${NUMBER})\s*%?\s*\)?\s*%?$`, "i");
const inBrackets = new RegExp(String.raw `^(${NUMBER})(\s*%?\s*)\((\d+\.?\d*|\.\d+)\s*%?\)\s*%?$`);
/**
 * Reads a cell whose text `plainCell` gave. A percent sign is dropped.
 *
 * @returns undefined where it is no figure, or one whose reading is not certain
 */
export function readFigure(text, comma) {
    const cell = withPoints(text
        .replace(/[−–](?=[\d.])/g, "-")
        .replace(/[*†‡§]+$/, "")
        .trim(), comma);
    if (cell === undefined)
        return undefined;
    const [, alone] = plain.exec(cell.replace(/\s*%$/, "")) ?? [];
    if (alone !== undefined)
        return figureOf(alone, undefined);
    const [, figure, after] = withSpread.exec(cell) ?? [];
    if (figure !== undefined && after !== undefined)
        return figureOf(figure, Number(after));
    const [, before, gap, digits] = inBrackets.exec(cell) ?? [];
    if (before === undefined || digits === undefined)
        return undefined;
    if (digits.includes("."))
        return figureOf(before, Number(digits));
    // "97.3 (2)" may be a rank or a number of runs.
    return /\s/.test(gap) ? undefined : figureOf(before, Number(`${digits}e-${decimalsOf(before)}`));
}
function figureOf(text, plusMinus) {
    const value = Number(text);
    if (!Number.isFinite(value) || plusMinus === Number.POSITIVE_INFINITY)
        return undefined;
    return { value, plusMinus, decimals: decimalsOf(text) };
}
/** Numbers with points only; undefined where a comma may be either. */
function withPoints(text, comma) {
    const joined = text.replace(/(\d)[\u00a0\u202f\u2009' ](?=\d{3}(?!\d))/g, "$1");
    if (!/\d,\d/.test(joined))
        return joined;
    if (comma === "decimal")
        return joined.replace(/(\d),(?=\d)/g, "$1.");
    if (comma === "thousands")
        return joined.replace(/(\d),(?=\d{3}(?!\d))/g, "$1");
    return undefined;
}
function decimalsOf(text) {
    return /\.(\d*)/.exec(text)?.[1]?.length ?? 0;
}
