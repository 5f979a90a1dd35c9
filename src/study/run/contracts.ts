/**
 * The contracts of a study: who decides which cells come next, who runs them, where results are
 * kept, and who has the data. `conduct.ts` joins them. Processes, a page, a user's own trainer or a
 * queue of many machines are executors; nothing else of a study knows where it runs. Read this
 * first.
 */
import type { Dataset } from "../../data/dataset.js";
import type { Cell, CellResult } from "../plan/cell.js";
import type { RunEvent } from "./events.js";

/** Decides which cells a study runs, from the results so far. `fixedGrid` is one. */
export interface Planner {
  /**
   * Called at the start, and again after results arrived while nothing waits to be run.
   *
   * @param results of all cells that ended, those found in the store included
   * @returns cells to run next, in this order; an empty list for "ask again after the next result";
   *   undefined where the study is decided and no cell will follow
   */
  next(results: readonly CellResult[]): readonly Cell[] | undefined;
}

/** Hands cells out to an executor. */
export interface CellSource {
  /**
   * The next cells: at most `atMost`, which one training graph serves (`trainingKey`). Waits while
   * other processes hold what is left. Undefined where no cell will follow.
   */
  next(atMost: number): Promise<readonly Cell[] | undefined>;
}

/** Runs cells, wherever that is. */
export interface Executor {
  /**
   * Takes cells from the source until it is exhausted; each ends in one "finished" event. When the
   * signal aborts, what is running is given up and the promise resolves.
   *
   * @throws Error where nothing can be run at all
   */
  run(cells: CellSource, sink: (event: RunEvent) => void, signal?: AbortSignal): Promise<void>;
}

/** A result, and what computed it. */
export interface StoredResult {
  /** The result of a cell. */
  readonly result: CellResult;
  /** ONNX Runtime's description and the device. */
  readonly runtime: string;
}

/** Keeps results, and knows which cells run somewhere. */
export interface ResultStore {
  /** The result of a cell; undefined where there is none, or it is damaged. */
  read(id: string): Promise<StoredResult | undefined>;
  /**
   * Keeps a result.
   *
   * @throws InputError where the store does not take it
   */
  save(stored: StoredResult): Promise<void>;
  /** Takes a cell for this conductor; false where another one, which is alive, has it. */
  claim(id: string): Promise<boolean>;
  /** Gives back a cell that ended or will not be run. */
  release(id: string): Promise<void>;
  /** Who has claimed a cell, in words; undefined where nobody has. */
  holder(id: string): Promise<string | undefined>;
}

/** Loads a data set where it is needed: in the worker, not in the conductor. */
export interface DatasetSource {
  /** @throws InputError where the data set is not there, or is not the one of that checksum */
  load(name: string, checksum: string): Promise<Dataset>;
}

/** What somebody who looks at a running study wants of it. None of it changes a result. */
export interface Wishes {
  /** No further cell begins until this is false again; those that run end. */
  readonly pause: boolean;
  /** The study ends when the cells that run have ended. */
  readonly stop: boolean;
  /** Ids of cells that come before all others that the planner wants now, in this order. */
  readonly first: readonly string[];
}

/** Where a conductor hears what is wanted of it. */
export interface Steering {
  /** Asked before cells are handed out, and about twice per second during a pause. */
  read(): Promise<Wishes>;
}
