/** The id of a cell: the hash of everything that decides its result. */
import type { Cell } from "./cell.js";
import { type Choice, RESULTS_VERSION } from "./study.js";

/** Lower-case hexadecimal SHA-256 of a text's UTF-8 bytes; Node and browsers bring their own. */
export type Sha256 = (text: string) => string;

/**
 * 128 bits of the SHA-256 of everything that decides a cell's result. Names of data sets, labels and
 * paths are not part of it, but checksums are: a file that was moved is still the same.
 */
export function cellId({ problem, method, ...rest }: Omit<Cell, "id">, sha256: Sha256): string {
  const { dataChecksum, limit, validation, model } = problem;
  const { initializer, recipe } = method;
  const decides = {
    resultsVersion: RESULTS_VERSION,
    data: { dataChecksum, limit, validation },
    model: decidedBy(model),
    initializer: decidedBy(initializer),
    recipe,
    ...rest,
  };
  return sha256(canonicalJson(decides)).slice(0, 32);
}

function decidedBy({ name, options, file }: Choice): object {
  return { name, options, sha256: file?.sha256 };
}

/** JSON with the keys of every object in order and nothing undefined: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
