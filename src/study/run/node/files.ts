/** Writes files that are either whole or not there, and says in words why one cannot be written. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../../../errors.js";

/**
 * As `mkdir -p`. (Node's own `recursive` never returns where the parent exists and refuses with
 * ENOENT, as /proc does.)
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have been quicker.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** Removes the unfinished files of killed processes ("….PID.tmp"). */
export function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.endsWith(".tmp") && !isAlive(Number(name.split(".").at(-2)))) rmSync(join(folder, name), { force: true });
  }
}

/** Whether a process of this machine still runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/**
 * Writes a temporary file beside the file, flushes it to the disk, renames it and flushes the
 * folder.
 */
export function writeAtomically(file: string, contents: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeWhole(temporary, contents);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(dirname(file));
}

/** Writes a file and flushes it to the disk. */
export function writeWhole(file: string, contents: string | Uint8Array): void {
  const descriptor = openSync(file, "w");
  try {
    const bytes = typeof contents === "string" ? Buffer.from(contents) : contents;
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Flushes a folder to the disk. Windows and some network file systems cannot; a renamed file is
 * then as durable as they make it.
 */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return;
  }
}

/**
 * Runs an act that writes a path.
 *
 * @throws InputError where the system refuses: which path, and why
 */
export function writing(path: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const remedy =
      code === "ENOSPC" ? " Free some space and give the same command again: what was finished is kept." : "";
    throw new InputError(`Results cannot be written to ${path}: ${message}.${remedy}`);
  }
}
