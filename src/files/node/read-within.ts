/**
 * Reads files of a folder that somebody else may have made, as a downloaded one. What it names
 * stays within it: no symbolic link is followed, nothing but ordinary files is opened, and no file
 * is read that is larger than the reader expects.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../errors.js";
import { system } from "./system.js";

/** Reads ordinary files inside a folder. */
export interface FolderReader {
  /**
   * The bytes of a file; undefined where there is none.
   *
   * @param names the path below the folder, one name per part; none may be ".." or have a separator
   * @param most bytes that the file may have
   * @throws InputError where the file, or a folder on the way, is a link or no ordinary one, where
   *   it is too large, or the system refuses
   */
  read(names: readonly string[], most: number): Buffer | undefined;
}

/**
 * A reader of a folder. The folder itself may be a link: the user has named it.
 *
 * @param folder path of the folder
 */
export function folderReader(folder: string): FolderReader {
  // Folders that were looked at, so that a folder of 200,000 files is looked at once.
  const folders = new Set<string>();
  const mustBeFolder = (path: string): boolean => {
    if (folders.has(path)) return true;
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there === undefined) return false;
    if (!there.isDirectory()) throw new InputError(`${path} is ${kindOf(there)}, not a folder. ${REMEDY}`);
    folders.add(path);
    return true;
  };
  return {
    read(names, most) {
      for (const name of names) {
        if (/[/\\\0]|^\.{0,2}$/.test(name)) throw new InputError(`${JSON.stringify(name)} is not a name of a file.`);
      }
      let path = folder;
      for (const name of names.slice(0, -1)) {
        path = join(path, name);
        if (!mustBeFolder(path)) return undefined;
      }
      return readOrdinaryFile(join(path, names.at(-1)!), most);
    },
  };
}

const REMEDY = "Links are not followed within a folder of results; copy what the link leads to in its place.";

/**
 * The bytes of an ordinary file; undefined where there is none.
 *
 * @throws InputError as `FolderReader.read`
 */
export function readOrdinaryFile(file: string, most: number): Buffer | undefined {
  const descriptor = openOrdinary(file);
  if (descriptor === undefined) return undefined;
  try {
    const { size } = fstatSync(descriptor);
    if (size > most) {
      throw new InputError(`${file} has ${size} bytes; a file of this kind has at most ${most}.`);
    }
    const bytes = Buffer.allocUnsafe(size);
    let at = 0;
    while (at < size) {
      const count = readSync(descriptor, bytes, at, size - at, at);
      if (count === 0) break; // it became shorter while it was read
      at += count;
    }
    return bytes.subarray(0, at);
  } finally {
    closeSync(descriptor);
  }
}

function openOrdinary(file: string): number | undefined {
  if (system.noFollow === 0) mustBeOrdinary(file, lstatSync(file, { throwIfNoEntry: false }));
  let descriptor: number;
  try {
    // A pipe that nobody writes would never open without O_NONBLOCK.
    descriptor = openSync(file, constants.O_RDONLY | system.noFollow | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    mustBeOrdinary(file, lstatSync(file, { throwIfNoEntry: false }));
    throw new InputError(`${file} cannot be read: ${message}.`);
  }
  try {
    mustBeOrdinary(file, fstatSync(descriptor));
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

type Stats = ReturnType<typeof fstatSync>;

function mustBeOrdinary(file: string, there: Stats | undefined): void {
  if (there === undefined || there.isFile()) return;
  throw new InputError(`${file} is ${kindOf(there)}, not an ordinary file. ${REMEDY}`);
}

function kindOf(there: Stats): string {
  if (there.isSymbolicLink()) return "a symbolic link";
  if (there.isDirectory()) return "a folder";
  if (there.isFile()) return "a file";
  return "a pipe, socket or device";
}
