/** The data sets of users: an .npz, a .csv, or a folder of either CSV or IDX files. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../errors.js";
import { isFile, isFolder, openSource } from "../../files/node/regular-file.js";
import { checkClassCount, checkClassLabels, checkCount } from "../class-labels.js";
import type { Dataset } from "../dataset.js";
import type { NumericArray } from "../formats/array.js";
import { type CsvOptions, tableReader } from "../formats/csv-table.js";
import { excerpt } from "../formats/excerpt.js";
import { idxSize, parseIdx } from "../formats/idx.js";
import type { NpyHeader } from "../formats/npy-header.js";
import { openNpz, type PackedArray } from "../formats/npz.js";
import { datasetFromSamples, type LabelledSamples, labelledSamples } from "../from-arrays.js";
import { type Samples, sampleShape } from "../samples.js";
import { readFileBytes, readText, sha256OfBytes } from "./read-file.js";
import { zlibCodec } from "./zip-codec.js";

/** How to read a data set of the user. */
export interface UserDataOptions extends CsvOptions {
  /**
   * Share of the samples that becomes the test set, where there is none; always the same samples.
   *
   * @defaultValue 0.2
   */
  readonly testFraction?: number | undefined;
  /**
   * For rows: whether to bring each column to mean 0 and standard deviation 1, by the training
   * rows.
   *
   * @defaultValue true for CSV, false for .npz
   */
  readonly standardize?: boolean | undefined;
}

/**
 * Reads a data set of the user.
 *
 * - `file.npz` with `x_train`, `y_train`, `x_test`, `y_test`, as Keras stores its data sets;
 * - `file.csv` (or `.tsv`): columns of numbers and one of labels; and
 * - a folder with MNIST's four IDX files (with or without .gz), or with `train.csv` and `test.csv`.
 *
 * After the path of a `.csv` or of a folder of them, `#species` names the column of the labels and
 * `#4` gives its number (from 0).
 *
 * The columns of a CSV are standardized (`standardizeColumns`); the arrays of an .npz are used as
 * they are. Without a test part, `testFraction` of the samples become the test set, and `notes`
 * says so. `datasetFromArrays` lists the shapes and labels that it accepts.
 *
 * @throws InputError that names the file or array, what it holds and what was expected
 * @example
 * import { writeFileSync } from "node:fs";
 * import { loadUserData } from "stepzero/node";
 *
 * writeFileSync("pets.csv", "weight,species\n4,cat\n5,cat\n30,dog\n25,dog\n");
 * const pets = await loadUserData("pets.csv", { label: "species", testFraction: 0.5 });
 * pets.classNames; // → ["cat", "dog"]
 */
export async function loadUserData(path: string, options: UserDataOptions = {}): Promise<Dataset> {
  try {
    return await readPath(path, options);
  } catch (error) {
    // What V8 says where an array does not fit into the memory, or is longer than any can be.
    if (!(error instanceof RangeError) || !/array/i.test(error.message)) throw error;
    throw new InputError(
      `${path} holds more numbers than this process has memory for (${error.message}). Use fewer samples, or a machine with more memory.`,
      { cause: error },
    );
  }
}

async function readPath(path: string, options: UserDataOptions): Promise<Dataset> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) return readLabelledBy(path, options);
  if (status.isDirectory()) return readFolder(path, options);
  if (/\.npz$/i.test(path)) return readNpz(path, options);
  if (/\.[ct]sv$/i.test(path)) return readTable(path, path, undefined, options);
  throw new InputError(`${path} has an unknown ending, expected .npz, .csv, .tsv or a folder of IDX or CSV files.`);
}

/** Reads `PATH#column`: the data of a path, with the column of the labels. */
async function readLabelledBy(text: string, options: UserDataOptions): Promise<Dataset> {
  const [, path, column] = /^(.+)#(.+)$/.exec(text) ?? [];
  if (path === undefined || column === undefined || !((await isFile(path)) || (await isFolder(path)))) {
    throw new InputError(`There is no file or folder ${path ?? text}.`);
  }
  if (!(/\.[ct]sv$/i.test(path) || (await isFile(join(path, "train.csv"))))) {
    throw new InputError(
      `${text}: "#${column}" names the column of the labels of a .csv or .tsv, which ${path} is not.`,
    );
  }
  const label = /^-?\d+$/.test(column) ? Number(column) : column;
  return { ...(await loadUserData(path, { ...options, label })), name: text };
}

async function readNpz(path: string, options: UserDataOptions): Promise<Dataset> {
  const file = openSource(path);
  try {
    const [train, test] = readArrays(path, openNpz(file, path, zlibCodec));
    const { testFraction, standardize } = options;
    return await datasetFromSamples(path, train!, test, { testFraction, standardize, sha256: sha256OfBytes });
  } finally {
    file.close();
  }
}

