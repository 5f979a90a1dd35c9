/** What a user may say of the columns of a table. */
import type { TableReading } from "../reading.js";

/** How to read the columns of a table. */
export interface ColumnOptions extends Pick<TableReading, "leaveOut" | "decimal"> {
  /**
   * The column of the labels, by name or by number (from 0; negative counts from the end).
   *
   * @defaultValue the column "label", else "class", "target" or "y", in small or capital letters
   */
  readonly label?: string | number | undefined;
  /**
   * Whether the first row holds the names of the columns.
   *
   * @defaultValue whether no feature in the first row is a number; where only some are, nothing is
   * guessed
   */
  readonly header?: boolean | undefined;
}
