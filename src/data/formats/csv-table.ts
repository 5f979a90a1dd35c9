/** Tables in comma-separated values: columns of numbers and one of labels. */
import { InputError } from "../../errors.js";
import type { NumericArray } from "./array.js";
import { type ColumnOptions, readColumns, type TableColumns } from "./csv-columns.js";
import { type CsvReader, csvReader } from "./csv-records.js";
import { parseDecimal } from "./decimal.js";
import { shortened } from "./excerpt.js";
import { joined, type RowBlocks, type RowWriter, rowWriter } from "./row-blocks.js";

/** How to read a table. */
export interface CsvOptions extends ColumnOptions {
  /**
   * Separates fields: one character.
   *
   * @defaultValue ","
   */
  readonly delimiter?: string | undefined;
}

/** A table, with features and labels apart. */
export interface CsvTable {
  /** `[rows, features]`, float64, in the order of the columns. */
  readonly features: NumericArray;
  /** One per row, as the file has them. */
  readonly labels: readonly string[];
  /** One per column of `features`. */
  readonly featureNames: readonly string[];
}

/** A table as it is read from a file, which may be large. */
export interface TableRows {
  readonly features: RowBlocks;
  /** Each different label once, as the file has it. */
  readonly words: readonly string[];
  /** The index in `words` of each row's label: rows of one number. */
  readonly labels: RowBlocks;
  /** One per column of `features`. */
  readonly featureNames: readonly string[];
}

/** Reads a table piece by piece; `end` gives what it holds. */
export interface TableReader {
  readonly push: CsvReader["push"];
  readonly end: () => TableRows;
}

/**
 * Reads a table whose columns are numbers, except for that of the labels.
 *
 * @param source name of the file, for messages
 * @throws InputError for rows of different lengths, a field that is not a finite decimal number, a
 *   label that is missing, a label column that is missing or unclear, two columns of one name, or a
 *   quote that is never closed
 * @example
 * import { parseCsv } from "stepzero/data";
 *
 * const text = "x,y,species\n1,2,cat\n3,4,dog\n";
 * const { labels, features } = parseCsv(text, "pets.csv", { label: "species" });
 * labels; // → ["cat", "dog"]
 * features.shape; // → [2, 2]
 */
export function parseCsv(text: string, source: string, options: CsvOptions = {}): CsvTable {
  const reader = tableReader(source, options);
  reader.push(text);
  const { features, words, labels, featureNames } = reader.end();
  return {
    features: { shape: [features.count, features.width], data: joined(features) },
    labels: Array.from(joined(labels), (index) => words[index]!),
    featureNames,
  };
}

/** Most columns; more would be a file without line ends. */
const MOST_COLUMNS = 1_000_000;
/** Longest label and longest name of a column in characters. */
const LONGEST_NAME = 1000;

/** A label in these words, in small or capital letters, is none. */
const MISSING = new Set(["", "nan", "null", "<na>", "#n/a"]);

/**
 * Reads a table that comes in pieces. Its memory is that of its numbers and labels.
 *
 * @param onNewLabel is called for a label that did not occur before, with all different ones and
 *   the number of rows so far; what it throws ends the reading
 * @throws InputError as `parseCsv`
 */