/** The training and the test samples, if there are such, of an .npz. */
function readArrays(path: string, arrays: ReadonlyMap<string, PackedArray>): LabelledSamples[] {
  const find = (name: string) => {
    const array = arrays.get(name);
    if (array !== undefined) return { ...array, name: `${name} in ${path}` };
    throw new InputError(
      `${path} has no array ${name}, expected x_train, y_train, x_test and y_test; it has: ${excerpt([...arrays.keys()])}. Rename it, or add it.`,
    );
  };
  const parts = arrays.has("x_test") || arrays.has("y_test") ? ["train", "test"] : ["train"];
  const packed = parts.map((part) => ({ inputs: find(`x_${part}`), labels: find(`y_${part}`) }));
  for (const { inputs, labels } of packed) checkShapes(inputs, labels);
  return packed.map(({ inputs, labels }) =>
    labelledSamples({
      inputs: { ...inputs.read(), name: inputs.name },
      labels: { ...labels.read(), name: labels.name },
    }),
  );
}

type NamedArray = PackedArray & { readonly name: string };

/** Refuses arrays that do not fit together before they are unpacked, which takes memory. */
function checkShapes(inputs: NamedArray, labels: NamedArray): void {
  const described = ({ type, shape }: NpyHeader) => `${type} [${shape.join(", ")}]`;
  const [samples, classes] = [inputs.header(), labels.header()];
  sampleShape(inputs.name, samples.shape, described(samples));
  checkCount(labels.name, described(classes), classes.shape[0] ?? 0, { ...inputs, shape: samples.shape });
}

/** A table with the names of its columns. */
interface NamedTable extends LabelledSamples {
  readonly featureNames: readonly string[];
}

async function readCsv(path: string, options: UserDataOptions): Promise<NamedTable> {
  const delimiter = options.delimiter ?? (/\.tsv$/i.test(path) ? "\t" : ",");
  const name = `The label column of ${path}`;
  const reader = tableReader(path, { ...options, delimiter }, (different, rows) =>
    checkClassCount(different, rows, name),
  );
  for await (const text of readText(path)) reader.push(text);
  const { features, words, labels, featureNames } = reader.end();
  const { count, width } = features;
  const inputs = { name: `The feature table of ${path}`, shape: [count, width] };
  const samples: Samples = {
    name: inputs.name,
    description: `a table [${count}, ${width}]`,
    shape: [width],
    areBytes: false,
    rows: features,
  };
  return { samples, arrays: { inputs, labels: { name, different: words, codes: labels } }, featureNames };
}

/** Reads training rows at `path`, and test rows at `testPath` if there is one. */
async function readTable(
  name: string,
  path: string,
  testPath: string | undefined,
  options: UserDataOptions,
): Promise<Dataset> {
  const train = await readCsv(path, options);
  const { labels } = train.arrays;
  if ("codes" in labels) checkClassLabels(labels, labels.name);
  const test = testPath === undefined ? undefined : await readCsv(testPath, options);
  if (test !== undefined) checkSameColumns(train, path, test, testPath!);
  const { testFraction, standardize = true } = options;
  return datasetFromSamples(name, train, test, { testFraction, standardize, sha256: sha256OfBytes });
}

/** Columns in another order would be other features. */
function checkSameColumns(train: NamedTable, path: string, test: NamedTable, testPath: string): void {
  const [expected, got] = [train.featureNames, test.featureNames];
  const place = expected.findIndex((name, i) => name !== got[i]);
  if (expected.length === got.length && place < 0) return;
  throw new InputError(
    `${testPath} has the columns ${excerpt(got)} beside its label, expected those of ${path} in their order: ${excerpt(expected)}. Bring them into one order.`,
  );
}

async function readFolder(folder: string, options: UserDataOptions): Promise<Dataset> {
  const [trainCsv, testCsv] = [join(folder, "train.csv"), join(folder, "test.csv")];
  if (await isFile(trainCsv)) {
    return readTable(folder, trainCsv, (await isFile(testCsv)) ? testCsv : undefined, options);
  }
  const pair = async (prefix: string) =>
    labelledSamples({
      inputs: await readIdx(folder, `${prefix}-images-idx3-ubyte`),
      labels: await readIdx(folder, `${prefix}-labels-idx1-ubyte`),
    });
  return datasetFromSamples(folder, await pair("train"), await pair("t10k"), { sha256: sha256OfBytes });
}

async function readIdx(folder: string, name: string): Promise<NumericArray & { name: string }> {
  for (const ending of ["", ".gz"]) {
    const path = join(folder, name + ending);
    if (!(await isFile(path))) continue;
    const gzip = ending !== "";
    const bytes = await readFileBytes(path, { gzip, promised: (start) => idxSize(start, path) });
    return { ...parseIdx(bytes, path), name: path };
  }
  throw new InputError(
    `The folder ${folder} has no file ${name} (or ${name}.gz), expected MNIST's four IDX files, or train.csv and test.csv.`,
  );
}
