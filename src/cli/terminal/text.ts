/**
 * Text in a terminal's columns. Widths are `string-width`'s: none for styles and marks, two for
 * wide characters. What is cut or broken here shows its hidden characters, so that it is as wide as
 * it looks.
 */
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
import { spaceInQuantity } from "../../study/results/figure-text.js";
import { visible, visibleLine } from "../../visible-text.js";

/** Columns that a text takes. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** The text with spaces behind it, up to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** The text with spaces before it, up to `width` columns. */
export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** At most `width` columns; the end of a longer text becomes "…". Takes text without styles. */
export function truncate(text: string, width: number): string {
  const line = visibleLine(text);
  if (displayWidth(line) <= width) return line;
  let start = "";
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    if (displayWidth(start + segment) > width - 1) break;
    start += segment;
  }
  return width < 1 ? "" : `${start}…`;
}

/** At most `width` columns; the middle of a longer text becomes "…". Takes text without styles. */
export function truncateMiddle(text: string, width: number): string {
  const line = visibleLine(text);
  if (displayWidth(line) <= width || width < 3) return truncate(line, width);
  const segments = Array.from(new Intl.Segmenter().segment(line), ({ segment }) => segment);
  const before = Math.ceil((width - 1) / 2);
  const start = truncate(line, before + 1).slice(0, -1);
  let end = "";
  for (const segment of segments.reverse()) {
    if (displayWidth(segment + end) > width - 1 - displayWidth(start)) break;
    end = segment + end;
  }
  return `${start}…${end}`;
}

/**
 * Lines of at most `width` columns, broken at spaces, but not between a number and its unit or its
 * sign. A longer word has a line of its own.
 */
export function wrap(text: string, width: number): string {
  const joined = visible(text).replace(spaceInQuantity, JOINT);
  return wrapAnsi(joined, Math.max(1, width)).replaceAll(JOINT, " ");
}

/** Stands for a space that is no place to break. `visible` leaves no such character in a text. */
const JOINT = "\ufdd0";

/** Wrapped text behind a mark, as "• text"; all lines begin at the same column. */
export function item(mark: string, text: string, width: number): string {
  const column = displayWidth(mark);
  return mark + hanging(text, width, column);
}

/** Wrapped text that begins at a column; its other lines are indented to there. */
export function hanging(text: string, width: number, column: number): string {
  return wrap(text, width - column).replaceAll("\n", `\n${" ".repeat(column)}`);
}
