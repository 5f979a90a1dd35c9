/** An .onnx model on the disk, with the files that hold its larger weights. */
import { closeSync, fstatSync, openSync, readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { InputError } from "../../errors.js";
import { refuseForeignFile } from "../../graph/file/foreign-file.js";
import type { ExternalData } from "../../graph/file/read.js";

/** A model's bytes, and how to read the weights beside it. */
export interface OnnxFile {
  readonly bytes: Uint8Array;
  readonly externalData: ExternalData;
}

/**
 * Reads a model. Weights beside it are read when they are asked for, and only from regular files in
 * the model's folder: a file from elsewhere must not reach others on this disk.
 *
 * @throws InputError where the file is missing, cannot be read, or is no .onnx file
 */
export function readOnnxFile(path: string): OnnxFile {
  const bytes = readBytes(path);
  refuseForeignFile(bytes, path);
  return { bytes, externalData: (location, offset, length) => readBeside(path, location, offset, length) };
}

function readBytes(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new InputError(`There is no file ${path} (${resolve(path)}).`);
    throw new InputError(`${path} cannot be read: ${message}.`);
  }
}

const remedy = "Put the model and its data files (no links) into one folder, or save the model as one file.";

/** Bytes of a side file, up to its end where the length is undefined. */
function readBeside(model: string, location: string, offset: number, length: number | undefined): Uint8Array {
  const file = fileBeside(model, location);
  const descriptor = open(file);
  try {
    const { size } = fstatSync(descriptor);
    const end = length === undefined ? size : offset + length;
    if (offset > size || end > size) {
      const part = length === undefined ? `bytes from ${offset} on` : `bytes ${offset} to ${end}`;
      throw new InputError(`${model} wants ${part}, and ${file} has ${size}. Get the whole file again.`);
    }
    const bytes = new Uint8Array(end - offset);
    for (let at = 0; at < bytes.length; ) {
      const count = readSync(descriptor, bytes, at, Math.min(bytes.length - at, 2 ** 30), offset + at);
      if (count === 0) throw new InputError(`${file} became shorter while it was read.`);
      at += count;
    }
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

function open(file: string): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${(error as Error).message}.`);
  }
}

/** The regular file of this location in the model's folder, links followed. */
function fileBeside(model: string, location: string): string {
  const wrong = (problem: string) => new InputError(`${model} ${problem}. ${remedy}`);
  const segments = location.split(/[/\\]/);
  if (isAbsolute(location) || /^([A-Za-z]:|\\)/.test(location)) throw wrong("asks for an absolute path");
  if (segments.includes("..")) throw wrong("asks for a file outside its folder");
  const folder = dirname(model);
  try {
    const file = realpathSync(join(folder, location));
    if (!isWithin(realpathSync(folder), file)) throw wrong(`asks for a link to ${file}, outside its folder`);
    if (!statSync(file).isFile()) throw wrong(`asks for ${file}, which is no regular file`);
    return file;
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw wrong(`needs ${join(folder, location)}, which is missing`);
    throw wrong(`needs ${join(folder, location)}, which cannot be read (${message})`);
  }
}

function isWithin(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
