/** What the first row of a table says: the names of its columns, and which one is the label. */
import { InputError } from "../../errors.js";
import { parseDecimal } from "./decimal.js";
import { excerpt } from "./excerpt.js";

/** How to read the columns of a table. */
export interface ColumnOptions {
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

/** The columns of a table. */
export interface TableColumns {
  /** Those of the header, or "0", "1", … */
  readonly names: readonly string[];
  /** Index of the label's column. */
  readonly label: number;
  /** Whether the first row is a header and no sample. */
  readonly isHeader: boolean;
}

const LABEL_NAMES = ["label", "class", "target", "y"];

/**
 * Reads the columns off the first row.
 *
 * @param fields the first row
 * @param source name of the file, for messages
 * @throws InputError for a label column that is missing or unclear, two columns of one name, or a
 *   first row that is neither a header nor a sample
 */
export function readColumns(fields: readonly string[], source: string, options: ColumnOptions): TableColumns {
  if (fields.length < 2)
    throw new InputError(`${source} has one column, expected features and a label. Is its delimiter another?`);
  const { index, byName } = labelColumn(fields, source, options);
  const isHeader = options.header ?? (byName || isHeaderRow(fields, index, source));
  if (!isHeader) return { names: fields.map((_, i) => String(i)), label: index, isHeader };
  const names = fields.map((name) => name.trim());
  refuseTwins(names, source);
  return { names, label: index, isHeader };
}

function refuseTwins(names: readonly string[], source: string): void {
  const first = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    const twin = first.get(name);
    if (twin !== undefined) {
      const what = name === "" ? "have no name" : `are named "${name}"`;
      throw new InputError(
        `${source}: columns ${twin} and ${i} (from 0) ${what}. Give each column a name of its own, or take one out.`,
      );
    }
    first.set(name, i);
  }
}

const isNumber = (field: string) => Number.isFinite(parseDecimal(field, 0, field.length));

/** Whether the features of the first row are names. */
function isHeaderRow(fields: readonly string[], label: number, source: string): boolean {
  const features = fields.filter((_, i) => i !== label);
  const words = features.filter((field) => !isNumber(field));
  if (words.length === 0 || words.length === features.length) return words.length > 0;
  throw new InputError(
    `${source}: the first row is neither names nor numbers: ${excerpt(fields)}. "${words[0]!.trim()}" is not a number. Correct it, or, if the row holds the names of the columns, name the label's column after the path: --data "${source}#NAME".`,
  );
}

function labelColumn(
  fields: readonly string[],
  source: string,
  { label, header }: ColumnOptions,
): { readonly index: number; readonly byName: boolean } {
  const names = fields.map((field) => field.trim());
  if (typeof label === "string") {
    const index = names.indexOf(label);
    if (index >= 0 && header !== false) return { index, byName: true };
    throw new InputError(`${source} has no column named "${label}"; its first row is: ${excerpt(names)}.`);
  }
  if (label !== undefined) {
    const index = label < 0 ? names.length + label : label;
    if (Number.isInteger(index) && index >= 0 && index < names.length) return { index, byName: false };
    throw new InputError(
      `${source} has no column ${label}: it has ${names.length} (0 to ${names.length - 1}, or −1 for the last).`,
    );
  }
  const lower = names.map((name) => name.toLowerCase());
  const labelName = LABEL_NAMES.find((name) => lower.includes(name));
  if (labelName !== undefined && header !== false) {
    const all = names.filter((_, i) => lower[i] === labelName);
    if (all.length === 1) return { index: lower.indexOf(labelName), byName: true };
    throw new InputError(
      `${source} has ${all.length} columns that could be the label: ${excerpt(all)}. Rename all but one, or take them out.`,
    );
  }
  const last = names.length - 1;
  if (header ?? names.some((name, i) => i !== last && !isNumber(name))) {
    throw new InputError(
      `${source} has no column named ${LABEL_NAMES.join(", ")}, which would be the label; its columns are: ${excerpt(names)}. Rename the label's column to "label", or name it after the path: --data "${source}#${names[last]}" takes the last.`,
    );
  }
  throw new InputError(
    `${source} has no header, so that nothing says which column is the label; its first row is: ${excerpt(names)}. Add a first row of names, the label's being "label", or give its number, from 0, after the path: --data "${source}#${last}" takes the last.`,
  );
}
