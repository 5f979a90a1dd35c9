/** An .onnx model on the disk, with the files that hold its larger weights. */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../../errors.js";
import type { ExternalData } from "../../graph/file/read.js";

/** A model's bytes, and how to read the weights beside it. */
export interface OnnxFile {
  readonly bytes: Uint8Array;
  readonly externalData: ExternalData;
}

/** @throws InputError where the file is missing or cannot be read */
export function readOnnxFile(path: string): OnnxFile {
  return {
    bytes: readBytes(path),
    externalData: (location, offset, length) =>
      readBytes(join(dirname(path), location)).subarray(offset, length === undefined ? undefined : offset + length),
  };
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
