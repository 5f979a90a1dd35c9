/** A study from options to results, in child processes, kept in a folder. */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import type { ReadingOptions } from "../../../data/reading.js";
import { InputError } from "../../../errors.js";
import { findDevice } from "../../../runtime/device.js";
import { processorCache } from "../../../runtime/node/processor-cache.js";
import { shardOf } from "../../plan/cell-order.js";
import { choose, placesOf, prepare } from "../../plan/node/prepare.js";
import type { StudyOptions } from "../../plan/options.js";
import type { PlannedStudy } from "../../plan/plan-study.js";
import { startingCells } from "../../plan/race-state.js";
import { type ConductedStudy, conduct } from "../conduct.js";
import { memoryStore } from "../memory-store.js";
import { plannerOf } from "../tuned-planner.js";
import { type FolderStore, openFolderStore } from "./folder-store.js";
import { guessesBy } from "./guess-rates.js";
import { openNote } from "./live/write-note.js";
import { cacheOfRuns, type ManifestRun } from "./manifest.js";
import { manifestEntry } from "./manifest-entry.js";
import { cellMemories, mustFitMemory } from "./memory.js";
import { type Processes, startProcesses } from "./processes.js";
import { keepRequest } from "./request-file.js";
import { checkRunOptions, type RunStudyOptions } from "./run-options.js";
import { mustSuitTrainers, trainersOf } from "./trainer/trainers-of.js";

/** The results of a study, and the folder that has them. */
export interface StudyResults extends ConductedStudy {
  /** Where the results are kept; undefined where they are not. */
  readonly out: string | undefined;
}

/**
 * Runs every cell of a study in child processes.
 *
 * @throws InputError for options that are not legal, an unknown key or device, data that cannot be
 *   read, a network or method that does not fit, or a folder that cannot be written
 * @example
 * import { runStudy } from "stepzero/node";
 *
 * const { results } = await runStudy({
 *   models: "mlp:depth=1",
 *   inits: ["he", "zero"],
 *   seeds: 2,
 *   epochs: 1,
 *   limit: 256,
 * });
 * results.length; // → 4
 */
export async function runStudy(options: StudyOptions, run: RunStudyOptions = {}): Promise<StudyResults> {
  checkRunOptions("runStudy", options, run);
  return runAccepted(options, run);
}

/**
 * As `runStudy`, of checked options.
 *
 * @param mustAccept throws where the study, planned, is not the one to be run; nothing is written
 *   then
 */
export async function runAccepted(
  options: StudyOptions,
  run: RunStudyOptions,
  mustAccept?: (planned: PlannedStudy) => void,
): Promise<StudyResults> {
  const chosenStudy = await choose(options);
  mustSuitRun(chosenStudy.choices, run);
  const { signal, checkpointSeconds: everySeconds = 10 } = run;
  const notice = (message: string): void => run.onEvent?.({ kind: "notice", message });
  const { problems, methods, seeds, reading } = chosenStudy.choices;
  const workers = processesOf(run, reading, problems.length * methods.length * seeds.length);
  const { store, isWhole, discard } =
    run.out === undefined ? temporaryStore(notice) : userStore(run.out, notice, run.lease);
  const cache = (store && cacheOfRuns(store.directory)) ?? processorCache();
  let processes: Processes | undefined;
  const start = (): Processes => {
    processes ??= startProcesses({
      ...workers,
      cache,
      checkpointOf: store && (({ id }) => ({ file: store.checkpointFile(id), everySeconds })),
    });
    return processes;
  };
  const { trainer } = chosenStudy.choices;
  // They load ONNX Runtime while data is read.
  if (trainer === undefined) start();
  // Only of a folder with a name that others know can anybody look at it.
  const note = run.out === undefined ? undefined : openNote(run.out, run.shard);
  try {
    run.onEvent?.({ kind: "resolved", choices: chosenStudy.choices });
    const prepared = await prepare(chosenStudy, run, (event) => run.onEvent?.(event), guessesBy(chosenStudy, run));
    mustAccept?.(prepared);
    const expected = run.shard === undefined ? startingCells(prepared) : shardOf(prepared, run.shard);
    let entry: ManifestRun | undefined;
    let recording = Promise.resolve();
    const conducted = await conduct(prepared, {
      executor: trainer === undefined ? start() : trainersOf(prepared, chosenStudy.users, run, store?.directory),
      store: store ?? memoryStore(),
      expected,
      planner: plannerOf(prepared),
      signal,
      steering: note?.steering,
      async onRemaining(cells) {
        const jobs = jobsOf(run, cells.length);
        const tight =
          trainer === undefined &&
          mustFitMemory(cellMemories(cells, prepared.samples, chosenStudy.users, run), memoryOf(run), jobs);
        if (typeof tight === "string") notice(tight);
        store?.keepStudy(prepared);
        if (run.out !== undefined && run.shard === undefined) keepRequest(run.out, options);
        if (store === undefined || cells.length === 0) return;
        entry = { ...manifestEntry(prepared, run), ...(trainer === undefined && { cache }) };
        await store.record([entry]);
      },
      onEvent(event) {
        note?.on(event);
        if (event.kind === "finished" && entry !== undefined) {
          const ran = [{ ...entry, runtime: event.runtime }];
          entry = undefined;
          // The results do not wait for their provenance, nor end for the want of it.
          recording = store!.record(ran).catch((error: Error) => notice(error.message));
        }
        run.onEvent?.(event);
      },
    });
    await recording;
    const keep = run.out !== undefined || (conducted.interrupted && isWhole() && conducted.results.length > 0);
    if (!keep) discard();
    return { ...conducted, out: keep ? store?.directory : undefined };
  } catch (error) {
    discard();
    throw error;
  } finally {
    processes?.close();
    note?.close();
    store?.releaseAll();
  }
}

