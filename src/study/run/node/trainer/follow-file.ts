/** Reads the lines of a file while another process writes it. */
import { closeSync, lstatSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { messageOf } from "../../../../plain-data.js";

/** The most bytes of metrics of one run. */
const MOST_METRICS = 16e6;
const CHUNK = 65_536;

/** A file that is followed. */
export interface FollowedFile {
  /** Reads what is new, as far as its lines are whole. */
  read(): void;
  /** Reads the rest; a last line without its end counts, too. */
  end(): void;
}

/**
 * Follows a file that need not be there yet.
 *
 * @param onFault called with the reason where the file cannot be read as lines of metrics
 */
export function followFile(
  path: string,
  onLine: (line: string) => void,
  onFault: (reason: string) => void,
): FollowedFile {
  const decoder = new StringDecoder("utf8");
  let at = 0;
  let rest = "";
  const take = (descriptor: number): void => {
    const buffer = Buffer.alloc(CHUNK);
    for (let count = -1; count !== 0; ) {
      count = readSync(descriptor, buffer, 0, CHUNK, at);
      at += count;
      if (at > MOST_METRICS) {
        onFault(`its metrics have more than ${MOST_METRICS / 1e6} MB`);
        return;
      }
      const parts = (rest + decoder.write(buffer.subarray(0, count))).split(/\r?\n/);
      rest = parts.pop()!;
      for (const line of parts) onLine(line);
    }
  };
  const read = (): void => {
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there === undefined) return;
    // To open a pipe would wait for whoever writes it.
    if (!there.isFile()) {
      onFault("its metrics are no file");
      return;
    }
    let descriptor: number;
    try {
      descriptor = openSync(path, "r");
    } catch (error) {
      onFault(`its metrics cannot be read: ${messageOf(error)}`);
      return;
    }
    try {
      take(descriptor);
    } finally {
      closeSync(descriptor);
    }
  };
  return {
    read,
    end() {
      read();
      if (rest !== "") onLine(rest);
    },
  };
}
