/**
 * Results on disk: one directory, one file a finished cell, named by the cell's id.
 *
 * `DIR/manifest.json` says which runs wrote here (versions, options, data checksums, machine); `DIR/cells/ID.json` is
 * `{ format, sha256, runtime, result }`, `sha256` being that of the result's JSON text. A file gets its name only when it is
 * whole and on the disk, so a killed process or a full disk leaves nothing that a later run would trust. `DIR/study.json` is
 * the study last run here, `DIR/checkpoints/` holds where unfinished cells can go on from, and `DIR/claims/` says which
 * cells a living process is at.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { InputError } from "../../../errors.js";
import type { Cell, CellResult } from "../../plan/cell.js";
import { labelsOf, type Study, type StudyDescription } from "../../plan/plan.js";
import { type Claims, openClaims } from "./claims.js";
import { makeFolder, removeAbandoned, writeAtomically, writeWhole, writing } from "./files.js";

/** Raised when the files' form changes. */
export const STORE_FORMAT = 1;

export interface StoredResult {
  readonly result: CellResult;
  /** ONNX Runtime and provider that computed it. */
  readonly runtime: string;
}

export interface Store {
  readonly directory: string;
  /** What is kept of a cell; a file that cannot be trusted is reported once to `onDamage` and taken as absent. */
  read(id: string): StoredResult | undefined;
  /** Whether there is a file for the cell, whatever is in it. */
  has(id: string): boolean;
  /** Keeps a result, atomically. @throws InputError where the disk does not take it */
  save(stored: StoredResult): void;
  /** Adds a run to the manifest; the function returned replaces what was added. */
  record(run: object): (run: object) => void;
  /** Keeps what the study is, so that a report can say what is missing. */
  keep(study: KeptStudy): void;
  /** Where a cell's checkpoint is kept while it runs. */
  checkpointOf(id: string): string;
  /** Which cells this process and others are at. */
  readonly claims: Claims;
}

/** `DIR/study.json`. */
export interface KeptStudy {
  readonly format: number;
  readonly study: StudyDescription;
  /** Every cell of it, finished or not. */
  readonly cells: readonly (ReturnType<typeof labelsOf> & Pick<Cell, "id" | "seed">)[];
}

export function keptStudy({ cells, ...study }: Study): KeptStudy {
  return {
    format: STORE_FORMAT,
    study,
    cells: cells.map((cell) => ({ id: cell.id, ...labelsOf(cell), seed: cell.seed })),
  };
}

/** The runs that a folder's manifest records. @throws InputError where it is not a store's */
export function readManifestRuns(directory: string): readonly object[] {
  return readManifest(join(directory, "manifest.json"));
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What a store's folder may hold from its first moment on. */
const ownNames: ReadonlySet<string> = new Set(["manifest.json", "study.json", "cells", "checkpoints", "claims"]);

/** Among somebody's other files results would be found again by nobody. */
function mustBeStore(directory: string): void {
  const names = listed(directory).filter((name) => !name.startsWith("."));
  if (names.length === 0 || names.some((name) => ownNames.has(name))) return;
  const shown = names.slice(0, 3).join(", ");
  throw new InputError(
    `${directory} holds other files (${shown}${names.length > 3 ? ", …" : ""}) and no results of stepzero. Choose a folder of their own: --out ${join(directory, "results")}.`,
  );
}

function listed(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // not there yet, or no folder: what follows says so
  }
}

/**
 * Opens a store, making the directory if need be, and proves that it can be written.
 *
 * @param onDamage told of files that are not what was written, in words
 * @throws InputError where it cannot be written, holds a manifest that is not a store's of this version, or other files and no results
 */
