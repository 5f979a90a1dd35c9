/** The id of a cell: the hash of everything that decides its result. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Cell } from "./cell.js";
import { type Choice, RESULTS_VERSION } from "./study.js";
import { decisivePartOfTrainer } from "./trainer.js";

/** Bytes of an id. */
const LENGTH = 16;

/**
 * The id of a cell: 128 bits of the SHA-256 of everything that decides its result, as 32 lower-case
 * hexadecimal digits. Names of data sets, labels and paths are not part of it, but checksums are: a
 * file that was moved is still the same.
 */
export function cellId({ seed, ...shared }: Omit<Cell, "id">): string {
  return cellIds(shared)(seed);
}

/**
 * The ids of cells that differ in `seed` only, by their seed. What they share becomes text and is
 * hashed once, so that one more id costs little.
 */
export function cellIds({ problem, method, trainer, ...rest }: Omit<Cell, "id" | "seed">): (seed: number) => string {
  const { dataChecksum, limit, validation, model } = problem;
  const { initializer, recipe } = method;
  const shared = canonicalJson({
    resultsVersion: RESULTS_VERSION,
    data: { dataChecksum, limit, validation },
    model: decisivePartOf(model),
    initializer: decisivePartOf(initializer),
    recipe,
    ...(trainer && { trainer: decisivePartOfTrainer(trainer) }),
    ...rest,
  });
  // In the JSON of all that decides, "seed" is the last key.
  const begun = sha256.create().update(utf8ToBytes(`${shared.slice(0, -1)},"seed":`));
  return (seed) => {
    const digest = begun
      .clone()
      .update(utf8ToBytes(`${seed}}`))
      .digest();
    return bytesToHex(digest.subarray(0, LENGTH));
  };
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
