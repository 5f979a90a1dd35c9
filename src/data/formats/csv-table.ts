/** Tables in comma-separated values: columns of numbers and one of labels. */
import { InputError } from "../../errors.js";
import type { NumericArray } from "./array.js";
import { csvRows } from "./csv-records.js";
import { excerpt } from "./excerpt.js";

/** How to read a table. */
export interface CsvOptions {
  /**
   * The column of the labels, by name or by number (from 0; negative counts from the end).
   *
   * @defaultValue the column "label", else "class", "target" or "y", in small or capital letters
   */
  readonly label?: string | number | undefined;
  /**
   * Whether the first row holds the names of the columns.
   *
   * @defaultValue whether a feature in the first row is not a number
   */
  readonly header?: boolean | undefined;
  /**
   * Separates fields.
   *
   * @defaultValue ","
   */
  readonly delimiter?: string | undefined;
}

/** A table, with features and labels apart. */
export interface CsvTable {
  /** `[rows, features]`, float32, in the order of the columns. */
  readonly features: NumericArray;
  /** One per row, as the file has them. */
  readonly labels: readonly string[];
  /** One per column of `features`. */
  readonly featureNames: readonly string[];
}

const LABEL_NAMES = ["label", "class", "target", "y"];

/**
 * Reads a table whose columns are numbers, except for that of the labels.
 *
 * @param source name of the file, for messages
 * @throws InputError for rows of different lengths, a field that is not a finite number, a label
 *   column that is missing or unclear, or a quote that is never closed
 * @example
 * import { parseCsv } from "stepzero/data";
 *
 * const text = "x,y,species\n1,2,cat\n3,4,dog\n";
 * const { labels, features } = parseCsv(text, "pets.csv", { label: "species" });
 * labels; // → ["cat", "dog"]
 * features.shape; // → [2, 2]
 */
export function parseCsv(text: string, source: string, options: CsvOptions = {}): CsvTable {
  const rows = csvRows(text, source, options.delimiter ?? ",");
  const first = rows.next();
  if (first.done) throw new InputError(`${source} is empty, expected rows of numbers and a label.`);
  const fields = first.value;
  if (fields.length < 2)
    throw new InputError(`${source} has one column, expected features and a label. Is its delimiter another?`);
  const column = labelColumn(fields, source, options);
  const isHeader = options.header ?? (column.byName || looksLikeHeader(fields, column.index));
  const names = isHeader ? fields.map((name) => name.trim()) : fields.map((_, i) => String(i));

  const labels: string[] = [];
  const values: number[] = [];
  let row = isHeader ? 1 : 0; // messages count from 1
  const addRecord = (record: readonly string[]): void => {
    row++;
    if (record.length !== names.length) {
      throw new InputError(
        `${source}, row ${row}: ${record.length} fields, expected ${names.length} as in the first row.`,
      );
    }
    for (const [i, field] of record.entries()) {
      if (i === column.index) labels.push(field.trim());
      else if (isNumber(field)) values.push(Number(field));
      else throw new InputError(`${source}, row ${row}, column "${names[i]}": "${field}" is not a finite number.`);
    }
  };
  if (!isHeader) addRecord(fields);
  for (const record of rows) addRecord(record);
  if (labels.length === 0) throw new InputError(`${source} has a header but no rows.`);
  const features = { shape: [labels.length, names.length - 1], data: Float32Array.from(values) };
  return { features, labels, featureNames: names.filter((_, i) => i !== column.index) };
}

function isNumber(field: string): boolean {
  return field.trim() !== "" && Number.isFinite(Number(field));
}

function looksLikeHeader(fields: readonly string[], label: number): boolean {
  return fields.some((field, i) => i !== label && !isNumber(field));
}

function labelColumn(
  fields: readonly string[],
  source: string,
  { label, header }: CsvOptions,
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
  if (labelName !== undefined && header !== false) return { index: lower.indexOf(labelName), byName: true };
  const last = names.length - 1;
  if (header ?? looksLikeHeader(names, last)) {
    throw new InputError(
      `${source} has no column named ${LABEL_NAMES.join(", ")}, which would be the label; its columns are: ${excerpt(names)}. Rename the label's column to "label", or name it after the path: --data "${source}#${names[last]}" takes the last.`,
    );
  }
  throw new InputError(
    `${source} has no header, so that nothing says which column is the label; its first row is: ${excerpt(names)}. Add a first row of names, the label's being "label", or give its number, from 0, after the path: --data "${source}#${last}" takes the last.`,
  );
}
