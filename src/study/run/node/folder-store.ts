/**
 * Results in a folder. `DIR/cells/ID.json` has one result each, with its checksum; `DIR/study.json`
 * is the study that last ran here; `DIR/manifest.json` records every run; `DIR/checkpoints/` holds
 * the state of unfinished cells; `DIR/claims/` says which cells a living process is at.
 */
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { InputError } from "../../../errors.js";
import type { PlannedStudy } from "../../plan/plan-study.js";
import type { ResultStore } from "../contracts.js";
import { cellFile, cellText, readCellFile, STORE_FORMAT } from "./cell-files.js";
import { openClaims } from "./claims.js";
import { makeFolder, removeAbandoned, writeAtomically, writeWhole, writing } from "./files.js";
import { openManifest, otherVersion } from "./manifest.js";
import { studyFormat, studyText } from "./study-file.js";

/** A folder of results that this process may write. */
export interface FolderStore extends ResultStore {
  /** Path of the folder. */
  readonly directory: string;
  /** Adds a run to the manifest; the function that it returns replaces what was added. */
  record(run: object): (run: object) => void;
  /** Writes the study, so that a report can say which runs are missing. */
  keepStudy(planned: PlannedStudy): void;
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
export function openFolderStore(directory: string, onDamage: (message: string) => void): FolderStore {
  const manifest = openManifest(directory);
  mustHoldResults(directory);
  // A copy without its manifest is of another version, too; its study would be overwritten.
  const format = studyFormat(directory) ?? STORE_FORMAT;
  if (format !== STORE_FORMAT) throw otherVersion(directory, join(directory, "study.json"), format);
  const checkpoints = join(resolve(directory), "checkpoints");
  writing(directory, () => proveWritable(directory, checkpoints));
  const claims = openClaims(join(resolve(directory), "claims"));
  const damaged = new Set<string>();
  const checkpointFile = (id: string) => join(checkpoints, `${id}.checkpoint`);
  return {
    directory,
    async read(id) {
      const stored = readCellFile(directory, id);
      if (typeof stored !== "string") return stored;
      damaged.add(id);
      onDamage(`${cellFile(directory, id)} is ignored: ${stored}. Its cell is run again.`);
      return undefined;
    },
    async save(stored) {
      const { id } = stored.result.cell;
      const file = cellFile(resolve(directory), id);
      writing(file, () => {
        // A file that somebody changed by hand is kept beside the new one.
        if (damaged.delete(id)) renameSync(file, `${file}.damaged`);
        writeAtomically(file, cellText(stored));
      });
      rmSync(checkpointFile(id), { force: true });
    },
    claim: async (id) => claims.take(id),
    release: async (id) => claims.release(id),
    releaseAll: claims.releaseAll,
    keepStudy(planned) {
      const file = join(directory, "study.json");
      writing(file, () => writeAtomically(file, studyText(planned)));
    },
    checkpointFile,
    record: manifest.record,
  };
}

/** What a folder of results may hold from its first moment on. */
const ownNames: ReadonlySet<string> = new Set(["manifest.json", "study.json", "cells", "checkpoints", "claims"]);

/** Refuses a folder that holds unrelated files. */
function mustHoldResults(directory: string): void {
  const names = namesIn(directory).filter((name) => !name.startsWith("."));
  if (names.length === 0 || names.some((name) => ownNames.has(name))) return;
  const shown = `${names.slice(0, 3).join(", ")}${names.length > 3 ? ", …" : ""}`;
  throw new InputError(
    `${directory} holds other files (${shown}) and no results of stepzero. Choose a folder of their own: --out ${join(directory, "results")}.`,
  );
}

function namesIn(directory: string): string[] {
  try {
    return existsSync(directory) ? readdirSync(directory) : [];
  } catch {
    return []; // no folder: the proof that it can be written says so
  }
}

function proveWritable(directory: string, checkpoints: string): void {
  const cells = join(resolve(directory), "cells");
  makeFolder(cells);
  const probe = join(cells, `.probe.${process.pid}.tmp`);
  writeWhole(probe, "stepzero\n");
  rmSync(probe);
  makeFolder(checkpoints);
  for (const folder of [directory, cells, checkpoints]) removeAbandoned(folder);
}