/**
 * @throws InputError for a part of a study that only all results decide, and for options that
 *   trainers lack
 */
function mustSuitRun(
  { tuning, race, trainer }: Awaited<ReturnType<typeof choose>>["choices"],
  run: RunStudyOptions,
): void {
  if (tuning !== undefined && run.shard !== undefined) {
    throw new InputError(
      "Tuning decides from all results at which rates the methods are compared, and a part of a study has only its own. Leave out --shard, and let several machines share --out DIR; or give a rate to --lr.",
    );
  }
  if (race !== undefined && run.shard !== undefined) {
    throw new InputError(
      "A race decides from all results which runs come next, and a part of a study has only its own. Leave out --shard, and let several machines share --out DIR; or leave out --until-decided.",
    );
  }
  if (trainer !== undefined) mustSuitTrainers(run, trainer);
}

/**
 * What worker processes for this many cells are started with.
 *
 * @throws InputError for an unknown device
 */
export function processesOf(run: RunStudyOptions, reading: ReadingOptions | undefined, cells: number) {
  const { device = "cpu", recompute = false, replicas, timeLimit, onOutput } = run;
  const jobs = jobsOf(run, cells);
  return { jobs, device: findDevice(device), recompute, replicas, timeLimit, onOutput, places: placesOf(run, reading) };
}

/**
 * Number of processes for so many cells. WebGPU sessions that run at once take turns: one is
 * enough.
 */
export function jobsOf({ jobs, device = "cpu", replicas = 1 }: RunStudyOptions, cells: number): number {
  const most = device === "cpu" ? (jobs ?? availableParallelism()) : 1;
  return Math.min(most, Math.ceil(cells / replicas));
}

/** Bytes of memory that all processes together may use. */
export function memoryOf({ memory = totalmem() }: RunStudyOptions): number {
  // 0, or more than there is, where no control group limits the process.
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(memory, limit) : memory;
}

interface OpenedStore {
  readonly store: FolderStore | undefined;
  /** Whether it has every result so far. */
  readonly isWhole: () => boolean;
  /** Removes the folder if it is a temporary one. */
  readonly discard: () => void;
}

function userStore(directory: string, notice: (message: string) => void, lease: number | undefined): OpenedStore {
  return { store: openFolderStore(directory, notice, { lease }), isWhole: () => true, discard: () => {} };
}

/**
 * The user did not ask for files: a temporary folder that cannot be written does not stop the
 * study.
 */
function temporaryStore(notice: (message: string) => void): OpenedStore {
  try {
    const directory = mkdtempSync(join(tmpdir(), "stepzero-"));
    const opened = forgiving(openFolderStore(directory, notice), notice);
    return { ...opened, discard: () => rmSync(directory, { recursive: true, force: true }) };
  } catch {
    return { store: undefined, isWhole: () => false, discard: () => {} };
  }
}

/** A temporary store that cannot write any more costs only the chance to resume. */
function forgiving(store: FolderStore, notice: (message: string) => void): Omit<OpenedStore, "discard"> {
  let works = true;
  const attempt = async (write: () => void | Promise<void>): Promise<void> => {
    try {
      if (works) await write();
    } catch (error) {
      works = false;
      notice(`An interruption would lose the results: ${(error as Error).message}`);
    }
  };
  const temporary: FolderStore = {
    ...store,
    save: (stored) => attempt(() => store.save(stored)),
    record: (runs) => attempt(() => store.record(runs)),
    // No other process knows the folder.
    claim: async () => true,
    release: async () => {},
  };
  return { store: temporary, isWhole: () => works };
}
