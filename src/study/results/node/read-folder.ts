/** Reads a results folder: the study that last ran there, its runs so far, and the missing ones. */
import type { Study } from "../../plan/study.js";
import { cellFile, cellReader } from "../../run/node/cell-files.js";
import { type ListedCell, readStudy } from "../../run/node/study-file.js";
import { type RunRecord, recordOf } from "../records.js";

/** A study with its runs so far. */
export interface FolderResults {
  /** The study that last ran in the folder. */
  readonly study: Study;
  /** In the study's order: problem, method, seed. */
  readonly records: readonly RunRecord[];
  /** Cells of the study without a result that can be trusted. */
  readonly missing: readonly ListedCell[];
  /** Descriptions of the runtimes that computed the results. */
  readonly runtimes: readonly string[];
}

/**
 * The study of a results folder with its runs so far. Files that cannot be trusted are reported and
 * count as missing.
 *
 * @throws InputError as `readStudy`
 */
export function readFolder(directory: string, onDamage: (message: string) => void): FolderResults {
  const { study, cells } = readStudy(directory);
  const records: RunRecord[] = [];
  const missing: ListedCell[] = [];
  const runtimes = new Set<string>();
  const readCell = cellReader(directory, study.resultsVersion);
  for (const cell of cells) {
    const stored = readCell(cell.id);
    if (typeof stored === "string") onDamage(`${cellFile(directory, cell.id)} is left out: ${stored}.`);
    if (stored === undefined || typeof stored === "string") {
      missing.push(cell);
      continue;
    }
    runtimes.add(stored.runtime);
    records.push(recordOf(study, cell, stored.result));
  }
  return { study, records, missing, runtimes: [...runtimes].sort() };
}
