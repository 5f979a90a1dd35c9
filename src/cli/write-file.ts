/** Writing a file that is either whole or not there. */
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InputError } from "../errors.js";

/** @throws InputError where the file exists already and is not to be replaced */
export function refuseExisting(path: string, force: boolean): void {
  if (!force && existsSync(path)) throw new InputError(`${path} exists; --force replaces it.`);
}

/**
 * Temporary file beside it → onto the disk → its name.
 *
 * @param force replace what is there
 * @throws InputError where the disk does not take it, or the file exists and is not to be replaced
 */
export function writeFileAtomically(path: string, bytes: Uint8Array, force: boolean): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const descriptor = openSync(temporary, "w");
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (force) renameSync(temporary, path);
    else nameNew(temporary, path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw new InputError(`${path} exists; --force replaces it.`);
    if (code === undefined) throw error;
    if (code === "ENOENT")
      throw new InputError(`${path} cannot be written: there is no folder ${dirname(resolve(path))}.`);
    throw new InputError(`${path} cannot be written: ${message}.`);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * Gives the file a name that must be free. A link, unlike a rename, fails where somebody was
 * quicker.
 */
function nameNew(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    // Some file systems have no links.
    if ((error as NodeJS.ErrnoException).code === "EEXIST" || existsSync(path)) throw error;
    renameSync(temporary, path);
  }
}
