/** Models and cases of other people's reports, which are not in this repository. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dataDir, haveOracle } from "../oracles.js";

/** The folder that holds `models/` and `cases/`. */
export const sharedFolder = dirname(dataDir);

/** Whether the models and cases are there. */
export const haveSharedModels = (): boolean =>
  haveOracle(
    ["models", "cases"].every((name) => existsSync(join(sharedFolder, name))),
    `${sharedFolder} lacks models/ or cases/; set STEPZERO_DATA to a folder beside them`,
  );

/** The path of a file there. */
export const shared = (path: string): string => join(sharedFolder, path);

/** The bytes of a file there. */
export const sharedBytes = (path: string): Uint8Array => new Uint8Array(readFileSync(shared(path)));
