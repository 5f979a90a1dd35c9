/** Loads a data set by name or path. */
import { InputError, unknownName } from "../../errors.js";
import { isFile, isFolder } from "../../files/node/regular-file.js";
import type { CatalogueName } from "../catalogue.js";
import { catalogue } from "../catalogue.js";
import type { Dataset } from "../dataset.js";
import { glyphs } from "../glyphs.js";
import { tableKeys } from "../reading.js";
import { dataLocation } from "./data-location.js";
import type { LoadOptions } from "./data-places.js";
import { loadPublished } from "./published.js";
import type { UserDataOptions } from "./user-data-options.js";
import { isOfTables, loadUserData } from "./user-files.js";

/**
 * Loads a data set by name, or one of the user by path.
 *
 * `glyphs` is computed. A published data set is read from `dataDir`, else (unless `onlyDataDir`)
 * from the cache, else downloaded into the cache; every byte is verified. A damaged file in
 * `dataDir` is an error. A damaged file in the cache is renamed to `*.bad` and downloaded again.
 *
 * @param nameOrPath "glyphs", "mnist", "fashion-mnist", "cifar10", or a path that `loadUserData`
 *   reads (an .npz, a .csv, a folder)
 * @param options where data sets lie
 * @defaultValue `options`: the folders of the command line, `STEPZERO_DATA` or the cache
 * @throws InputError for an unknown name, a missing folder, a damaged file, or a data set that is
 *   neither in a folder nor can be downloaded
 */
export async function loadDataset(
  nameOrPath: string,
  options: LoadOptions = dataLocation(undefined),
): Promise<Dataset> {
  if (nameOrPath === "glyphs") return glyphs();
  if (Object.hasOwn(catalogue, nameOrPath)) return loadPublished(catalogue[nameOrPath as CatalogueName], options);
  if (await looksLikePath(nameOrPath)) {
    return loadUserData(nameOrPath, options.userData && (await usable(nameOrPath, options.userData)));
  }
  const { message } = unknownName("data set", nameOrPath, ["glyphs", ...Object.keys(catalogue)]);
  throw new InputError(`${message} The path of an .npz or .csv file or of a folder of IDX files also does.`);
}

/** Whether a name is that of a data set of stepzero's, which options of reading do not change. */
export const isBuiltIn = (name: string): boolean => name === "glyphs" || Object.hasOwn(catalogue, name);

/** The options without those for tables, where there is none: they are for other files. */
async function usable(path: string, options: UserDataOptions): Promise<UserDataOptions> {
  if (await isOfTables(path)) return options;
  return Object.fromEntries(Object.entries(options).filter(([key]) => !tableKeys.some((one) => one === key)));
}

/** Names have neither separators nor endings. Whatever exists is a path, too. */
async function looksLikePath(text: string): Promise<boolean> {
  return /[/\\]|\.(npz|csv|tsv|gz)(#|$)/i.test(text) || (await isFile(text)) || (await isFolder(text));
}
