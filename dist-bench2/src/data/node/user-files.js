/** The data sets of users: an .npz, a .csv, or a folder of either CSV or IDX files. */
import { stat } from "node:fs/promises";
import { InputError } from "../../errors.js";
import { isFile, isFolder } from "../../files/node/regular-file.js";
import { checkReading, readingKeyInWords, tableKeys } from "../reading.js";
import { ReadingError } from "../reading-error.js";
import { withAllRemedies } from "./all-remedies.js";
import { isIdxName, readIdxFolder, readIdxSet } from "./idx-files.js";
import { readNpz } from "./read-arrays.js";
import { readTable, tablesIn } from "./read-table.js";
/**
 * Reads a data set of the user.
 *
 * - `file.npz` with `x_train`, `y_train`, `x_test`, `y_test`, as Keras stores its data sets;
 * - `file.csv` (or `.tsv`): columns of numbers and one of labels; and
 * - a folder with MNIST's four IDX files (with or without .gz), or with `train.csv` and `test.csv`.
 *   The IDX files may have EMNIST's names; where a folder has several sets, the path of a set's
 *   training images names it.
 *
 * After the path of a `.csv` or of a folder of them, `#species` names the column of the labels and
 * `#4` gives its number (from 0).
 *
 * The columns of a CSV are standardized (`standardizeColumns`); the arrays of an .npz are used as
 * they are. Without a test part, `testFraction` of the samples become the test set, and `notes`
 * says so, as it tells of classes without test samples, of columns that look like identifiers, and
 * of rows that were left out. `datasetFromArrays` lists the shapes and labels that it accepts.
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
export async function loadUserData(path, options = {}) {
    try {
        return await readPath(path, options);
    }
    catch (error) {
        if (error instanceof ReadingError) {
            throw await withAllRemedies(error, options, (remedied) => readPath(path, remedied));
        }
        // What V8 says where an array does not fit into the memory, or is longer than any can be.
        if (!(error instanceof RangeError) || !/array/i.test(error.message))
            throw error;
        throw new InputError(`${path} holds more numbers than this process has memory for (${error.message}). Use fewer samples, or a machine with more memory.`, { cause: error });
    }
}
async function readPath(path, options) {
    const status = await stat(path).catch(() => undefined);
    if (status === undefined)
        return readLabelledBy(path, options);
    checkReading(options);
    const tables = status.isDirectory() ? await tablesIn(path) : undefined;
    if (tables !== undefined)
        return readTable(path, tables.train, tables.test, options);
    if (!status.isDirectory() && isTableName(path))
        return readTable(path, path, undefined, options);
    const read = arrayReaderOf(path, status.isDirectory());
    if (read === undefined) {
        const [, remedy] = otherFormats.find(([ending]) => ending.test(path)) ?? [];
        throw new InputError(`${path} has an unknown ending, expected .npz, .csv, .tsv or a folder of IDX or CSV files. ${remedy ?? "A table of text may be renamed to .csv; save other formats as one of these."}`);
    }
    refuseTableOptions(path, options);
    return read(path, options);
}
/** What to do with other formats that people have. */
const otherFormats = [
    [/\.npy$/i, 'An .npy has one array; samples and labels need two: np.savez("set.npz", x_train=x, y_train=y).'],
    [/\.(gz|zip|bz2|xz|7z|tar|tgz)$/i, "Unpack it first."],
    [/\.(xlsx?|ods|numbers)$/i, "Save the sheet as CSV."],
    [/\.(parquet|feather|arrow|pkl|pickle|json|sav|dta|rds)$/i, 'From pandas: df.to_csv("set.csv", index=False).'],
    [/\.(mat|h5|hdf5|pt|pth)$/i, 'Save its arrays from Python: np.savez("set.npz", x_train=x, y_train=y).'],
];
function arrayReaderOf(path, isDirectory) {
    if (isDirectory)
        return readIdxFolder;
    if (/\.npz$/i.test(path))
        return readNpz;
    return isIdxName(path) ? readIdxSet : undefined;
}
const isTableName = (path) => /\.[ct]sv$/i.test(path);
/** Whether a path, perhaps with the column of the labels, is that of tables. */
export async function isOfTables(text) {
    const path = (await isFile(text)) || (await isFolder(text)) ? text : text.replace(/#[^#]+$/, "");
    return isTableName(path) ? !(await isFolder(path)) : (await isFolder(path)) && (await tablesIn(path)) !== undefined;
}
/** @throws InputError for an option that says nothing of arrays */
function refuseTableOptions(path, options) {
    const idle = [...tableKeys, "header"].find((key) => options[key] !== undefined);
    if (idle === undefined)
        return;
    const name = idle === "header" ? idle : readingKeyInWords(idle);
    throw new InputError(`${name} is for tables in .csv and .tsv, and ${path} is none. Leave it out.`);
}
/** Reads `PATH#column`: the data of a path, with the column of the labels. */
async function readLabelledBy(text, options) {
    const [, path, column] = /^(.+)#(.+)$/.exec(text) ?? [];
    if (path === undefined || column === undefined || !((await isFile(path)) || (await isFolder(path)))) {
        throw new InputError(`There is no file or folder ${path ?? text}.`);
    }
    if (!(await isOfTables(path))) {
        throw new InputError(`${text}: "#${column}" names the column of the labels of a .csv or .tsv, which ${path} is not.`);
    }
    const label = /^-?\d+$/.test(column) ? Number(column) : column;
    return { ...(await loadUserData(path, { ...options, label })), name: text };
}
