/**
 * The folder of a cell while its trainer runs: `trainers/ID/attempt-N/` has weights, metrics and
 * temporary files, `trainers/ID/checkpoint` is the trainer's. It is removed with the cell's result.
 */
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../../../errors.js";
import { makeFolder } from "../../../../files/node/write-whole.js";
import type { TrainerPaths } from "../../../plan/trainer-command.js";

/** One attempt at a cell. */
export interface RunFolder {
  /** The attempt's folder. */
  readonly folder: string;
  readonly paths: TrainerPaths;
  /** Lines of metrics of earlier attempts, which an interruption ended, oldest first. */
  readonly before: readonly string[];
  /** Removes the cell's folder. */
  remove(): void;
}

/**
 * Makes the folder of the next attempt at a cell.
 *
 * @param directory where all of them lie
 * @param extension of the file of weights
 * @throws InputError where a link stands in the place of a folder
 */
export function makeRunFolder(directory: string, id: string, extension: string): RunFolder {
  const ofCell = join(directory, id);
  for (const folder of [directory, ofCell]) {
    mustBeNoLink(folder);
    makeFolder(folder);
  }
  const attempts = readdirSync(ofCell)
    .flatMap((name) => /^attempt-(\d{1,9})$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  const folder = join(ofCell, `attempt-${(attempts.at(-1) ?? 0) + 1}`);
  mkdirSync(folder);
  return {
    folder,
    paths: {
      weights: join(folder, `weights.${extension}`),
      metrics: join(folder, "metrics.jsonl"),
      checkpoint: join(ofCell, "checkpoint"),
    },
    before: attempts.flatMap((attempt) => wholeLines(join(ofCell, `attempt-${attempt}`, "metrics.jsonl"))),
    remove: () => rmSync(ofCell, { recursive: true, force: true }),
  };
}

function mustBeNoLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new InputError(`${path} is a symbolic link, and a trainer's files need a folder there. Remove the link.`);
}

/** The lines of a file that have their ends; none where it cannot be read. */
function wholeLines(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n").slice(0, -1);
  } catch {
    return [];
  }
}
