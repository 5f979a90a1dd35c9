/**
 * The folder of results itself: it is made, or it is stepzero's. Nothing that stepzero did not
 * write there is ever replaced.
 */
import { lstatSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { InputError } from "../../../errors.js";
import { folderReader } from "../../../files/node/read-within.js";
import {
  isUnfinished,
  makeFolder,
  removeAbandoned,
  unfinishedName,
  writeWhole,
  writing,
} from "../../../files/node/write-whole.js";
import { otherVersion, readManifest } from "./manifest.js";
import { isAsWritten, MOST_BYTES, objectOf, STORE_FORMAT, usableFormats } from "./signed-json.js";

/** Folders below a folder of results. */
const FOLDERS = ["cells", "checkpoints", "claims", "live"] as const;

/** The paths of those folders. */
export type ResultsFolders = Readonly<Record<(typeof FOLDERS)[number], string>>;

/** Where claims lie. */
export const claimsFolder = (directory: string): string => join(resolve(directory), "claims");

/**
 * Makes a folder of results, or takes one that is there, and proves that it can be written.
 *
 * @param onDamage called where the study's file was changed: it is then moved aside
 * @throws InputError where the folder cannot be written, or holds results of another version, or
 *   files that are not stepzero's
 */
export function openResultsFolder(directory: string, onDamage: (message: string) => void): ResultsFolders {
  const whose = writing(directory, () => mustHoldResults(directory));
  const folders = Object.fromEntries(FOLDERS.map((name) => [name, join(resolve(directory), name)])) as ResultsFolders;
  writing(directory, () => {
    for (const folder of [...Object.values(folders), resolve(directory)]) {
      makeFolder(folder);
      removeAbandoned(folder);
    }
    const probe = unfinishedName(join(folders.cells, "probe"));
    writeWhole(probe, "stepzero\n");
    rmSync(probe);
    if (whose === "changed") moveAside(join(directory, "study.json"), onDamage);
  });
  return folders;
}

/**
 * Refuses a folder that holds files of somebody else and no results, or both under our names.
 *
 * @returns who wrote its study
 */
function mustHoldResults(directory: string): Whose {
  const names = namesIn(directory).filter((name) => !name.startsWith("."));
  if (names.length === 0) return "nobody's";
  for (const name of FOLDERS) mustBeFolder(join(directory, name));
  const whose = whoseStudy(directory);
  if (whose === "somebody else's") {
    throw new InputError(
      `${join(directory, "study.json")} is not a study that stepzero has run, and results in this folder would replace it. ` +
        `Choose a folder of their own: --out ${join(directory, "results")}.`,
    );
  }
  const { format } = readManifest(directory); // refuses one of somebody else
  if (!usableFormats.includes(format)) throw otherVersion(directory, join(directory, "manifest.json"), format);
  // A copy without its manifest is of another version, too; its study would be overwritten.
  if (typeof whose === "object") throw otherVersion(directory, join(directory, "study.json"), whose.format);
  // Another process may be making the folder at this moment.
  const isBeingMade = names.every((name) => isFolderName(name) || isUnfinished(name));
  const hasFolders = FOLDERS.every((name) => names.includes(name));
  const isOurs = whose !== "nobody's" || names.includes("manifest.json") || isBeingMade || hasFolders;
  if (isOurs) return whose;
  const shown = `${names.slice(0, 3).join(", ")}${names.length > 3 ? ", …" : ""}`;
  throw new InputError(
    `${directory} holds other files (${shown}) and no results of stepzero. Choose a folder of their own: --out ${join(directory, "results")}.`,
  );
}

const isFolderName = (name: string): boolean => (FOLDERS as readonly string[]).includes(name);

function namesIn(directory: string): string[] {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(directory);
}

function mustBeFolder(path: string): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined || there.isDirectory()) return;
  throw new InputError(
    `${path} is ${there.isSymbolicLink() ? "a symbolic link" : "a file"}, and results need a folder of this name. ` +
      "Links are not followed within a folder of results: choose another --out, which may itself be a link.",
  );
}

type Whose = "nobody's" | "stepzero's" | "changed" | "somebody else's" | { readonly format: unknown };

/**
 * Who wrote `study.json`. "changed": stepzero, and somebody changed it since; an object: another
 * version of stepzero.
 */
function whoseStudy(directory: string): Whose {
  const text = folderReader(directory).text(["study.json"], MOST_BYTES);
  if (text === undefined) return "nobody's";
  // Until it is whole, a file has another name: a file that begins like ours was damaged later.
  if (text.startsWith(`{"format":${STORE_FORMAT},"sha256":`)) return isAsWritten(text) ? "stepzero's" : "changed";
  const content = objectOf(text);
  const isStudy = typeof content?.study === "object" && (Array.isArray(content.cells) || Array.isArray(content.ids));
  if (!isStudy || content.format === undefined) return "somebody else's";
  return usableFormats.includes(content.format) ? "stepzero's" : { format: content.format };
}

/** The next run writes the file anew; what somebody changed by hand is kept. */
function moveAside(file: string, onDamage: (message: string) => void): void {
  renameSync(file, `${file}.damaged`);
  onDamage(`${file} was changed after it was written; it is now ${file}.damaged, and is written anew.`);
}
