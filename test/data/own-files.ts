/** Files of a user for tests, in a folder that is there for one test. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import type { UserDataOptions } from "../../src/data/node/user-data-options.js";
import { loadUserData } from "../../src/data/node/user-files.js";
import { InputError } from "../../src/errors.js";

/** A folder for each test of a file. */
export function folderPerTest(): {
  readonly path: () => string;
  readonly write: (name: string, content: string | Uint8Array) => string;
} {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "stepzero-own-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  return {
    path: () => folder,
    write: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
  };
}

/** The error of a file that must be refused. */
export async function refusal(path: string, options?: UserDataOptions): Promise<string> {
  const error: unknown = await loadUserData(path, options).then(
    () => expect.fail(`${path} was read`),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as Error).message;
}

/** What a network sees, without the name of the file. */
export const samplesOf = ({ name: _, notes: __, ...samples }: Dataset) => samples;

/** 40 rows of two measurements, an identifier and a class in words. */
export const rows = Array.from({ length: 40 }, (_, i) => ({
  a: (((i * 37) % 40) - 20) / 8,
  b: ((i * 11) % 40) / 16,
  id: 1000 + ((i * 7) % 40),
  species: ["Löwe", "Bär", "Gnu"][i % 3]!,
}));
/** The table without the identifier, its fields and rows separated. */
export const tableOf = (separator: string, number: (value: number) => string = String, more = "\n") =>
  `${[["a", "b", "species"].join(separator), ...rows.map(({ a, b, species }) => [number(a), number(b), species].join(separator))].join(more)}${more}`;
/** 1.5 → "1,5". */
export const decimalComma = (value: number) => String(value).replace(".", ",");
