/**
 * Reads files of data in a process of its own, and prints what came of each and the most memory it
 * took: `jiti test/data/read-files.ts PATH …` gives a line of JSON.
 */

import { loadUserData } from "../../src/data/node/user-files.js";
import { InputError } from "../../src/errors.js";

/** What came of the files. */
export interface ReadFiles {
  /** A message for each file; "read" where it was, "defect: …" for an error that is no InputError. */
  readonly outcomes: readonly string[];
  /** Most bytes that were resident, beyond those before the first file. */
  readonly memory: number;
}

async function outcomeOf(path: string): Promise<string> {
  try {
    await loadUserData(path);
    return "read";
  } catch (error) {
    return error instanceof InputError ? error.message : `defect: ${error}`;
  }
}

const before = process.memoryUsage().rss;
const outcomes: string[] = [];
for (const path of process.argv.slice(2)) outcomes.push(await outcomeOf(path));
const result: ReadFiles = { outcomes, memory: process.resourceUsage().maxRSS * 1024 - before };
console.log(JSON.stringify(result));
