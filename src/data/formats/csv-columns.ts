/** What the first row of a table says: the names of its columns, and which one is the label. */
import { closest, InputError } from "../../errors.js";
import { shellLine } from "../../shell-words.js";
import type { ColumnName, TableReading } from "../reading.js";
import { parseDecimal } from "./decimal.js";
import { excerpt, shortened } from "./excerpt.js";

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

/** The columns of a table. */
export interface TableColumns {
  /** Those of the header, or "0", "1", … */
  readonly names: readonly string[];
  /** Index of the label's column. */
  readonly label: number;
  /** Indices of the features, in their order. */
  readonly features: readonly number[];
  /** Whether the first row is a header and no sample. */
  readonly isHeader: boolean;
}

const LABEL_NAMES = ["label", "class", "target", "y"];

/**
 * Reads the columns off the first row.
 *
 * @param fields the first row
 * @param source name of the file, for messages
 * @param remedy what to do where the label's column is not there, for messages
 * @throws InputError for a column that is missing or unclear, two columns of one name, or a first
 *   row that is neither a header nor a sample
 */
export function readColumns(
  fields: readonly string[],
  source: string,
  options: ColumnOptions,
  remedy = "",
): TableColumns {
  const names = fields.map((name) => name.trim());
  if (names.length < 2) {
    throw new InputError(
      `${source} has one column, expected features and a label; its first row is: ${shortened(names[0] ?? "")}. Take out what stands above the header; or, where another character separates the fields, name it: --separator semicolon (or comma, tab, pipe, space, or the character).`,
    );
  }
  const { header, decimal } = options;
  const items = [options.leaveOut ?? []].flat();
  const place = (item: ColumnName) => placeOf(item, names, source, header !== false);
  const outByName = items.filter((item) => !isNumeral(item)).map(place);
  const { index, byName } = labelColumn(names, new Set(outByName), source, options, remedy);
  const atNumbers = items.filter(isNumeral).map((item) => place(Number(item)));
  const others = [...names.keys()].filter((i) => i !== index && !outByName.includes(i) && !atNumbers.includes(i));
  const isNamed = byName || outByName.length > 0;
  const isHeader =
    header ?? (isNamed || isHeaderOfPandas(names, source) || isHeaderRow(names, others, source, decimal));
  if (isHeader && typeof options.label === "number") mustBeClear(options.label, index, names, source);
  // In a header, "0" may be a name; without one, it is a number.
  const out = new Set(items.map((item) => (isHeader || !isNumeral(item) ? place(item) : place(Number(item)))));
  if (out.has(index)) {
    throw new InputError(
      `${source}: column "${names[index]}" has the labels and cannot be left out. Name another one.`,
    );
  }
  const features = [...names.keys()].filter((i) => i !== index && !out.has(i));
  if (features.length === 0) {
    throw new InputError(`${source} has no feature left: its columns are ${excerpt(names)}. Leave out fewer of them.`);
  }
  if (!isHeader) return { names: names.map((_, i) => String(i)), label: index, features, isHeader };
  refuseTwins(names, [index, ...features], source);
  return { names, label: index, features, isHeader };
}

/** A number, or a text that is one. */
const isNumeral = (item: ColumnName) => typeof item === "number" || /^-?\d+$/.test(item);

/** The index of a column: its place by name, else by number. */
function placeOf(item: ColumnName, names: readonly string[], source: string, hasNames: boolean): number {
  if (typeof item === "string" && hasNames) {
    const index = names.indexOf(item);
    if (index >= 0) {
      refuseTwins(names, [...new Set([index, names.lastIndexOf(item)])], source);
      return index;
    }
  }
  if (isNumeral(item)) {
    const number = Number(item);
    const index = number < 0 ? names.length + number : number;
    if (Number.isInteger(index) && index >= 0 && index < names.length) return index;
    throw new InputError(
      `${source} has no column ${item}: it has ${names.length} (0 to ${names.length - 1}, or −1 for the last).`,
    );
  }
  const near = closest(String(item), names);
  const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
  throw new InputError(`${source} has no column named "${item}"; its first row is: ${excerpt(names)}.${hint}`);
}

/** "#2" is the third column; where another one has the name "2", nothing says which is meant. */
function mustBeClear(label: number, index: number, names: readonly string[], source: string): void {
  const twin = names.indexOf(String(label));
  if (twin < 0 || twin === index) return;
  const remedies = [index, twin].map((place) => `#${place - names.length} is column ${place}, "${names[place]}"`);
  throw new InputError(
    `${source}: ${label} is the number of column "${names[index]}" (from 0) and the name of another. Count from the end: ${remedies.join("; ")}.`,
  );
}

