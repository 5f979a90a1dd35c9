/**
 * The source of a study's cells: those that the planner wants next and the store does not have.
 * Each is claimed before it is handed out. Several conductors may work on one store: a cell that
 * another one has claimed comes again at the end, and is run here if that conductor died.
 */
import { type Cell, type CellResult, trainingKey } from "../plan/cell.js";
import type { CellSource, Planner, ResultStore, Steering, StoredResult } from "./contracts.js";
import { mustRunAgain } from "./planners.js";

/** Milliseconds until the store is searched again for cells that other conductors run. */
const SEARCH_AGAIN = 300;

/** Searches in vain, five seconds of them, after which the queue says what it waits for. */
const SILENT_SEARCHES = 17;

/** Milliseconds between two questions whether a pause has ended. */
const PAUSED = 500;

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
  const { planner, store, results, onStored, onWaiting, wait, signal, steering } = options;
  let queue: readonly Cell[] = [];
  /** The place in the queue of the next cell. */
  let at = 0;
  /** Cells that other conductors have claimed. */
  let elsewhere: Cell[] = [];
  /** Whether the planner said that no cell will follow. */
  let decided = false;
  let [hasTold, isStopped] = [false, false];
  /** The ids that were moved to the front last. */
  let moved = "";
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
    else [queue, at, moved] = [[...cells], 0, ""];
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

  /** Waits while there is a pause. @returns what comes first; undefined where the study is to end */
  const orderOfWork = async (): Promise<readonly string[] | undefined> => {
    for (;;) {
      if (signal?.aborted || isStopped) return undefined;
      const wishes = await steering?.read();
      if (wishes?.stop) isStopped = true;
      else if (wishes?.pause) await wait(PAUSED);
      else return wishes?.first ?? [];
    }
  };

  const putFirst = (first: readonly string[]): void => {
    const text = first.join();
    if (text === moved) return;
    moved = text;
    const rank = new Map(first.map((id, i) => [id, i]));
    const place = ({ id }: Cell) => rank.get(id) ?? first.length;
    [queue, at] = [queue.slice(at).sort((a, b) => place(a) - place(b)), 0];
  };

  const group = async (atMost: number): Promise<readonly Cell[] | undefined> => {
    for (let searches = 1; ; searches++) {
      const order = await orderOfWork();
      if (order === undefined) return undefined;
      // This promise is made before anything is awaited, so that no result is missed.
      const nextResult = change.next();
      if (!refill() && elsewhere.length === 0) {
        await nextResult;
        continue;
      }
      putFirst(order);
      const first = await takeFirst(() => true);
      if (first !== undefined) {
        const cells = [first];
        while (cells.length < atMost) {
          const cell = await takeFirst((one) => runTogether(one, first));
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
        [queue, at, elsewhere, moved] = [[...queue.slice(at), ...elsewhere], 0, [], ""];
      } else if (decided) return undefined;
    }
  };

  // One call after the other, so that two workers never race for one cell.
  return { next: inTurn(group), changed: change.fire, isStopped: () => isStopped };
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
