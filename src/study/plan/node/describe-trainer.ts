/** A study's trainer with the hashes of its files: read once, before anything is trained. */
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { InputError } from "../../../errors.js";
import { messageOf } from "../../../plain-data.js";
import type { UserFile } from "../study.js";
import type { Trainer } from "../trainer.js";
import type { TrainerRequest } from "../trainer-request.js";
import { sha256 } from "./sha256.js";

/**
 * Finds the script and the files of a trainer, and its program.
 *
 * @throws InputError where the folder, a file or the program is not there, or no file would decide
 *   the results
 */
export function describeTrainer(request: TrainerRequest): Trainer {
  const { command, loop, environment, weights, layout, diskMegabytes } = request;
  const folder = resolve(request.folder ?? ".");
  if (!isFolder(folder)) throw new InputError(`The trainer's folder ${folder} is not there, or is no folder.`);
  const scripts = command.filter((word) => !isAbsolute(word) && isFile(join(folder, word)));
  const names = [...new Set([...scripts, ...request.files])];
  if (names.length === 0 && loop === undefined) {
    throw new InputError(
      `No word of the trainer's command (${command.join(" ")}) is a file of ${folder}, so that nothing would tell its results from those of another program. ` +
        "List the files that decide them as files in trainer, or name the script by its path.",
    );
  }
  if (loop === undefined) mustBeProgram(command[0]!, folder);
  return {
    command,
    ...(loop === undefined ? {} : { loop }),
    files: names.map((name) => fileOf(name, folder)),
    weights,
    ...(layout === undefined ? {} : { layout }),
    folder,
    environment,
    diskMegabytes,
  };
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
const isFile = (path: string): boolean => {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    // A word of a command may be too long for a path, or lead through a file.
    return false;
  }
};

function fileOf(name: string, folder: string): UserFile {
  const path = resolve(folder, name);
  if (!isFile(path)) throw new InputError(`The trainer's file ${name} (${path}) is not there, or is no file.`);
  try {
    return { path, sha256: sha256(readFileSync(path)) };
  } catch (error) {
    throw new InputError(`The trainer's file ${path} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

/** @throws InputError where the first word of the command is no program */
function mustBeProgram(word: string, folder: string): void {
  const isPath = word.includes("/") || word.includes("\\");
  const places = isPath
    ? [resolve(folder, word)]
    : (process.env.PATH ?? "").split(delimiter).map((one) => join(one, word));
  const endings = process.platform === "win32" ? ["", ".exe", ".cmd", ".bat"] : [""];
  const candidates = places.flatMap((place) => endings.map((ending) => place + ending));
  if (candidates.some(isExecutable)) return;
  if (isPath && isFile(places[0]!)) {
    throw new InputError(
      `The trainer ${places[0]} is not executable. Make it so (chmod +x), or begin the command with what runs it, as python3.`,
    );
  }
  throw new InputError(
    `The trainer's program ${word} is not there: ${isPath ? `${places[0]} is no file` : "no folder of PATH has it"}. Install it, or write its path.`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return isFile(path);
  } catch {
    return false;
  }
}