function refuseTwins(names: readonly string[], columns: readonly number[], source: string): void {
  const first = new Map<string, number>();
  for (const i of columns.toSorted((a, b) => a - b)) {
    const name = names[i]!;
    const twin = first.get(name);
    if (twin !== undefined) {
      const what = name === "" ? "have no name" : `are named "${name}"`;
      throw new InputError(
        `${source}: columns ${twin} and ${i} (from 0) ${what}. Give each column a name of its own, or leave one out by its number: --leave-out ${i}.`,
      );
    }
    first.set(name, i);
  }
}

/** From this many columns on, a first row 0, 1, 2, … is no sample. */
const ENOUGH_COLUMNS = 4;

/**
 * Whether the first row is what pandas writes for a table without names and with its index: an
 * empty name, 0, 1, 2, …
 *
 * @throws InputError for 0, 1, 2, … alone, which could be such a header without an index
 */
function isHeaderOfPandas(names: readonly string[], source: string): boolean {
  const counts = (some: readonly string[]) => some.every((name, i) => name === String(i));
  if (names.length >= ENOUGH_COLUMNS && counts(names)) {
    throw new InputError(
      `${source}: the first row, ${excerpt(names)}, counts the columns, as pandas names them, and could be a sample. Name the columns, or take the row out if it is none.`,
    );
  }
  return names[0] === "" && names.length > 2 && counts(names.slice(1));
}

/** Whether the features of the first row are names. */
function isHeaderRow(
  names: readonly string[],
  features: readonly number[],
  source: string,
  decimal: TableReading["decimal"],
): boolean {
  const words = features.map((i) => names[i]!).filter((field) => !isNumber(field, decimal));
  if (words.length === 0 || words.length === features.length) return words.length > 0;
  throw new InputError(
    `${source}: the first row is neither names nor numbers: ${excerpt(names)}. "${words[0]}" is not a number. Correct it, or, if the row holds the names of the columns, name the label's column after the path: --data "${source}#NAME".`,
  );
}

const isNumber = (field: string, decimal: TableReading["decimal"]) =>
  Number.isFinite(parseDecimal(field, 0, field.length, decimal));

function labelColumn(
  names: readonly string[],
  out: ReadonlySet<number>,
  source: string,
  { label, header, decimal }: ColumnOptions,
  remedy: string,
): { readonly index: number; readonly byName: boolean } {
  if (typeof label === "string") {
    const index = names.indexOf(label);
    if (index >= 0 && header !== false) return { index, byName: true };
    throw new InputError(
      `${source} has no column named "${label}"; its first row is: ${excerpt(names)}.${remedy}${leaveOutHint(label, names)}`,
    );
  }
  if (label !== undefined) {
    const index = label < 0 ? names.length + label : label;
    if (Number.isInteger(index) && index >= 0 && index < names.length) return { index, byName: false };
    throw new InputError(
      `${source} has no column ${label}: it has ${names.length} (0 to ${names.length - 1}, or −1 for the last).${remedy}`,
    );
  }
  const lower = names.map((name, i) => (out.has(i) ? "" : name.toLowerCase()));
  const labelName = LABEL_NAMES.find((name) => lower.includes(name));
  if (labelName !== undefined && header !== false) {
    const all = names.filter((_, i) => lower[i] === labelName);
    if (all.length === 1) return { index: lower.indexOf(labelName), byName: true };
    throw new InputError(
      `${source} has ${all.length} columns that could be the label: ${excerpt(all)}. Rename all but one, or take them out.`,
    );
  }
  const last = names.length - 1;
  if (header ?? names.some((name, i) => i !== last && !isNumber(name, decimal))) {
    throw new InputError(
      `${source} has no column named ${LABEL_NAMES.join(", ")}, which would be the label; its columns are: ${excerpt(names)}.${remedy} Rename the label's column to "label", or name it after the path: --data "${source}#${isNumeral(names[last]!) ? -1 : names[last]}" takes the last.`,
    );
  }
  throw new InputError(
    `${source} has no header, so that nothing says which column is the label; its first row is: ${excerpt(names)}. Add a first row of names, the label's being "label", or give its number, from 0, after the path: --data "${source}#${last}" takes the last.`,
  );
}

/** "#-id" names a label; who writes it wants to leave the column out. */
function leaveOutHint(label: string, names: readonly string[]): string {
  const name = label.slice(1);
  return label.startsWith("-") && names.includes(name) ? ` To leave that column out: --leave-out ${name}.` : "";
}

/**
 * The option of the command line that leaves a column out: "--leave-out id", or its number where a
 * list of names cannot have its name.
 *
 * @param index the column's, from 0
 */
export function leaveOutOption({ names, isHeader }: Pick<TableColumns, "names" | "isHeader">, index: number): string {
  const name = names[index]!;
  if (isHeader && /^[^,:\-\d][^,:]*$/.test(name)) return `--leave-out ${shellLine([name])}`;
  const isClear = !isHeader || !names.includes(String(index)) || names[index] === String(index);
  return `--leave-out ${isClear ? index : index - names.length}`;
}
