/**
 * Conducts a study: planner → cells → executor → store. It knows neither files nor processes, so a
 * page conducts the same way as Node.
 */
import type { Cell, CellResult } from "../plan/cell.js";
import { bySeed } from "../plan/cell-order.js";
import type { PlannedStudy } from "../plan/plan-study.js";
import { cellQueue } from "./cell-queue.js";
import type { Executor, Planner, ResultStore, Steering, StoredResult } from "./contracts.js";
import type { RunEvent, StudyEvent } from "./events.js";
import { fixedGrid, mustRunAgain } from "./planners.js";

/** Who runs the cells, and where their results are kept. */
export interface ConductOptions {
  /** Runs the cells. */
  readonly executor: Executor;
  /** Keeps the results; a cell whose result it has is not run again. */
  readonly store: ResultStore;
  /**
   * Only these cells of the study, as for a shard.
   *
   * @defaultValue all
   */
  readonly expected?: readonly Cell[] | undefined;
  /**
   * Decides which cells come next.
   *
   * @defaultValue `expected`, all methods of one seed before the next seed
   */
  readonly planner?: Planner | undefined;
  /** When it aborts, cells that run are given up; the results of those that ended are kept. */
  readonly signal?: AbortSignal | undefined;
  /** Receives what happens: epochs, results. */
  readonly onEvent?: ((event: StudyEvent) => void) | undefined;
  /**
   * Says between cells what is wanted: a pause, an end, other cells first.
   *
   * @defaultValue nobody wants anything
   */
  readonly steering?: Steering | undefined;
  /** Called once the store was searched, before anything is run. */
  readonly onRemaining?: ((cells: readonly Cell[]) => void | Promise<void>) | undefined;
  /**
   * Resolves after so many milliseconds.
   *
   * @defaultValue with `setTimeout`
   */
  readonly wait?: ((milliseconds: number) => Promise<void>) | undefined;
}

/** A study that ended or was interrupted, with its results. */
export interface ConductedStudy extends PlannedStudy {
  /** The cells of this run: all of the study, or those of its shard. */
  readonly expected: readonly Cell[];
  /** The results so far, in the order of `cells`. */
  readonly results: readonly CellResult[];
  /** Whether the signal, or a wish to stop, came before the last result. */
  readonly interrupted: boolean;
  /** Descriptions of the runtimes that computed the results, each once, sorted. */
  readonly runtimes: readonly string[];
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/**
 * Runs every cell that the store does not have.
 *
 * @throws InputError where the store does not take a result
 * @throws Error where the executor can run nothing
 */
export async function conduct(planned: PlannedStudy, options: ConductOptions): Promise<ConductedStudy> {
  const { executor, store, expected = planned.cells, signal, onEvent, onRemaining, wait = sleep } = options;
  const finished = new Map<string, CellResult>();
  const runtimes = new Set<string>();
  const keep = (cell: Cell, { result, runtime }: StoredResult): CellResult => {
    // The stored cell may carry another name of the same data set or method.
    const current = { ...result, cell };
    finished.set(cell.id, current);
    runtimes.add(runtime);
    return current;
  };

  const reused: CellResult[] = [];
  for (const cell of expected) {
    const stored = await store.read(cell.id);
    if (stored !== undefined && !mustRunAgain(stored.result)) reused.push(keep(cell, stored));
  }
  const isExpected = new Set(expected.map(({ id }) => id));
  const remaining = bySeed(planned).filter(({ id }) => isExpected.has(id) && !finished.has(id));
  await onRemaining?.(remaining);
  onEvent?.({ kind: "planned", ...planned, expected, reused });

  let isStopped = false;
  if (remaining.length > 0 || options.planner !== undefined) {
    // A result that cannot be kept ends the study.
    const failure = new AbortController();
    const stop = signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal]);
    const queue = cellQueue({
      planner: options.planner ?? fixedGrid(remaining),
      store,
      results: () => [...finished.values()],
      onStored: (cell, stored) => {
        const result = keep(cell, stored);
        onEvent?.({ kind: "finished", result, runtime: stored.runtime });
        queue.changed();
      },
      onWaiting: (message) => onEvent?.({ kind: "notice", message }),
      wait,
      signal: stop,
      steering: options.steering,
    });
    let saving = Promise.resolve();
    const finish = async (event: RunEvent & { kind: "finished" }): Promise<void> => {
      const { result, runtime } = event;
      await store.save({ result, runtime });
      await store.release(result.cell.id);
      keep(result.cell, { result, runtime });
      onEvent?.(event);
      queue.changed();
    };
    const sink = (event: RunEvent): void => {
      if (event.kind !== "finished") {
        onEvent?.(event);
        return;
      }
      saving = saving.then(() => finish(event)).catch((error: unknown) => failure.abort(error));
    };
    await executor.run(queue, sink, stop);
    await saving;
    isStopped = queue.isStopped();
    if (failure.signal.aborted) throw failure.signal.reason;
  }
  const results = planned.cells.flatMap(({ id }) => finished.get(id) ?? []);
  // A planner may leave cells out; the fixed grid leaves none.
  const isWhole = options.planner === undefined ? results.length === expected.length : !isStopped && !signal?.aborted;
  return { ...planned, expected, results, interrupted: !isWhole, runtimes: [...runtimes].sort() };
}
