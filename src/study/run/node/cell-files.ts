/** The files `DIR/cells/ID.json` of a results folder, each with the result of one cell. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CellResult } from "../../plan/cell.js";
import { sha256 } from "../../plan/node/sha256.js";
import type { StoredResult } from "../contracts.js";

/** Raised when the form of the files changes. Format 1 has results of version 3 and before. */
export const STORE_FORMAT = 2;

/** Formats whose results can still be shown. */
const readable: readonly unknown[] = [1, STORE_FORMAT];

/** Where the result of a cell is kept. */
export const cellFile = (directory: string, id: string): string => join(directory, "cells", `${id}.json`);

/** The contents of a cell's file. */
export function cellText({ result, runtime }: StoredResult): string {
  const content = { format: STORE_FORMAT, sha256: sha256(JSON.stringify(result)), runtime, result };
  return `${JSON.stringify(content)}\n`;
}

/**
 * What a folder has of a cell: undefined if there is no file, or in words why it cannot be trusted.
 */
export function readCellFile(directory: string, id: string): StoredResult | string | undefined {
  let text: string;
  try {
    text = readFileSync(cellFile(directory, id), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    return (error as Error).message;
  }
  let content: { format?: unknown; sha256?: unknown; runtime?: unknown; result?: CellResult };
  try {
    content = JSON.parse(text) as typeof content;
  } catch {
    return "it is not whole";
  }
  if (!readable.includes(content?.format)) {
    return `its format is ${String(content?.format)}, not ${STORE_FORMAT}`;
  }
  if (content.sha256 !== sha256(JSON.stringify(content.result))) {
    return "its contents do not have the SHA-256 with which they were written";
  }
  if (content.result?.cell?.id !== id) return "it holds another cell";
  return { result: content.result, runtime: String(content.runtime) };
}
