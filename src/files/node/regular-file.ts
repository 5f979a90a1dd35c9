/**
 * Opening files that have an end. A folder, a pipe or a device (`/dev/zero`) at the path of a user
 * is refused at once, instead of being waited for or read without end.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { InputError } from "../../errors.js";
import { system } from "./system.js";

/** Opening a pipe without O_NONBLOCK, which Windows lacks, waits until someone writes to it. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file, links followed.
 *
 * @throws InputError if nothing lies at the path, it is something else, or cannot be opened
 */
export async function openRegular(path: string): Promise<FileHandle> {
  const handle = await open(path, FLAGS).catch((error) => {
    throw cannotOpen(path, error);
  });
  const status = await handle.stat();
  if (status.isFile()) return handle;
  await handle.close();
  throw notRegular(path, status);
}

/** A regular file as bytes that are read where they are needed. */
export interface OpenFile {
  /** Number of bytes. */
  readonly size: number;
  /**
   * The bytes of a range.
   *
   * @throws InputError if the file became shorter or cannot be read
   */
  readonly read: (from: number, to: number) => Uint8Array;
  readonly close: () => void;
}

/**
 * Opens a file for reading at any place.
 *
 * @param links whether a symbolic link is followed, or is no regular file
 * @throws InputError as `openRegular`
 */
export function openSource(path: string, links: "followed" | "refused" = "followed"): OpenFile {
  const descriptor = openDescriptor(path, links);
  const status = fstatSync(descriptor);
  if (!status.isFile()) {
    closeSync(descriptor);
    throw notRegular(path, status);
  }
  return {
    size: status.size,
    read: (from, to) => readRange(descriptor, path, from, to),
    close: () => closeSync(descriptor),
  };
}

function openDescriptor(path: string, links: "followed" | "refused"): number {
  // Where `open` cannot refuse a link, and for the message where it does.
  const mustBeNoLink = (): void => {
    const there = links === "refused" ? lstatSync(path, { throwIfNoEntry: false }) : undefined;
    if (there?.isSymbolicLink()) throw notRegular(path, there);
  };
  try {
    if (system.noFollow === 0) mustBeNoLink();
    return openSync(path, links === "refused" ? FLAGS | system.noFollow : FLAGS);
  } catch (error) {
    if (error instanceof InputError) throw error;
    mustBeNoLink();
    throw cannotOpen(path, error);
  }
}

/** Most bytes that one call of the system reads. */
const MOST_AT_ONCE = 2 ** 30;

function readRange(descriptor: number, path: string, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(to - from);
  for (let at = 0; at < bytes.length; ) {
    const count = readSome(descriptor, path, bytes, at, from + at);
    if (count === 0) throw new InputError(`${path} became shorter while it was read. Get the whole file again.`);
    at += count;
  }
  return bytes;
}

function readSome(descriptor: number, path: string, bytes: Uint8Array, at: number, position: number): number {
  try {
    return readSync(descriptor, bytes, at, Math.min(bytes.length - at, MOST_AT_ONCE), position);
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

function cannotOpen(path: string, error: unknown): InputError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return new InputError(`There is no file ${path} (${resolve(path)}).`);
  if (code === "ENXIO") return new InputError(`${path} is a socket, expected a regular file.`);
  return new InputError(`${path} cannot be read: ${message}.`);
}

function notRegular(path: string, status: Stats): InputError {
  if (status.isDirectory()) return new InputError(`${path} is a folder, expected a file. Name the file in it.`);
  if (status.isSymbolicLink()) {
    return new InputError(`${path} is a symbolic link, expected a regular file. Copy what it leads to in its place.`);
  }
  const kind = status.isFIFO() ? "a pipe" : "a device";
  return new InputError(`${path} is ${kind}, expected a regular file. Save what it gives to a file first.`);
}

/** Whether a file lies at this path. */
export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/** Whether a folder lies at this path. */
export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
