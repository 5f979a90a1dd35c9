/** Samples and labels from the text of a table, wherever the text comes from. */
import type { Sha256 } from "./checksum.js";
import type { Dataset } from "./dataset.js";
import type { TableColumns } from "./formats/csv-columns.js";
import { type CsvOptions, tableReader } from "./formats/csv-table.js";
import { datasetFromSamples } from "./from-arrays.js";
import { idColumnNotes } from "./id-columns.js";
import { checkClassCount, checkClassLabels } from "./no-classes.js";
import type { ReadingOptions } from "./reading.js";
import { sampleShape } from "./sample-shape.js";
import { type LabelledSamples, leftOutNote } from "./with-labels.js";

/** The text of a table, in pieces. */
export interface TableText {
  /** The path or the name of the file, for messages. */
  readonly path: string;
  /** The name of the file alone. */
  readonly file: string;
  readonly pieces: Iterable<string> | AsyncIterable<string>;
}

/** How a table becomes a data set. */
export interface TableDataOptions extends CsvOptions, Pick<ReadingOptions, "shape"> {
  /**
   * Share of the samples that becomes the test set, where there is none.
   *
   * @defaultValue 0.2
   */
  readonly testFraction?: number | undefined;
  /**
   * Whether to bring each column to mean 0 and standard deviation 1, by the training rows.
   *
   * @defaultValue true
   */
  readonly standardize?: boolean | undefined;
}

/** A table with the names of its columns. */
export interface NamedTable extends LabelledSamples {
  readonly columns: TableColumns;
  readonly notes: readonly string[];
}

/**
 * Reads the rows of a table.
 *
 * @param withoutLabels what to do where the label's column is not there, for messages
 * @throws InputError that names the file, row and column
 */
export async function tableSamples(
  { path, file, pieces }: TableText,
  options: TableDataOptions,
  withoutLabels?: string,
): Promise<NamedTable> {
  const name = `The label column of ${path}`;
  const reader = tableReader(path, {
    ...options,
    separator: options.separator ?? (/\.tsv$/i.test(path) ? "tab" : undefined),
    onNewLabel: (different, rows) => checkClassCount(different, rows, name),
    withoutLabels,
  });
  for await (const text of pieces) reader.push(text);
  const { features, words, labels, columns, leftOut } = reader.end();
  const { count, width } = features;
  const inputs = { name: `The feature table of ${path}`, shape: [count, width] };
  const description = `a table [${count}, ${width}]`;
  const [shape] = sampleShape(inputs.name, inputs.shape, description, options.shape);
  const notes = leftOut === 0 ? [] : [leftOutNote(leftOut, count, file)];
  return {
    samples: { name: inputs.name, description, shape, areRows: true, areBytes: false, rows: features },
    arrays: { inputs, labels: { name, different: words, codes: labels } },
    columns,
    notes,
  };
}

/**
 * The data set of a table's rows.
 *
 * @param name name of the data set
 * @param test rows of the test set; without them a fifth of the training rows is set aside
 * @throws InputError for labels that are no classes
 */
export function datasetOfTable(
  name: string,
  train: NamedTable,
  test: NamedTable | undefined,
  options: TableDataOptions & { readonly sha256?: Sha256 },
): Promise<Dataset> {
  const { testFraction, standardize = true, shape, sha256 } = options;
  const { labels } = train.arrays;
  if ("codes" in labels) checkClassLabels(labels, labels.name, options.decimal);
  const ids = shape === undefined ? idColumnNotes(train.samples.rows, train.columns) : [];
  const noted = { ...train, notes: [...train.notes, ...ids] };
  return datasetFromSamples(name, noted, test, { testFraction, standardize, ...(sha256 && { sha256 }) });
}
