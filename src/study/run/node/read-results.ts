/** What a results folder holds: the study last run there, its results so far, and what is missing. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../../errors.js";
import type { CellResult } from "../../plan/cell.js";
import type { StudyDescription } from "../../plan/plan.js";
import { type KeptStudy, readStored, STORE_FORMAT } from "./store.js";

export interface KeptResults {
  readonly study: StudyDescription;
  /** In the study's order. */
  readonly results: readonly CellResult[];
  /** Cells of the study that have no result that can be trusted. */
  readonly missing: KeptStudy["cells"];
  /** ONNX Runtime's descriptions. */
  readonly runtimes: readonly string[];
}

/** @throws InputError where the folder holds no study of stepzero, or one in another format */
export function readKeptStudy(directory: string): KeptStudy {
  const file = join(directory, "study.json");
  if (!existsSync(file)) {
    throw new InputError(
      `${directory} has no results of stepzero: ${file} is missing. Give the folder of a compare --out.`,
    );
  }
  let kept: KeptStudy;
  try {
    kept = JSON.parse(readFileSync(file, "utf8")) as KeptStudy;
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${(error as Error).message}.`);
  }
  // Results of another results version can be told all the same; the study says which it is.
  if (kept?.format !== STORE_FORMAT) {
    throw new InputError(
      `${file} has format ${kept?.format}; this version of stepzero reads format ${STORE_FORMAT}. Read it with the version that wrote it, or run the study anew in another folder.`,
    );
  }
  return kept;
}

/**
 * The study of a results folder with what is there of it. Files that cannot be trusted are reported and count as missing.
 *
 * @throws InputError as `readKeptStudy`
 */
export function readResults(directory: string, onDamage: (message: string) => void): KeptResults {
  const { study, cells } = readKeptStudy(directory);
  const results: CellResult[] = [];
  const missing: KeptStudy["cells"][number][] = [];
  const runtimes = new Set<string>();
  for (const cell of cells) {
    const stored = readStored(directory, cell.id);
    if (typeof stored === "string") onDamage(`${join(directory, "cells", `${cell.id}.json`)} is left out: ${stored}.`);
    if (stored === undefined || typeof stored === "string") {
      missing.push(cell);
      continue;
    }
    runtimes.add(stored.runtime);
    // The name that the study now shows the network by.
    results.push({ ...stored.result, cell: { ...stored.result.cell, modelLabel: cell.model } });
  }
  return { study, results, missing, runtimes: [...runtimes].sort() };
}
