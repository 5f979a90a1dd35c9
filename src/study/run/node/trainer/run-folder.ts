/**
 * The folder of a cell while its trainer runs: `trainers/ID/attempt-N/` has weights, metrics and
 * temporary files, `trainers/ID/checkpoint` is the trainer's. It is removed with the cell's result.
 */
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../../../errors.js";
import { processOf, whetherItRuns } from "../../../../files/node/process-identity.js";
import { makeFolder, writeAtomically } from "../../../../files/node/write-whole.js";
import type { TrainerPaths } from "../../../plan/trainer-command.js";
import { endGroup } from "./end-group.js";

/** One attempt at a cell. */
export interface RunFolder {
  /** The attempt's folder. */
  readonly folder: string;
  readonly paths: TrainerPaths;
  /** Lines of metrics of earlier attempts, which an interruption ended, oldest first. */
  readonly before: readonly string[];
  /** Notes which process runs the command, for whoever takes the cell over. */
  noteProcess(pid: number): void;
  /** Removes the cell's folder. */
  remove(): void;
}

/**
 * Makes the folder of the next attempt at a cell. A command of an earlier attempt that still runs
 * on this machine, because stepzero was killed and could not end it, is ended.
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
  for (const attempt of attempts) endOrphan(join(ofCell, `attempt-${attempt}`, PROCESS));
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
    noteProcess(pid) {
      try {
        writeAtomically(join(folder, PROCESS), JSON.stringify(processOf(pid)));
      } catch {
        // On a full disk the run itself says so.
      }
    },
    remove: () => rmSync(ofCell, { recursive: true, force: true }),
  };
}

const PROCESS = "process.json";

const identity = z.object({
  host: z.string(),
  boot: z.string(),
  namespace: z.string(),
  pid: z.int().min(2),
  started: z.string(),
});

/** Ends a process that a file names, if it still runs, with its group. */
function endOrphan(file: string): void {
  try {
    const noted = identity.parse(JSON.parse(readFileSync(file, "utf8")));
    if (whetherItRuns(noted) === "runs") endGroup(noted.pid, "SIGKILL");
  } catch {
    // There is none, or the system does not tell which process it was.
  }
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
