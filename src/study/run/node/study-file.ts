/** `DIR/study.json` of a results folder: the study that last ran there, and its cells. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../../errors.js";
import type { PlannedStudy } from "../../plan/plan-study.js";
import type { Study } from "../../plan/study.js";
import { type Study3, studyFromVersion3 } from "../../plan/version-3.js";
import { STORE_FORMAT } from "./cell-files.js";

/** A cell in `study.json`: its place in the study, finished or not. */
export interface ListedCell {
  readonly id: string;
  /** Index in `study.problems`. */
  readonly problem: number;
  /** Index in `study.methods`. */
  readonly method: number;
  readonly seed: number;
}

/** The contents of `study.json`. */
export interface StudyFile {
  /** `STORE_FORMAT`, or 1 for results of version 3 and before. */
  readonly format: number;
  readonly study: Study;
  readonly cells: readonly ListedCell[];
}

/** The contents of `study.json`. */
export function studyText({ study, cells }: PlannedStudy): string {
  const perProblem = study.methods.length * study.seeds.length;
  const listed = cells.map(
    ({ id, seed }, at): ListedCell => ({
      id,
      problem: Math.floor(at / perProblem),
      method: Math.floor((at % perProblem) / study.seeds.length),
      seed,
    }),
  );
  return `${JSON.stringify({ format: STORE_FORMAT, study, cells: listed })}\n`;
}

/** The format of a folder's study; undefined where there is none, or none that can be read. */
export function studyFormat(directory: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(directory, "study.json"), "utf8")) as { format?: unknown } | null)?.format;
  } catch {
    return undefined;
  }
}

/**
 * The study of a results folder.
 *
 * @throws InputError where the folder holds no study of stepzero, or one in an unknown format
 */
export function readStudy(directory: string): StudyFile {
  const file = join(directory, "study.json");
  if (!existsSync(file)) {
    throw new InputError(
      `${directory} has no results of stepzero: ${file} is missing. Name the folder of a compare --out.`,
    );
  }
  let content: StudyFile;
  try {
    content = JSON.parse(readFileSync(file, "utf8")) as StudyFile;
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${(error as Error).message}.`);
  }
  if (content?.format === 1) return fromFormat1(content as unknown as Format1);
  if (content?.format !== STORE_FORMAT) {
    throw new InputError(
      `${file} has format ${content?.format}; this version of stepzero reads formats 1 and ${STORE_FORMAT}. ` +
        "Read it with the version that wrote it, or run the study again in another folder.",
    );
  }
  return content;
}

interface Format1 {
  readonly format: 1;
  readonly study: Study3;
  readonly cells: readonly {
    readonly id: string;
    readonly data: string;
    readonly model: string;
    readonly init: string;
    readonly seed: number;
  }[];
}

function fromFormat1({ study: old, cells }: Format1): StudyFile {
  const study = studyFromVersion3(old);
  const problems = new Map(study.problems.map(({ data, model }, at) => [JSON.stringify([data, model]), at]));
  const methods = new Map(study.methods.map(({ label }, at) => [label, at]));
  return {
    format: 1,
    study,
    cells: cells.map(({ id, data, model, init, seed }) => ({
      id,
      problem: problems.get(JSON.stringify([data, model]))!,
      method: methods.get(init)!,
      seed,
    })),
  };
}
