/** What a stream's terminal can show. */
import type { TextStream } from "./text-stream.js";

/** Wider lines of prose are hard to read. */
const WIDEST = 120;
/** Of pipes, files and terminals that do not say. */
const USUAL = 80;

/** Columns to write in: the terminal's, at most 120; 80 where they are unknown. */
export function columnsOf({ columns }: Pick<TextStream, "columns">): number {
  return Math.min(columns || USUAL, WIDEST);
}

/** Whether to write colours: to a terminal, unless the user or the terminal objects. */
export function showsColour({ isTTY }: Pick<TextStream, "isTTY">): boolean {
  return isTTY && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}

/** Whether to draw in place: in a terminal that a person watches. */
export function isWatched({ isTTY }: Pick<TextStream, "isTTY">): boolean {
  return isTTY && !process.env.CI && process.env.TERM !== "dumb";
}
