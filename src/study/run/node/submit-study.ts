/** Puts a study into a folder without running it, for workers to join. */
import { InputError } from "../../../errors.js";
import { choose, type DataOptions, prepare } from "../../plan/node/prepare.js";
import type { StudyOptions } from "../../plan/options.js";
import { openFolderStore } from "./folder-store.js";
import { guessesBy } from "./guess-rates.js";
import { cellMemories } from "./memory.js";
import { keepRequest, readRequest } from "./request-file.js";
import { checkRunOptions, type RunStudyOptions } from "./run-options.js";

/** A study that waits for workers. */
export interface SubmittedStudy {
  /** How many runs it has; of a race and of tuned rates, the most that there may be. */
  readonly runs: number;
  /**
   * Bytes of memory that one process needs at least; undefined where a program of the user's
   * trains.
   */
  readonly processBytes: number | undefined;
}

/** How a study is put into a folder. */
export interface SubmitOptions
  extends DataOptions,
    Pick<RunStudyOptions, "onEvent" | "recompute" | "replicas" | "device"> {
  /** The folder that workers share. */
  readonly out: string;
}

/**
 * Plans a study and writes it into a folder; nothing is run.
 *
 * @param options undefined for the study that the folder has
 * @throws InputError as `runStudy` does, and where the folder has no study
 */
export async function submitStudy(options: StudyOptions | undefined, run: SubmitOptions): Promise<SubmittedStudy> {
  const request = options ?? readRequest(run.out);
  if (request === undefined) {
    throw new InputError(`${run.out} has no study. Name a study file beside it.`);
  }
  checkRunOptions("submitStudy", request, run);
  const chosenStudy = await choose(request);
  const prepared = await prepare(chosenStudy, run, (event) => run.onEvent?.(event), guessesBy(chosenStudy, run));
  const store = openFolderStore(run.out, (message) => run.onEvent?.({ kind: "notice", message }));
  store.keepStudy(prepared);
  keepRequest(run.out, request);
  store.releaseAll();
  const { cells, samples, study } = prepared;
  const memories = study.trainer === undefined ? cellMemories(cells, samples, chosenStudy.users, run) : [];
  return {
    runs: cells.length,
    processBytes: memories.length === 0 ? undefined : Math.max(...memories.map(({ least }) => least)),
  };
}
