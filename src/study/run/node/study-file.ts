/** `DIR/study.json` of a results folder: the study that last ran there, and its cells. */
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../../errors.js";
import { type FolderReader, folderReader } from "../../../files/node/read-within.js";
import type { PlannedStudy } from "../../plan/plan-study.js";
import { idSchema, inconsistencyOf, studySchema } from "../../plan/stored-schema.js";
import type { Study } from "../../plan/study.js";
import { type CellPlace, cellPlaces } from "../../plan/tuned-parts.js";
import {
  COPY_ANEW,
  checked,
  formatText,
  isAsWritten,
  MOST_BYTES,
  objectOf,
  STORE_FORMAT,
  signedText,
  usableFormats,
} from "./signed-json.js";
import { readStudy1 } from "./study-file-1.js";

/** A cell of a study: its place, finished or not. */
export interface ListedCell extends CellPlace {
  readonly id: string;
}

/** What `study.json` holds. */
export interface StudyFile {
  /** `STORE_FORMAT`, 2, or 1 for results of version 3 and before. */
  readonly format: number;
  readonly study: Study;
  /** In the order of problem, method and seed. */
  readonly cells: readonly ListedCell[];
}

/** The text of `study.json`. The ids stand in the order of problem, method and seed. */
export function studyText({
  study,
  cells,
}: Pick<PlannedStudy, "study"> & { readonly cells: readonly { id: string }[] }) {
  return signedText({ study, ids: cells.map(({ id }) => id) });
}

/**
 * The study of a results folder.
 *
 * @throws InputError where the folder holds no study of stepzero, one in an unknown format, one
 *   that was changed after it was written, or one with values that stepzero does not write
 */
export function readStudy(directory: string, files: FolderReader = folderReader(directory)): StudyFile {
  const file = join(directory, "study.json");
  const text = files.text(["study.json"], MOST_BYTES);
  if (text === undefined) {
    throw new InputError(
      `${directory} has no results of stepzero: ${file} is missing. Name the folder of a compare --out.`,
    );
  }
  const content = objectOf(text);
  if (content === undefined) {
    throw new InputError(`${file} is not a whole JSON object. ${COPY_ANEW}`);
  }
  const { format } = content;
  if (format !== 1 && !usableFormats.includes(format)) {
    throw new InputError(
      `${file} has format ${formatText(format)}; this version of stepzero reads formats 1 to ${STORE_FORMAT}. ` +
        "Read it with the version that wrote it, or run the study again in another folder.",
    );
  }
  if (format === STORE_FORMAT && !isAsWritten(text)) {
    throw new InputError(`${file} does not have the SHA-256 with which it was written. ${COPY_ANEW}`);
  }
  const { study, ids } = readers[String(format)]!(content, file);
  mustFit(study, ids, file);
  return { format: Number(format), study, cells: listedCells(study, ids) };
}

const schema3 = z.strictObject({
  format: z.literal(STORE_FORMAT),
  sha256: z.string(),
  study: studySchema,
  ids: z.array(idSchema),
});

const place = z.int().min(0);
const schema2 = z.strictObject({
  format: z.literal(2),
  study: studySchema,
  cells: z.array(z.strictObject({ id: idSchema, problem: place, method: place, seed: place })),
});

type Ordered = { readonly study: Study; readonly ids: readonly string[] };

/** Format 2 listed the place of each cell, which follows from the order. */
function readStudy2(content: object, file: string): Ordered {
  const { study, cells } = checked(schema2, content, file);
  return { study, ids: cells.map(({ id }) => id) };
}

const readers: Readonly<Record<string, (content: object, file: string) => Ordered>> = {
  1: readStudy1,
  2: readStudy2,
  [STORE_FORMAT]: (content, file) => checked(schema3, content, file),
};

/** @throws InputError where study and ids do not belong together */
function mustFit(study: Study, ids: readonly string[], file: string): void {
  const inconsistency = inconsistencyOf(study);
  const count = inconsistency === undefined ? cellPlaces(study).length : 0;
  const fault =
    inconsistency ??
    (ids.length === count ? undefined : `it lists ${ids.length} cells, and the study has ${count}`) ??
    (new Set(ids).size === count ? undefined : "a cell stands twice in it");
  if (fault !== undefined) throw new InputError(`${file}: ${fault}. ${COPY_ANEW}`);
}

function listedCells(study: Study, ids: readonly string[]): ListedCell[] {
  return cellPlaces(study).map((place, at) => ({ id: ids[at]!, ...place }));
}
