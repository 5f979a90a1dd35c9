/** Several results folders of one study into one. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { InputError } from "../../../errors.js";
import type { CellResult } from "../../plan/cell.js";
import { isToBeRetried } from "../queue.js";
import { readKeptStudy } from "./read-results.js";
import { openStore, readManifestRuns, readStored } from "./store.js";

/**
 * Copies what is finished from each folder; what `out` has already stays, and a crashed run gives way to a finished one.
 *
 * @param onNotice told of files that are left out, and of runs that two folders tell differently
 * @throws InputError where a folder has no study, or another than the first
 */
export function mergeStores(
  folders: readonly string[],
  out: string,
  onNotice: (message: string) => void,
): { readonly copied: number } {
  const isOut = (folder: string) => resolve(folder) === resolve(out);
  const parts = folders.map((folder) => ({ folder, ...readKeptStudy(folder) }));
  const [first] = parts;
  const before = existsSync(join(out, "study.json")) ? [{ folder: out, ...readKeptStudy(out) }] : [];
  const ids = (cells: readonly { readonly id: string }[]) => cells.map(({ id }) => id).join();
  for (const { folder, cells } of [...parts, ...before]) {
    if (ids(cells) !== ids(first!.cells)) {
      throw new InputError(
        `${folder} and ${first!.folder} are not parts of the same study: their runs differ. Join only what one study file or command was sharded into.`,
      );
    }
  }
  const store = openStore(out, onNotice);
  store.keep({ format: first!.format, study: first!.study, cells: first!.cells });
  let copied = 0;
  for (const { folder, cells } of parts) {
    if (isOut(folder)) continue;
    for (const { id } of cells) {
      const stored = readStored(folder, id);
      if (stored === undefined) continue;
      if (typeof stored === "string") {
        onNotice(`${folder}/cells/${id}.json is left out: ${stored}.`);
        continue;
      }
      const there = store.has(id) ? store.read(id) : undefined;
      if (there === undefined || (isToBeRetried(there.result) && !isToBeRetried(stored.result))) {
        store.save(stored);
        copied++;
      } else if (figures(there.result) !== figures(stored.result)) {
        onNotice(
          `${id} has other figures in ${folder} than before, as on another kind of processor; the first are kept.`,
        );
      }
    }
    for (const run of readManifestRuns(folder)) store.record(run);
  }
  return { copied };
}

/** A result without times. */
function figures(result: CellResult): string {
  return JSON.stringify(result, (key, value: unknown) => (key === "seconds" ? undefined : value));
}
