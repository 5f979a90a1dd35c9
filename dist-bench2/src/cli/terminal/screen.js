/** Wider lines of prose are hard to read. */
const WIDEST = 120;
/** Of pipes, files and terminals that do not say. */
const USUAL = 80;
/** Columns to write in: the terminal's, at most 120; 80 where they are unknown. */
export function columnsOf({ columns }) {
    return Math.min(columns || USUAL, WIDEST);
}
/**
 * Columns that a table may take: all of the terminal's. In a pipe or a file a table has no bound,
 * so that no name is cut there.
 */
export function tableColumnsOf({ columns, isTTY }) {
    return isTTY ? columns || USUAL : Number.POSITIVE_INFINITY;
}
/** Whether to write colours: to a terminal, unless the user or the terminal objects. */
export function showsColour({ isTTY }) {
    return isTTY && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}
/** Whether to draw in place: in a terminal that a person watches. */
export function isWatched({ isTTY }) {
    return isTTY && !process.env.CI && process.env.TERM !== "dumb";
}
