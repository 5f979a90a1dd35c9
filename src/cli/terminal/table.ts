/** Aligned columns. */
import { visibleLine } from "../../visible-text.js";
import { displayWidth, padEnd, padStart, truncate, truncateMiddle } from "./text.js";

/** A column of a table. */
export interface Column {
  /** One or more lines above the column. */
  readonly title: readonly string[];
  readonly align: "left" | "right";
  /**
   * A table that is too wide shortens this column with "…", at its end or, for names that differ at
   * both ends, in its middle; one column of a table.
   * @defaultValue false
   */
  readonly flexible?: boolean | "middle" | undefined;
}

/** The flexible column keeps at least so many columns. */
const NARROWEST = 12;

/**
 * The lines of a table: two spaces between columns, none at a line's end. A line is longer than
 * `width` only where the flexible column cannot shrink further.
 */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string[] {
  const height = Math.max(...columns.map(({ title }) => title.length));
  const head = Array.from({ length: height }, (_, i) => columns.map(({ title }) => title[i] ?? ""));
  const lines = [...head, ...rows].map((line) => line.map(visibleLine));
  const natural = columns.map((_, i) => Math.max(...lines.map((line) => displayWidth(line[i] ?? ""))));
  const total = natural.reduce((sum, n) => sum + n, 2 * (columns.length - 1));
  const widths = natural.map((n, i) =>
    columns[i]!.flexible ? Math.max(Math.min(n, NARROWEST), n - Math.max(0, total - width)) : n,
  );
  return lines.map((line) =>
    line
      .map((text, i) => fitCell(text, columns[i]!, widths[i]!))
      .join("  ")
      .trimEnd(),
  );
}

function fitCell(text: string, { align, flexible }: Column, width: number): string {
  const shorten = flexible === "middle" ? truncateMiddle : truncate;
  const visible = flexible ? shorten(text, width) : text;
  return align === "left" ? padEnd(visible, width) : padStart(visible, width);
}
