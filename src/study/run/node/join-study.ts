/** A worker: it joins the study of a folder that other machines share. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { excerpt, InputError } from "../../../errors.js";
import { version } from "../../../version.js";
import { splitModulePath } from "../../plan/node/modules/path.js";
import { requestStudy, type StudyOptions } from "../../plan/options.js";
import type { PlannedStudy } from "../../plan/plan-study.js";
import { firstDifference } from "./first-difference.js";
import { readManifest } from "./manifest.js";
import { readRequest } from "./request-file.js";
import { checkRunOptions, type RunStudyOptions } from "./run-options.js";
import { runAccepted, type StudyResults } from "./run-study.js";
import { readStudy } from "./study-file.js";

/** How a worker runs. */
export interface JoinOptions extends Omit<RunStudyOptions, "out" | "shard"> {
  /**
   * A study of the worker's own: where the folder's study runs programs (modules of networks and
   * initializers, a trainer), they are taken from here.
   *
   * @defaultValue none: a study with programs is refused
   */
  readonly ownStudy?: StudyOptions | undefined;
}

/**
 * Runs cells of the study of a folder until none is left, beside other processes that share the
 * folder. Code is never taken from the folder: programs are those of `ownStudy`, and every result
 * is that of the folder's study, whose cells have the hashes of all files in their ids.
 *
 * @param directory the `out` of a study that was begun, or of `submitStudy`
 * @throws InputError where the folder has no study; where it runs programs and `ownStudy` has none;
 *   and where this machine would run another study: other data, another file, another version
 */
export async function joinStudy(directory: string, { ownStudy, ...run }: JoinOptions = {}): Promise<StudyResults> {
  checkRunOptions("joinStudy", {}, run);
  const request = readRequest(directory);
  if (request === undefined) throw withoutRequest(directory);
  const options = withPrograms(request, ownStudy, directory);
  return runAccepted(options, { ...run, out: directory }, (planned) => mustBeSame(planned, directory));
}

function withoutRequest(directory: string): InputError {
  return new InputError(
    existsSync(join(directory, "study.json"))
      ? `${directory} has results, and not the options of their study, which other versions of stepzero did not write. Give the study's own stepzero compare with --out ${directory} once; workers can join then.`
      : `${directory} has no study. Begin one with stepzero compare study.yaml --out ${directory}, or submit it with stepzero jobs; --wait 10m waits for it.`,
  );
}

/** What of a study is code that the machine would run. */
export function programsOf({ models, inits, problems, trainer }: StudyOptions): readonly string[] {
  const names = [models ?? [], inits ?? [], problems?.map(({ model }) => model) ?? []].flat();
  const modules = names.flatMap((name) => splitModulePath(name)?.path ?? []).filter((path) => !path.endsWith(".onnx"));
  const isStated = typeof trainer === "object" && !Array.isArray(trainer);
  // A loop of the user's is no program that a worker starts.
  const command = isStated ? (trainer as { readonly command?: string | readonly string[] }).command : trainer;
  const words = command === undefined ? [] : [[command as string | readonly string[]].flat().join(" ")];
  return [...new Set([...modules, ...words])];
}

/** The folder's study, with the programs of the worker's own. */
function withPrograms(request: StudyOptions, ownStudy: StudyOptions | undefined, directory: string): StudyOptions {
  if (ownStudy !== undefined) {
    requestStudy(ownStudy);
    const { data, models, inits, problems, trainer } = ownStudy;
    return { ...request, data, models, inits, problems, trainer };
  }
  const programs = programsOf(request);
  if (programs.length === 0) return request;
  const listed = programs.map((program) => `"${excerpt(program)}"`).join(", ");
  throw new InputError(
    `The study of ${directory} runs programs: ${listed}. A worker takes no code from a folder. Give it your own copy of the study with --study FILE, from which its programs are taken.`,
  );
}

/**
 * @throws InputError with the first place at which the plan of this machine differs from that of
 *   the folder
 */
function mustBeSame({ study, cells }: PlannedStudy, directory: string): void {
  // Whoever comes first to a submitted study writes it.
  if (!existsSync(join(directory, "study.json"))) return;
  const there = readStudy(directory);
  // An id is a hash of all that decides a result; where files lie is no part of it.
  if (cells.length === there.cells.length && cells.every(({ id }, i) => id === there.cells[i]!.id)) return;
  const difference = firstDifference(JSON.parse(JSON.stringify(study)), there.study, isPlace);
  const versions = [...new Set(readManifest(directory).runs.flatMap(({ stepzero }) => stepzero ?? []))];
  const reason =
    difference === undefined
      ? `the ids of its runs differ, as those of another version of stepzero do (there: ${versions.join(", ") || "unknown"}, here: ${version}). Install the same version on every machine.`
      : `${difference.path} is ${shown(difference.here)} here, and ${shown(difference.there)} there. Data and files must be the same on every machine.`;
  throw new InputError(`This machine would run another study than that of ${directory}: ${reason}`);
}

/** Keys that say where a file lies. */
const isPlace = (key: string): boolean => key === "path" || key === "folder";

const shown = (value: unknown): string => (value === undefined ? "missing" : excerpt(JSON.stringify(value)));
