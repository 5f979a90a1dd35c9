/** What a stream's terminal can show. */

/** Wider lines of prose are hard to read. */
const WIDEST = 120;
/** Of pipes, files and terminals that do not say. */
const USUAL = 80;

/** Columns to write in: the terminal's, at most 120; 80 where they are unknown. */
export function columnsOf(stream: NodeJS.WriteStream): number {
  return Math.min(stream.columns || USUAL, WIDEST);
}

/** Whether to write colours: to a terminal, unless the user or the terminal objects. */
export function showsColour(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}

/** Whether to draw in place: in a terminal that a person watches. */
export function isWatched(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.CI && process.env.TERM !== "dumb";
}
