/** A study from options to results, in child processes, kept in a folder. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import type { ReadingOptions } from "../../../data/reading.js";
import { type Device, findDevice } from "../../../runtime/device.js";
import { processorCache } from "../../../runtime/node/processor-cache.js";
import { version } from "../../../version.js";
import { type Shard, shardOf } from "../../plan/cell-order.js";
import { choose, type DataOptions, type PreparationEvent, placesOf, prepare } from "../../plan/node/prepare.js";
import type { StudyOptions } from "../../plan/options.js";
import type { PlannedStudy } from "../../plan/plan-study.js";
import { type ConductedStudy, conduct } from "../conduct.js";
import type { StudyEvent } from "../events.js";
import { memoryStore } from "../memory-store.js";
import { type FolderStore, openFolderStore } from "./folder-store.js";
import { cacheOfRuns, type ManifestRun } from "./manifest.js";
import { cellMemories, mustFitMemory } from "./memory.js";
import { startProcesses } from "./processes.js";

/** How a study is run. None of it is part of a cell: results stay valid whatever is chosen here. */
export interface RunStudyOptions extends DataOptions {
  /**
   * Number of worker processes, at least 1.
   *
   * @defaultValue one per core; one where the device is not the processor
   */
  readonly jobs?: number | undefined;
  /**
   * What to train on.
   *
   * @defaultValue "cpu"
   */
  readonly device?: Device | undefined;
  /**
   * Trains in less memory and more time (`CompileProblemOptions`).
   *
   * @defaultValue false
   */
  readonly recompute?: boolean | undefined;
  /**
   * Number of runs of one problem that each process trains at once, in one graph, so that small
   * networks fill a card or a core. Each run makes the steps that it makes alone, rounded
   * otherwise.
   *
   * @defaultValue 1
   */
  readonly replicas?: number | undefined;
  /**
   * Folder that keeps the results. Cells that are there are not run again, but crashed and refused
   * ones are. Several processes may use one folder. Without it a temporary folder is used, which is
   * removed at the end unless the study is interrupted.
   */
  readonly out?: string | undefined;
  /**
   * Seconds for which this process's claim on a cell of `out` holds without being renewed. Another
   * process that cannot see this one, on another machine for example, waits so long before it takes
   * over the cells of a machine that died.
   *
   * @defaultValue 30
   */
  readonly lease?: number | undefined;
  /** Only this part of the cells. */
  readonly shard?: Shard | undefined;
  /**
   * The least number of seconds between two checkpoints of a cell, which follow epochs.
   *
   * @defaultValue 10
   */
  readonly checkpointSeconds?: number | undefined;
  /** Aborting ends the running cells; the study resolves with `interrupted`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Bytes of memory for all processes together.
   *
   * @defaultValue the machine's, or its control group's
   */
  readonly memory?: number | undefined;
  /** Receives what happens: downloads, epochs, results. */
  readonly onEvent?: ((event: StudyEvent | PreparationEvent) => void) | undefined;
  /** Receives what the workers write to stderr. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** The results of a study, and the folder that has them. */
export interface StudyResults extends ConductedStudy {
  /** Where the results are kept; undefined where they are not. */
  readonly out: string | undefined;
}

/**
 * Runs every cell of a study in child processes.
 *
 * @throws InputError for options that are not legal, an unknown device, data that cannot be read, a
 *   network or method that does not fit, or a folder that cannot be written
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
  const chosenStudy = await choose(options);
  const { signal, checkpointSeconds: everySeconds = 10 } = run;
  const notice = (message: string): void => run.onEvent?.({ kind: "notice", message });
  const { problems, methods, seeds, reading } = chosenStudy.choices;
  const workers = processesOf(run, reading, problems.length * methods.length * seeds.length);
  const { store, isWhole, discard } =
    run.out === undefined ? temporaryStore(notice) : userStore(run.out, notice, run.lease);
  const cache = (store && cacheOfRuns(store.directory)) ?? processorCache();
  const processes = startProcesses({
    ...workers,
    cache,
    checkpointOf: store && (({ id }) => ({ file: store.checkpointFile(id), everySeconds })),
  });
  try {
    const prepared = await prepare(chosenStudy, run, (event) => run.onEvent?.(event));
    const expected = run.shard === undefined ? prepared.cells : shardOf(prepared, run.shard);
    let entry: ManifestRun | undefined;
    let recording = Promise.resolve();
    const conducted = await conduct(prepared, {
      executor: processes,
      store: store ?? memoryStore(),
      expected,
      signal,
      async onRemaining(cells) {
        const jobs = jobsOf(run, cells.length);
        const tight = mustFitMemory(cellMemories(cells, prepared.samples, chosenStudy.users, run), memoryOf(run), jobs);
        if (tight !== undefined) notice(tight);
        store?.keepStudy(prepared);
        if (store === undefined || cells.length === 0) return;
        entry = { ...manifestEntry(prepared, run), cache };
        await store.record([entry]);
      },
      onEvent(event) {
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
    processes.close();
    store?.releaseAll();
  }
}

/**
 * What worker processes for this many cells are started with.
 *
 * @throws InputError for an unknown device
 */
export function processesOf(run: RunStudyOptions, reading: ReadingOptions | undefined, cells: number) {
  const { device = "cpu", recompute = false, replicas, onOutput } = run;
  const jobs = jobsOf(run, cells);
  return { jobs, device: findDevice(device), recompute, replicas, onOutput, places: placesOf(run, reading) };
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

/** What produced these results. */
function manifestEntry({ study, cells }: PlannedStudy, { shard }: RunStudyOptions): ManifestRun {
  return {
    run: randomUUID(),
    started: new Date().toISOString(),
    stepzero: version,
    study: { ...study, seeds: seedsText(study.seeds) },
    cells: cells.length,
    shard,
    machine: {
      platform: `${process.platform} ${process.arch}`,
      node: process.version,
      processor: cpus()[0]?.model ?? "unknown",
      cores: availableParallelism(),
    },
  };
}

/** "0 to 199999"; seeds that do not follow each other as they are. */
function seedsText(seeds: readonly number[]): string | readonly number[] {
  const [first, last] = [seeds[0]!, seeds.at(-1)!];
  const follow = seeds.length > 1 && seeds.every((seed, i) => seed === first + i);
  return follow ? `${first} to ${last}` : seeds;
}
