/**
 * Where data sets lie for this process: the one place that reads its environment and home folder.
 */
import { homedir, userInfo } from "node:os";
import { isAbsolute } from "node:path";
import { dataPlaces, type LoadOptions } from "./data-places.js";

/**
 * The folders for `loadDataset`.
 *
 * @param dataDir the only folder of data sets, as `--data-dir` names it; if left out,
 * `STEPZERO_DATA`, else the cache, else the network
 */
export function dataLocation(dataDir: string | undefined): Pick<LoadOptions, "cacheDir" | "dataDir" | "onlyDataDir"> {
  // HOME may be empty: then the account says where the home is.
  const home = isAbsolute(homedir()) ? homedir() : userInfo().homedir;
  const places = dataPlaces(process.env, home);
  return { cacheDir: places.cacheDir, dataDir: dataDir ?? places.dataDir, onlyDataDir: dataDir !== undefined };
}
