/** Models and cases of other people's reports, which are not in this repository. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedDir } from "../oracles.js";

/** The path of a file there. */
export const shared = (path: string): string => join(sharedDir, path);

/** The bytes of a file there. */
export const sharedBytes = (path: string): Uint8Array => new Uint8Array(readFileSync(shared(path)));
