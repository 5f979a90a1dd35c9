/** Stores what a program tells of a cell. */
import { rmdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../../../../errors.js";
import type { Cell, CellResult } from "../../../plan/cell.js";
import { cellsOf } from "../../../plan/cells-of.js";
import { mustRunAgain } from "../../planners.js";
import { releaseAsked } from "../claims.js";
import { type FolderStore, openFolderStore } from "../folder-store.js";
import { claimsFolder } from "../results-folder.js";
import { readStudy } from "../study-file.js";
import { type Told, toldResult } from "./told.js";

/** Where the weights of a cell lie while a program trains it. */
export const askedFolder = (out: string, id: string): string => join(resolve(out), "asked", id);

/** Removes the weights of a cell. */
export function removeAsked(out: string, id: string): void {
  const folder = askedFolder(out, id);
  rmSync(folder, { recursive: true, force: true });
  try {
    rmdirSync(dirname(folder));
  } catch {
    // Other cells have weights there.
  }
}

/**
 * Stores the result of a cell, and gives the cell back.
 *
 * @throws InputError for metrics that are not whole, and for a cell that has a result
 */
export async function tellCell(out: string, store: FolderStore, cell: Cell, metrics: Told): Promise<CellResult> {
  const before = await store.read(cell.id);
  if (before !== undefined && !mustRunAgain(before.result)) {
    throw new InputError(
      `The cell ${cell.id} has a result already: another program told it after the lease was over. Nothing was changed.`,
    );
  }
  const stored = toldResult(cell, metrics);
  await store.save(stored);
  await store.release(cell.id);
  releaseAsked(claimsFolder(out), cell.id);
  removeAsked(out, cell.id);
  return stored.result;
}

/**
 * Stores the result of a cell of the study that a folder holds.
 *
 * @throws InputError for a folder without a study, an id that is no cell's, and as `tellCell`
 */
export async function tellFolder(out: string, id: string, metrics: Told, onNotice: (message: string) => void) {
  const { study } = readStudy(out);
  const cell = cellsOf(study).find((one) => one.id === id);
  if (cell === undefined || cell.trainer === undefined) {
    throw new InputError(
      `${id} is the id of no cell of the study in ${out} that a program tells. Tell cells by the id that stepzero ask printed.`,
    );
  }
  return tellCell(out, openFolderStore(out, onNotice, { forAsker: true }), cell, metrics);
}
