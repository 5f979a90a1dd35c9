/** Real data sets for tests (`haveData` in oracles.ts). */
import type { Dataset } from "../src/data/dataset.js";
import { loadDataset } from "../src/data/node/index.js";
import { dataDir } from "./oracles.js";

export function realData(name: string): Promise<Dataset> {
  return loadDataset(name, { dataDir, cacheDir: "/nonexistent" });
}