export function openStore(directory: string, onDamage: (message: string) => void): Store {
  const cells = join(resolve(directory), "cells");
  const checkpoints = join(resolve(directory), "checkpoints");
  const manifest = join(directory, "manifest.json");
  const runs = readManifest(manifest);
  mustBeStore(directory);
  writing(directory, () => {
    makeFolder(cells);
    const probe = join(cells, `.probe.${process.pid}.tmp`);
    writeWhole(probe, "stepzero\n");
    rmSync(probe);
    makeFolder(checkpoints);
    for (const folder of [directory, cells, checkpoints]) removeAbandoned(folder);
  });
  const damaged = new Set<string>();
  const checkpointOf = (id: string) => join(checkpoints, `${id}.checkpoint`);
  return {
    directory,
    read(id) {
      const file = join(cells, `${id}.json`);
      const kept = readCell(file, id);
      if (typeof kept !== "string") return kept;
      damaged.add(id);
      onDamage(`${file} is ignored: ${kept}. Its cell is run again.`);
      return undefined;
    },
    has: (id) => existsSync(join(cells, `${id}.json`)),
    save({ result, runtime }) {
      const { id } = result.cell;
      const file = join(cells, `${id}.json`);
      const text = JSON.stringify({ format: STORE_FORMAT, sha256: sha256(JSON.stringify(result)), runtime, result });
      writing(file, () => {
        // What somebody changed by hand is not ours to overwrite.
        if (damaged.delete(id)) renameSync(file, `${file}.damaged`);
        writeAtomically(file, `${text}\n`);
      });
      rmSync(checkpointOf(id), { force: true });
    },
    keep(study) {
      const file = join(directory, "study.json");
      writing(file, () => writeAtomically(file, `${JSON.stringify(study)}\n`));
    },
    checkpointOf,
    claims: openClaims(join(resolve(directory), "claims")),
    record(run) {
      const at = runs.push(run) - 1;
      const write = () =>
        writing(manifest, () =>
          writeAtomically(manifest, `${JSON.stringify({ format: STORE_FORMAT, runs }, null, 2)}\n`),
        );
      write();
      return (changed) => {
        runs[at] = changed;
        write();
      };
    },
  };
}

/** The runs recorded so far. */
function readManifest(file: string): object[] {
  if (!existsSync(file)) return [];
  let manifest: { format?: unknown; runs?: unknown };
  try {
    manifest = JSON.parse(readFileSync(file, "utf8")) as typeof manifest;
  } catch (error) {
    throw new InputError(
      `${file} cannot be read as a store's manifest: ${(error as Error).message}. Choose another folder.`,
    );
  }
  if (!Array.isArray(manifest?.runs)) {
    throw new InputError(`${file} is not a manifest of stepzero. Choose another folder, which may be new.`);
  }
  if (manifest.format !== STORE_FORMAT) {
    throw new InputError(
      `${file} has format ${String(manifest.format)}; this version of stepzero writes format ${STORE_FORMAT}. Choose another folder.`,
    );
  }
  return manifest.runs as object[];
}

/** What is kept of a cell in a folder, without opening it as a store: undefined if nothing, or in words why it cannot be trusted. */
export function readStored(directory: string, id: string): StoredResult | string | undefined {
  return readCell(join(directory, "cells", `${id}.json`), id);
}

/** What a cell's file holds; undefined if there is none, or in words why it cannot be trusted. */
function readCell(file: string, id: string): StoredResult | string | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    return (error as Error).message;
  }
  let kept: { format?: unknown; sha256?: unknown; runtime?: unknown; result?: CellResult };
  try {
    kept = JSON.parse(text) as typeof kept;
  } catch {
    return "it is not whole";
  }
  if (kept?.format !== STORE_FORMAT) return `its format is ${String(kept?.format)}, not ${STORE_FORMAT}`;
  if (kept.sha256 !== sha256(JSON.stringify(kept.result)))
    return "its contents do not have the SHA-256 they were written with";
  if (kept.result?.cell?.id !== id) return "it holds another cell";
  return { result: kept.result, runtime: String(kept.runtime) };
}
