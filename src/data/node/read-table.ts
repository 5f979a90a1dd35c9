/** Data sets of users in tables: one .csv or .tsv, or a folder of two. */
import { basename, join } from "node:path";
import { InputError } from "../../errors.js";
import { isFile } from "../../files/node/regular-file.js";
import type { Dataset } from "../dataset.js";
import { excerpt } from "../formats/excerpt.js";
import { datasetOfTable, type NamedTable, tableSamples } from "../table-samples.js";
import { readText, sha256OfBytes } from "./read-file.js";
import type { UserDataOptions } from "./user-data-options.js";

/**
 * Reads training rows at `path`, and test rows at `testPath` if there is one.
 *
 * @param name name of the data set
 * @throws InputError that names the file, row and column
 */
export async function readTable(
  name: string,
  path: string,
  testPath: string | undefined,
  options: UserDataOptions,
): Promise<Dataset> {
  const train = await readCsv(path, options);
  const test = testPath === undefined ? undefined : await readTest(train, path, testPath, options);
  return datasetOfTable(name, train, test, { ...options, sha256: sha256OfBytes });
}

/** Paths of the tables in a folder; undefined where there is no train.csv. */
export async function tablesIn(folder: string): Promise<{ train: string; test: string | undefined } | undefined> {
  const [train, test] = [join(folder, "train.csv"), join(folder, "test.csv")];
  if (!(await isFile(train))) return undefined;
  return { train, test: (await isFile(test)) ? test : undefined };
}

const readCsv = (path: string, options: UserDataOptions, withoutLabels?: string): Promise<NamedTable> =>
  tableSamples({ path, file: basename(path), pieces: readText(path, options.encoding) }, options, withoutLabels);

/** Reads the test rows, whose label is that of the training rows. */
async function readTest(
  train: NamedTable,
  path: string,
  testPath: string,
  options: UserDataOptions,
): Promise<NamedTable> {
  const { names, label, isHeader } = train.columns;
  const alone = options.label === undefined ? path : `${path}#${options.label}`;
  const withoutLabels = ` No run can be judged on samples without labels. Add that column, or use the training rows alone, of which stepzero sets a fifth aside: --data "${alone}".`;
  const labelled = { ...options, label: isHeader ? names[label]! : (options.label ?? label) };
  const test = await readCsv(testPath, labelled, withoutLabels);
  checkSameColumns(train, path, test, testPath, withoutLabels);
  return test;
}

/** Columns in another order would be other features. */
function checkSameColumns(
  train: NamedTable,
  path: string,
  test: NamedTable,
  testPath: string,
  withoutLabels: string,
): void {
  const [expected, got] = [train, test].map(({ columns }) => columns.features.map((i) => columns.names[i]!)) as [
    string[],
    string[],
  ];
  const place = expected.findIndex((name, i) => name !== got[i]);
  if (expected.length === got.length && place < 0) return;
  const isShorter = !test.columns.isHeader && got.length === expected.length - 1;
  const remedy = isShorter ? `Is its label missing?${withoutLabels}` : "Bring them into one order.";
  throw new InputError(
    `${testPath} has the columns ${excerpt(got)} beside its label, expected those of ${path} in their order: ${excerpt(expected)}. ${remedy}`,
  );
}
