/**
 * Where data sets lie for this process: the one place that reads its environment and home folder.
 */
import { homedir } from "node:os";
import { dataPlaces, type LoadOptions } from "./index.js";

/**
 * The folders for `loadDataset`.
 *
 * @param dataDir the only folder of data sets, as `--data-dir` names it; if left out,
 * `STEPZERO_DATA`, else the cache, else the network
 */
export function dataLocation(dataDir: string | undefined): Pick<LoadOptions, "cacheDir" | "dataDir" | "onlyDataDir"> {
  const places = dataPlaces(process.env, homedir());
  return { cacheDir: places.cacheDir, dataDir: dataDir ?? places.dataDir, onlyDataDir: dataDir !== undefined };
}
