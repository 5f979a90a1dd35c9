/** A study from options to results: data, plan, store, workers. */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import type { Device } from "../../../runtime/device.js";
import { version } from "../../../version.js";
import type { Cell, CellResult } from "../../plan/cell.js";
import {
  askStudy,
  bySeed,
  type DataOptions,
  type PreparationEvent,
  prepareStudy,
} from "../../plan/node/prepare-study.js";
import type { Study } from "../../plan/plan.js";
import { type Shard, shardOf } from "../../plan/shard.js";
import type { StudyOptions } from "../../plan/specification.js";
import { inOrder, isToBeRetried, shared } from "../queue.js";
import { cellMemories, mustFitMemory } from "./memory.js";
import { type PoolEvent, startPool } from "./pool.js";
import { keptStudy, openStore, type Store, type StoredResult } from "./store.js";

export type StudyEvent =
  | PoolEvent
  | PreparationEvent
  /** Data is read and every cell known; `reused` were already in the store, `expected` are those that this run is for. */
  | {
      readonly kind: "planned";
      readonly study: Study;
      readonly expected: readonly Cell[];
      readonly reused: readonly CellResult[];
    };

export interface RunStudyOptions extends DataOptions {
  /** Worker processes at most; by default one a core, and always one where the device is not the processor. */
  readonly jobs?: number;
  /** What to train on; "cpu" if left out. No part of a cell: kept results are used whatever they were computed on. */
  readonly device?: Device;
  /** Trains in less memory and more time (`CompileProblemOptions`); false if left out. No part of a cell either. */
  readonly recompute?: boolean;
  /**
   * Trains so many runs of one problem at once in each process, in one graph (`CompileProblemOptions.replicas`): what small networks need
   * to fill a card, or a core. Each makes the steps that it makes alone, rounded otherwise. 1 if left out; no part of a cell.
   */
  readonly replicas?: number;
  /**
   * Folder to keep results in; cells that are already there are not run again (crashed and refused ones are). Without it a temporary
   * folder is used, and removed at the end unless the study is interrupted. Several processes may use one folder.
   */
  readonly out?: string;
  /** Only this part of the cells. */
  readonly shard?: Shard;
  /** Least seconds between two checkpoints of a running cell, which are made after epochs; 10 if left out. */
  readonly checkpointSeconds?: number;
  /** Aborting kills the running cells and resolves with `interrupted`. */
  readonly signal?: AbortSignal;
  /** Bytes of memory that all processes together may use; the machine's, or those of its control group, if left out. */
  readonly memory?: number;
  readonly onEvent?: (event: StudyEvent) => void;
  /** Given what the workers write to stderr. */
  readonly onOutput?: (text: string) => void;
}

export interface StudyOutcome {
  readonly study: Study;
  /** The cells that this run was for: all, or those of its shard. */
  readonly expected: readonly Cell[];
  /** What ended, in the order of `study.cells`. */
  readonly results: readonly CellResult[];
  readonly interrupted: boolean;
  /** ONNX Runtime's descriptions: more than one where parts of the results were computed elsewhere. */
  readonly runtimes: readonly string[];
  /** Where the results are kept; undefined where they are not. */
  readonly out: string | undefined;
}

/**
 * Runs every cell of a study in child processes and gives all results.
 *
 * @throws InputError for bad options, data that cannot be read, a network or method seen not to fit, a folder that cannot be written
 * @example
 * const { results } = await runStudy({ data: ["glyphs"], models: ["mlp"], inits: ["he", "zero"], seeds: [0, 1, 2] });
 */
