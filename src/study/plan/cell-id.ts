/** The id of a cell: the hash of everything that decides its result. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Cell } from "./cell.js";
import { type Choice, RESULTS_VERSION } from "./study.js";

/**
 * The id of a cell: 128 bits of the SHA-256 of everything that decides its result, as 32 lower-case
 * hexadecimal digits. Names of data sets, labels and paths are not part of it, but checksums are: a
 * file that was moved is still the same.
 */
export function cellId({ problem, method, ...rest }: Omit<Cell, "id">): string {
  const { dataChecksum, limit, validation, model } = problem;
  const { initializer, recipe } = method;
  const decides = {
    resultsVersion: RESULTS_VERSION,
    data: { dataChecksum, limit, validation },
    model: decisivePartOf(model),
    initializer: decisivePartOf(initializer),
    recipe,
    ...rest,
  };
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(decides)))).slice(0, 32);
}

function decisivePartOf({ name, options, file }: Choice): object {
  return { name, options, sha256: file?.sha256 };
}

/**
 * JSON with the keys of every object sorted and without undefined values: equal values give equal
 * text.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
