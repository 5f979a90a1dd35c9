/**
 * Results in a folder. `DIR/cells/ID.json` has one result each, with its checksum; `DIR/study.json`
 * is the study that last ran here; `DIR/manifest.json` records every run; `DIR/checkpoints/` holds
 * the state of unfinished cells; `DIR/claims/` says which cells a living process is at.
 */
import { renameSync } from "node:fs";
import { join, resolve } from "node:path";
import { removeIfPossible, writeAtomically, writing } from "../../../files/node/write-whole.js";
import type { ResultStore } from "../contracts.js";
import { mustRunAgain } from "../planners.js";
import { cellFile, cellReader, cellText } from "./cell-files.js";
import { type ClaimsOptions, openClaims } from "./claims.js";
import { type ManifestRun, openManifest } from "./manifest.js";
import { claimsFolder, openResultsFolder } from "./results-folder.js";
import { studyText } from "./study-file.js";

/** A folder of results that this process may write. */
export interface FolderStore extends ResultStore {
  /** Path of the folder. */
  readonly directory: string;
  /** Adds runs to the manifest; one with the name (`run`) of an earlier one takes its place. */
  record(runs: readonly ManifestRun[]): Promise<void>;
  /** Writes the study, so that a report can say which runs are missing. */
  keepStudy(planned: Parameters<typeof studyText>[0]): void;
  /** Where the state of a running cell is kept. */
  checkpointFile(id: string): string;
  /** Gives back every cell that this process holds. */
  releaseAll(): void;
}

/**
 * Opens a folder of results, makes it if it is not there, and proves that it can be written.
 *
 * @param onDamage called once per file that cannot be trusted, with the reason in words
 * @throws InputError where the folder cannot be written, or holds results of another version, or
 *   unrelated files
 */
export function openFolderStore(
  directory: string,
  onDamage: (message: string) => void,
  { lease, forAsker }: Pick<ClaimsOptions, "lease" | "forAsker"> = {},
): FolderStore {
  const folders = openResultsFolder(directory, onDamage);
  const claims = openClaims(claimsFolder(directory), { lease, forAsker });
  // Its claim holds for moments only, and not beyond this process.
  const manifest = openManifest(directory, openClaims(claimsFolder(directory), { lease }), onDamage);
  const readCell = cellReader(directory);
  const damaged = new Set<string>();
  const checkpointFile = (id: string) => join(folders.checkpoints, `${id}.checkpoint`);
  /** A process that was asleep finds that another one has finished its cell. */
  const isFinishedElsewhere = (id: string): boolean => {
    if (claims.holds(id)) return false;
    const there = readCell(id);
    return typeof there === "object" && !mustRunAgain(there.result);
  };
  return {
    directory,
    async read(id) {
      const stored = readCell(id);
      if (typeof stored !== "string") return stored;
      if (!damaged.has(id)) onDamage(`${cellFile(directory, id)} is ignored: ${stored}. Its cell is run again.`);
      damaged.add(id);
      return undefined;
    },
    async save(stored) {
      const { id } = stored.result.cell;
      const file = cellFile(resolve(directory), id);
      writing(file, () => {
        if (isFinishedElsewhere(id)) return;
        // A file that somebody changed by hand is kept beside the new one.
        if (damaged.delete(id)) renameSync(file, `${file}.damaged`);
        writeAtomically(file, cellText(stored));
      });
      removeIfPossible(checkpointFile(id));
    },
    claim: async (id) => writing(claimsFolder(directory), () => claims.take(id)),
    release: async (id) => claims.release(id),
    holder: async (id) => claims.holder(id),
    releaseAll: claims.releaseAll,
    keepStudy(planned) {
      const file = join(directory, "study.json");
      writing(file, () => writeAtomically(file, studyText(planned)));
    },
    checkpointFile,
    record: manifest.record,
  };
}
