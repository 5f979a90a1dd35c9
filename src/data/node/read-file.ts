/** Reading one file, plain or gzipped, up to a limit; and errors that say what is wrong with it. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { InputError } from "../../errors.js";
import { concatenate } from "../../graph/bytes.js";

/** A file that is cut short, altered, or another file than expected. */
export class DamagedFileError extends InputError {
  override name = "DamagedFileError";
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/** Bytes per read. Gunzip's default of 16 kB costs more than the decompression itself. */
const CHUNK = 1 << 20;

/** How to read a file. */
export interface ReadOptions {
  /**
   * Whether the file is gzipped.
   *
   * @defaultValue false
   */
  readonly gzip?: boolean | undefined;
  /**
   * Most (decompressed) bytes that the file may hold.
   *
   * @defaultValue 2³²
   */
  readonly atMost?: number | undefined;
  /** SHA-256 of the published file, for messages. */
  readonly sha256?: string | undefined;
}

/**
 * Reads a whole file.
 *
 * @throws DamagedFileError if the file cannot be decompressed or is longer than `atMost`
 * @throws InputError if the file cannot be read
 */
export async function readFileBytes(path: string, options: ReadOptions = {}): Promise<Uint8Array> {
  const { gzip = false, atMost = 2 ** 32, sha256 } = options;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of openFile(path, gzip)) {
      length += chunk.length;
      if (length > atMost) throw new Error(`it holds more than the expected ${atMost} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw await readingError(path, error, sha256);
  }
  return concatenate(chunks);
}

/** Opens a file as a stream of its (decompressed) bytes. */
export function openFile(path: string, gzip: boolean): AsyncIterable<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK });
  if (!gzip) return file;
  const gunzip = createGunzip({ chunkSize: CHUNK });
  file.on("error", (error) => gunzip.destroy(error));
  return file.pipe(gunzip);
}

/** Counts SHA-256 and MD5 of a file without holding it in memory. */
export async function fileChecksums(path: string): Promise<{ sha256: string; md5: string }> {
  const [sha256, md5] = [createHash("sha256"), createHash("md5")];
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    sha256.update(chunk);
    md5.update(chunk);
  }
  return { sha256: sha256.digest("hex"), md5: md5.digest("hex") };
}

/** Whether a file lies at this path. */
export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/** Whether a folder lies at this path. */
export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/**
 * Turns what a reading stream threw into an error for users: the file cannot be read, or is
 * damaged.
 *
 * @param published SHA-256 of the published file
 */
export async function readingError(path: string, error: unknown, published?: string): Promise<InputError> {
  if (error instanceof InputError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return new InputError(`Cannot read ${path}: ${message}.`);
  const { sha256 } = await fileChecksums(path).catch(() => ({ sha256: "unreadable" }));
  const expected = published === undefined ? "" : `, that of the published file ${published}`;
  return new DamagedFileError(
    path,
    `${path} is cut short or altered: ${message} (its SHA-256 is ${sha256}${expected}).`,
  );
}