// long because the steps of one pass share the columns, the labels and the place in the file
export function tableReader(
  source: string,
  options: CsvOptions = {},
  onNewLabel?: (labels: readonly string[], rows: number) => void,
): TableReader {
  const { delimiter = "," } = options;
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw new InputError(
      `The delimiter is ${JSON.stringify(delimiter)}, expected one character, and no quote or line end.`,
    );
  }
  let first: string[] = [];
  let columns: TableColumns | undefined;
  let rows: RowWriter | undefined;
  const labels = rowWriter(1);
  const words: string[] = [];
  const indices = new Map<string, number>(); // of `words`
  let row = 1; // messages count from 1
  let at = 0; // column
  let bad: InputError | undefined; // reported where the row has as many fields as it must

  const table = { names: [] as readonly string[], label: -1 };
  const field = (text: string, start: number, end: number): void => {
    if (columns === undefined) addName(text, start, end);
    else if (at === table.label) addLabel(text.slice(start, end).trim());
    else if (at < table.names.length) {
      const value = parseDecimal(text, start, end);
      rows!.set(at < table.label ? at : at - 1, value);
      if (!Number.isFinite(value)) bad ??= noNumber(text.slice(start, end), value, where(), delimiter);
    }
    at++;
  };
  const addName = (text: string, start: number, end: number): void => {
    if (first.length === MOST_COLUMNS) {
      throw new InputError(
        `${source} has over ${MOST_COLUMNS} fields in its first row, expected a column for each feature, and the label. Are its line ends missing?`,
      );
    }
    if (end - start > LONGEST_NAME) throw tooLong(`${source}, row 1, column ${at}`, text.slice(start, end));
    first.push(text.slice(start, end));
  };
  const where = () => `${source}, row ${row}, column "${table.names[at]}"`;
  const addLabel = (text: string): void => {
    if (text.length > LONGEST_NAME) throw tooLong(where(), text);
    let index = indices.get(text);
    if (index === undefined) {
      index = words.length;
      const word = [...text].join(""); // not a slice, which would hold on to the file's text
      words.push(word);
      indices.set(word, index);
      onNewLabel?.(words, columns?.isHeader ? row - 1 : row);
    }
    labels.set(0, index);
    if (MISSING.has(text.toLowerCase())) bad ??= noLabel(text, where());
  };
  const record = (): void => {
    if (columns === undefined) {
      columns = readColumns(first, source, options);
      table.names = columns.names;
      table.label = columns.label;
      rows = rowWriter(columns.names.length - 1);
      at = 0;
      if (!columns.isHeader) for (const text of first) field(text, 0, text.length);
      first = [];
      if (columns.isHeader) {
        row++;
        return;
      }
    }
    if (at !== table.names.length) {
      throw new InputError(
        `${source}, row ${row}: ${at} fields, expected ${table.names.length} as in the first row. Complete the row, or take it out.`,
      );
    }
    if (bad !== undefined) throw bad;
    rows!.endRow();
    labels.endRow();
    row++;
    at = 0;
  };

  const reader = csvReader(source, delimiter, { field, record });
  return {
    push: reader.push,
    end: () => {
      reader.end();
      if (columns === undefined || rows === undefined) {
        throw new InputError(`${source} is empty, expected rows of numbers and a label.`);
      }
      if (words.length === 0) throw new InputError(`${source} has a header but no rows: add rows of samples.`);
      const featureNames = columns.names.filter((_, i) => i !== table.label);
      return { features: rows.rows(), words, labels: labels.rows(), featureNames };
    },
  };
}

function noNumber(text: string, value: number, where: string, delimiter: string): InputError {
  if (!Number.isNaN(value)) {
    return new InputError(
      `${where}: "${shortened(text)}" is beyond the range of float64, 1.8e308. Rescale the column.`,
    );
  }
  const isComma = delimiter !== "," && /^\s*[+-]?\d*,\d+\s*$/.test(text);
  const remedy = isComma
    ? "Write decimal points, not commas."
    : "Write a decimal number such as -1.5 or 2e-3; fill missing values, and encode words as numbers, first.";
  return new InputError(`${where}: "${shortened(text)}" is not a finite number. ${remedy}`);
}

function noLabel(text: string, where: string): InputError {
  return new InputError(
    `${where}: ${text === "" ? "the label is missing" : `"${text}" stands for a missing label`}. Fill it in, or take the row out.`,
  );
}

function tooLong(where: string, text: string): InputError {
  return new InputError(
    `${where}: "${shortened(text)}" has ${text.length} characters, expected at most ${LONGEST_NAME}. Shorten it, or name the right column.`,
  );
}
