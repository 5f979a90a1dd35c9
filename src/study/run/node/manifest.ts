/** `DIR/manifest.json` of a results folder: a record of every run of the study, for provenance. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../../errors.js";
import { STORE_FORMAT } from "./cell-files.js";
import { writeAtomically, writing } from "./files.js";

const manifestFile = (directory: string) => join(directory, "manifest.json");

interface Manifest {
  readonly format: number;
  readonly runs: readonly object[];
}

/**
 * The runs that a folder records; none where there is no manifest.
 *
 * @throws InputError where the file is no manifest of stepzero
 */
export function readManifest(directory: string): Manifest {
  const file = manifestFile(directory);
  if (!existsSync(file)) return { format: STORE_FORMAT, runs: [] };
  let manifest: { format?: unknown; runs?: unknown };
  try {
    manifest = JSON.parse(readFileSync(file, "utf8")) as typeof manifest;
  } catch (error) {
    throw new InputError(`${file} cannot be read as a manifest: ${(error as Error).message}. Choose another folder.`);
  }
  if (!Array.isArray(manifest?.runs)) {
    throw new InputError(`${file} is not a manifest of stepzero. Choose another folder, which may be new.`);
  }
  return { format: Number(manifest.format), runs: manifest.runs as object[] };
}

/** A folder whose results another version of stepzero wrote. */
export function otherVersion(directory: string, file: string, format: unknown): InputError {
  return new InputError(
    `${directory} holds results of another version of stepzero: ${file} has format ${format}, and this version writes format ${STORE_FORMAT}. ` +
      `Choose another folder. "stepzero report ${directory}" still shows what is there.`,
  );
}

/**
 * The manifest, to be added to.
 *
 * @throws InputError where it is of another format
 */
export function openManifest(directory: string): {
  /** Adds a run; the function that it returns replaces what was added. */
  record(run: object): (run: object) => void;
} {
  const file = manifestFile(directory);
  const { format, runs: recorded } = readManifest(directory);
  if (format !== STORE_FORMAT) throw otherVersion(directory, file, format);
  const runs = [...recorded];
  const write = () =>
    writing(file, () => writeAtomically(file, `${JSON.stringify({ format: STORE_FORMAT, runs }, null, 2)}\n`));
  return {
    record(run) {
      const at = runs.push(run) - 1;
      write();
      return (changed) => {
        runs[at] = changed;
        write();
      };
    },
  };
}
