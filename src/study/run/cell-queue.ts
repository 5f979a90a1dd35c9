/**
 * The source of a study's cells: those that the planner wants next and the store does not have.
 * Each is claimed before it is handed out. Several conductors may work on one store: a cell that
 * another one has claimed comes again at the end, and is run here if that conductor died.
 */
import { type Cell, type CellResult, trainingKey } from "../plan/cell.js";
import type { CellSource, Planner, ResultStore, Steering, StoredResult } from "./contracts.js";
import { obey, withFirst } from "./obey.js";
import { mustRunAgain } from "./planners.js";

/** Milliseconds until the store is searched again for cells that other conductors run. */
const SEARCH_AGAIN = 300;

/** Searches in vain, five seconds of them, after which the queue says what it waits for. */
const SILENT_SEARCHES = 17;

/** What a queue of cells works with. */
export interface CellQueueOptions {
  readonly planner: Planner;
  readonly store: ResultStore;
  /** Results so far, for the planner. */
  readonly results: () => readonly CellResult[];
  /** Called with a result that was in the store when its cell came up. */
  readonly onStored: (cell: Cell, stored: StoredResult) => void;
  /** Called with a sentence once the queue has waited for other conductors for five seconds. */
  readonly onWaiting?: ((message: string) => void) | undefined;
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  /** Asked before cells are handed out. @defaultValue nobody wants anything */
  readonly steering?: Steering | undefined;
}

/** A source of cells that can be notified of results. */
export interface CellQueue extends CellSource {
  /** To be called when a result arrives: the planner may now decide more. */
  changed(): void;
  /** Whether a wish has ended it before the planner did. */
  isStopped(): boolean;
}

/** A queue of the planner's cells. */
export function cellQueue(options: CellQueueOptions): CellQueue {
  const { planner, store, results, onStored, onWaiting, wait } = options;
  const obedience = obey(options);
  let queue: readonly Cell[] = [];
  /** The place in the queue of the next cell. */
  let at = 0;
  /** Cells that other conductors have claimed. */
  let elsewhere: Cell[] = [];
  /** Whether the planner said that no cell will follow. */
  let decided = false;
  let hasTold = false;
  const change = signalOfChange();

  /**
   * Asks the planner where the queue is empty.
   *
   * @returns false where the planner waits for the next result
   */
  const refill = (): boolean => {
    if (decided || at < queue.length) return true;
    const cells = planner.next(results());
    if (cells === undefined) decided = true;
    else [queue, at] = [[...cells], 0];
    return decided || at < queue.length;
  };

  const take = async (cell: Cell): Promise<Cell | undefined> => {
    const claim = await claimOf(cell, store);
    if (claim.kind === "elsewhere") elsewhere.push(cell);
    if (claim.kind === "stored") onStored(cell, claim.stored);
    return claim.kind === "here" ? cell : undefined;
  };

  /** Takes one cell from the queue; undefined where none of it is to be run here and now. */
  const takeFirst = async (fits: (cell: Cell) => boolean): Promise<Cell | undefined> => {
    while (at < queue.length && fits(queue[at]!)) {
      const cell = await take(queue[at++]!);
      if (cell !== undefined) return cell;
    }
    return undefined;
  };

  const group = async (atMost: number): Promise<readonly Cell[] | undefined> => {
    for (let searches = 1; ; searches++) {
      const first = await obedience.next();
      if (first === undefined) return undefined;
      // This promise is made before anything is awaited, so that no result is missed.
      const nextResult = change.next();
      if (!refill() && elsewhere.length === 0) {
        await nextResult;
        continue;
      }
      if (first.length > 0) [queue, at] = [withFirst(queue.slice(at), first), 0];
      const begin = await takeFirst(() => true);
      if (begin !== undefined) {
        const cells = [begin];
        while (cells.length < atMost) {
          const cell = await takeFirst((one) => runTogether(one, begin));
          if (cell === undefined) break;
          cells.push(cell);
        }
        return cells;
      }
      if (elsewhere.length > 0) {
        if (searches >= SILENT_SEARCHES && !hasTold) {
          hasTold = true;
          onWaiting?.(await waitingText(elsewhere, store));
        }
        await Promise.race([wait(SEARCH_AGAIN), nextResult]);
        [queue, at, elsewhere] = [[...queue.slice(at), ...elsewhere], 0, []];
      } else if (decided) return undefined;
    }
  };

  // One call after the other, so that two workers never race for one cell.
  return { next: inTurn(group), changed: change.fire, isStopped: obedience.isStopped };
}

/** A function whose calls run one after the other. */
function inTurn<Argument, Result>(act: (argument: Argument) => Promise<Result>) {
  let last: Promise<unknown> = Promise.resolve();
  return (argument: Argument): Promise<Result> => {
    const result = last.then(() => act(argument));
    last = result.catch(() => undefined);
    return result;
  };
}

/** Whether a cell is to be run here and now, by another conductor, or not at all. */
type Claim =
  | { readonly kind: "here" }
  | { readonly kind: "elsewhere" }
  | { readonly kind: "stored"; readonly stored: StoredResult };

async function claimOf({ id }: Cell, store: ResultStore): Promise<Claim> {
  if (!(await store.claim(id))) return { kind: "elsewhere" };
  // Another conductor may have finished it between the plan and the claim.
  const stored = await store.read(id);
  if (stored === undefined || mustRunAgain(stored.result)) return { kind: "here" };
  await store.release(id);
  return { kind: "stored", stored };
}

/** "Waiting for 3 runs that other processes have claimed: process 17 on b, …". */
async function waitingText(cells: readonly Cell[], store: ResultStore): Promise<string> {
  const holders = new Set<string>();
  for (const { id } of cells) holders.add((await store.holder(id)) ?? "a process that just ended");
  const count = cells.length === 1 ? "1 run" : `${cells.length} runs`;
  return `Waiting for ${count} of other processes: ${[...holders].join("; ")}.`;
}

/** Whether one training graph serves both cells, and both are evaluated alike. */
function runTogether(a: Cell, b: Cell): boolean {
  return trainingKey(a) === trainingKey(b) && a.evaluateTrain === b.evaluateTrain;
}

/** A promise that resolves with the next change; then there is a new one. */
function signalOfChange(): { next(): Promise<void>; fire(): void } {
  let fire = (): void => {};
  const renewed = () => new Promise<void>((resolve) => (fire = resolve));
  let promise = renewed();
  return {
    next: () => promise,
    fire() {
      fire();
      promise = renewed();
    },
  };
}
