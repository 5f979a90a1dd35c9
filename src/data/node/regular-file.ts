/**
 * Opening files that have an end. A folder, a pipe or a device (`/dev/zero`) at the path of a user
 * is refused at once, instead of being waited for or read without end.
 */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { InputError } from "../../errors.js";
import type { ByteSource } from "../formats/byte-source.js";

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

/** `openRegular` for callers that cannot wait. */
function openRegularSync(path: string): { readonly descriptor: number; readonly size: number } {
  let descriptor: number;
  try {
    descriptor = openSync(path, FLAGS);
  } catch (error) {
    throw cannotOpen(path, error);
  }
  const status = fstatSync(descriptor);
  if (status.isFile()) return { descriptor, size: status.size };
  closeSync(descriptor);
  throw notRegular(path, status);
}

/** A regular file as bytes that are read where they are needed. */
export interface OpenFile extends ByteSource {
  readonly close: () => void;
}

/**
 * Opens a file for reading at any place.
 *
 * @throws InputError as `openRegular`; `read` throws it if the file became shorter or cannot be read
 */
export function openSource(path: string): OpenFile {
  const { descriptor, size } = openRegularSync(path);
  return { size, read: (from, to) => readRange(descriptor, path, from, to), close: () => closeSync(descriptor) };
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
