/**
 * Real data sets for tests: from STEPZERO_DATA or ../shared/data, else the test skips and says why.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Dataset } from "../src/data/dataset.js";
import { loadDataset } from "../src/data/node/index.js";

export const dataDir = process.env.STEPZERO_DATA ?? "../shared/data";

/** Whether a data set is there; prints why its tests skip where it is not. */
export function haveData(name: string): boolean {
  if (existsSync(join(dataDir, name))) return true;
  console.warn(`skipped: ${name} is not in ${dataDir}; set STEPZERO_DATA to a folder that holds it`);
  return false;
}

export function realData(name: string): Promise<Dataset> {
  return loadDataset(name, { dataDir, cacheDir: "/nonexistent" });
}
