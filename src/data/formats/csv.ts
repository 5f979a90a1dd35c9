/** Comma-separated values: rows of numbers and a label, as RFC 4180 writes them. */
import { InputError } from "../../errors.js";
import type { NumericArray } from "./array.js";

export interface CsvOptions {
  /**
   * The label's column by name or by number (from 0; negative counts from the end). If left out, the one named "label",
   * else "class", "target" or "y", in small or capital letters.
   */
  readonly label?: string | number | undefined;
  /** Whether the first row names the columns; if left out it does where a feature's field in it is no number. */
  readonly header?: boolean | undefined;
  /** "," unless said. */
  readonly delimiter?: string | undefined;
}

export interface CsvTable {
  /** `[rows, features]`, float32, columns in the file's order without the label. */
  readonly features: NumericArray;
  /** One a row, as written. */
  readonly labels: readonly string[];
  readonly featureNames: readonly string[];
}

const LABEL_NAMES = ["label", "class", "target", "y"];

/**
 * Reads a table whose columns are numbers but for the label's.
 *
 * @param source the file's name, for messages
 * @throws InputError for rows of different lengths, a field that is no finite number, a label column that is missing
 *   or not named, an open quote
 *
 * @example
 * parseCsv("x,y,species\n1,2,cat\n3,4,dog\n", "pets.csv", { label: "species" });
 * // → { features: { shape: [2, 2], data: [1, 2, 3, 4] }, labels: ["cat", "dog"], featureNames: ["x", "y"] }
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
  let row = isHeader ? 1 : 0; // counted from 1 in messages
  const take = (record: readonly string[]): void => {
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
  if (!isHeader) take(fields);
  for (const record of rows) take(record);
  if (labels.length === 0) throw new InputError(`${source} has a header but no rows.`);
  const features = { shape: [labels.length, names.length - 1], data: Float32Array.from(values) };
  return { features, labels, featureNames: names.filter((_, i) => i !== column.index) };
}

function isNumber(field: string): boolean {
  return field.trim() !== "" && Number.isFinite(Number(field));
}

/** More classes than any public image set that a laptop trains on. */
const MOST_CLASSES = 1000;
/** From so many rows on, more classes than half of them are no classes. */
const ENOUGH_ROWS = 20;

/**
 * Refuses labels that are rather measurements than classes: over 1,000 different ones, as many as rows, or (from 20 rows on)
 * more than half as many.
 *
 * @param name the label column, for messages
 * @throws InputError
 */
export function checkClassLabels(labels: readonly string[], name: string): void {
  const [classes, rows] = [new Set(labels).size, labels.length];
  const tooMany = classes > MOST_CLASSES || classes === rows || (rows >= ENOUGH_ROWS && classes > rows / 2);
  if (rows < 2 || !tooMany) return;
  throw new InputError(
    `${name} has ${classes} different values in ${rows} rows (${excerpt([...new Set(labels)])}), which looks like a regression target or an identifier; expected classes: at most ${MOST_CLASSES}, with several rows each. Name another column, or put the values into classes first.`,
  );
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
  const usual = LABEL_NAMES.find((name) => lower.includes(name));
  if (usual !== undefined && header !== false) return { index: lower.indexOf(usual), byName: true };
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

function excerpt(names: readonly string[]): string {
  return names.length <= 10 ? names.join(", ") : `${names.slice(0, 10).join(", ")}, … (${names.length} in all)`;
}

/** Records one by one: quoted fields may hold delimiters, line ends and doubled quotes; empty lines are skipped. */
export function* csvRows(text: string, source: string, delimiter: string): Generator<string[]> {
  let at = text.startsWith("\uFEFF") ? 1 : 0; // byte order mark
  while (at < text.length) {
    const fields: string[] = [];
    for (let more = true; more; ) {
      let field: string;
      if (text[at] === '"') {
        const start = at;
        field = "";
        for (;;) {
          const quote = text.indexOf('"', at + 1);
          if (quote < 0) throw new InputError(`${source}: the quote opened at character ${start} is never closed.`);
          field += text.slice(at + 1, quote);
          at = quote + 1;
          if (text[at] !== '"') break;
          field += '"';
        }
        if (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") {
          throw new InputError(
            `${source}: character ${at} follows a closing quote, expected "${delimiter}" or a new line.`,
          );
        }
      } else {
        const start = at;
        while (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") at++;
        field = text.slice(start, at);
      }
      fields.push(field);
      more = text[at] === delimiter;
      if (more) at++;
    }
    at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
    if (fields.length > 1 || fields[0] !== "") yield fields;
  }
}