export async function runStudy(options: StudyOptions, run: RunStudyOptions = {}): Promise<StudyOutcome> {
  const asked = await askStudy(options);
  const { signal, checkpointSeconds = 10 } = run;
  const emit = (event: StudyEvent): void => run.onEvent?.(event);
  const notice = (message: string): void => emit({ kind: "notice", message });
  const { store, discard } = run.out === undefined ? temporaryStore(notice) : keptStore(run.out, notice);
  let keeping = store !== undefined;
  const save = (stored: StoredResult): void => {
    if (!keeping) return;
    try {
      store?.save(stored);
    } catch (error) {
      if (run.out !== undefined) throw error;
      keeping = false;
      notice(`An interruption would lose the results: ${(error as Error).message}`);
    }
  };

  const finished = new Map<string, CellResult>();
  const runtimes = new Set<string>();
  const { problems, inits, seeds } = asked.checked;
  const count = problems.length * inits.length * seeds.length;
  let updateManifest: ((runtime: string) => void) | undefined;
  const pool = startPool({
    jobs: jobsOf(run, count),
    ...(run.device === undefined ? {} : { device: run.device }),
    ...(run.recompute === undefined ? {} : { recompute: run.recompute }),
    ...(run.replicas === undefined ? {} : { replicas: run.replicas }),
    ...(run.onOutput === undefined ? {} : { onOutput: run.onOutput }),
    onEvent(event) {
      if (event.kind === "finished") {
        finished.set(event.result.cell.id, event.result);
        runtimes.add(event.runtime);
        save({ result: event.result, runtime: event.runtime });
        store?.claims.release(event.result.cell.id);
        if (keeping) updateManifest?.(event.runtime);
        updateManifest = undefined;
      }
      emit(event);
    },
  });
  try {
    const { study, datasets } = await prepareStudy(asked, run, emit);
    const expected = run.shard === undefined ? study.cells : shardOf(study, run.shard);
    const reused: CellResult[] = [];
    const reuse = (cell: Cell, { result, runtime }: StoredResult): CellResult => {
      const kept = { ...result, cell };
      finished.set(cell.id, kept);
      runtimes.add(runtime);
      return kept;
    };
    for (const cell of expected) {
      const kept = store?.read(cell.id);
      if (kept !== undefined && !isToBeRetried(kept.result)) reused.push(reuse(cell, kept));
    }
    const mine = new Set(expected.map(({ id }) => id));
    const remaining = bySeed(study).filter(({ id }) => mine.has(id) && !finished.has(id));
    const tight = mustFitMemory(
      cellMemories(remaining, datasets, asked.own, run),
      memoryOf(run),
      jobsOf(run, remaining.length),
    );
    if (tight !== undefined) notice(tight);
    store?.keep(keptStudy(study));
    if (store !== undefined && remaining.length > 0) {
      const entry = manifestEntry(study, run);
      const update = store.record(entry);
      updateManifest = (runtime) => update({ ...entry, runtime });
    }
    emit({ kind: "planned", study, expected, reused });
    if (remaining.length > 0) {
      const elsewhere = (cell: Cell, stored: StoredResult) =>
        emit({ kind: "finished", result: reuse(cell, stored), runtime: stored.runtime });
      // A temporary folder is nobody else's.
      const alone = store === undefined || run.out === undefined;
      await pool.run(alone ? inOrder(remaining) : shared(remaining, store, elsewhere), {
        datasets,
        ...(signal === undefined ? {} : { signal }),
        ...(store === undefined
          ? {}
          : { checkpoint: ({ id }) => ({ file: store.checkpointOf(id), everySeconds: checkpointSeconds }) }),
      });
    }
    const results = study.cells.flatMap(({ id }) => finished.get(id) ?? []);
    const interrupted = results.length < expected.length;
    const keep = run.out !== undefined || (keeping && interrupted && results.length > 0);
    if (!keep) discard();
    const out = keep ? store?.directory : undefined;
    return { study, expected, results, interrupted, runtimes: [...runtimes].sort(), out };
  } catch (error) {
    discard();
    throw error;
  } finally {
    pool.close();
    store?.claims.releaseAll();
  }
}

/** Processes for so many cells: one where a device is shared (WebGPU sessions that run at once take turns anyway). */
export function jobsOf({ jobs, device = "cpu", replicas = 1 }: RunStudyOptions, cells: number): number {
  return Math.min(device === "cpu" ? (jobs ?? availableParallelism()) : 1, Math.ceil(cells / replicas));
}

export function memoryOf({ memory = totalmem() }: RunStudyOptions): number {
  // 0, or more than there is, where no control group limits the process.
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(memory, limit) : memory;
}

function keptStore(directory: string, notice: (message: string) => void): { store: Store; discard: () => void } {
  return { store: openStore(directory, notice), discard: () => {} };
}

/** Nobody asked for files, so a temporary folder that cannot be written is no reason to stop. */
function temporaryStore(notice: (message: string) => void): { store: Store | undefined; discard: () => void } {
  try {
    const directory = mkdtempSync(join(tmpdir(), "stepzero-"));
    return { store: openStore(directory, notice), discard: () => rmSync(directory, { recursive: true, force: true }) };
  } catch {
    return { store: undefined, discard: () => {} };
  }
}

/** What it took to get these results. */
function manifestEntry({ cells, ...study }: Study, { shard }: RunStudyOptions): object {
  return {
    started: new Date().toISOString(),
    stepzero: version,
    study,
    cells: cells.length,
    ...(shard === undefined ? {} : { shard }),
    machine: {
      platform: `${process.platform} ${process.arch}`,
      node: process.version,
      processor: cpus()[0]?.model ?? "unknown",
      cores: availableParallelism(),
    },
  };
}
