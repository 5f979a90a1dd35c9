/** Which cell comes next. Several processes may work on one store: what another has is waited for, not run twice. */
import { type Cell, type CellResult, problemKey } from "../plan/cell.js";
import type { CellSource } from "./node/pool.js";
import type { Store, StoredResult } from "./node/store.js";

/** A crash says nothing about the cell, and what was refused may have been mended: they are tried again. */
export function isToBeRetried({ status }: CellResult): boolean {
  return status === "crashed" || status === "refused";
}

/** Cells of one problem together, as they follow each other in a source. */
export interface GroupSource {
  /** The next cells, `atMost` of them; "later" and undefined as from the source. */
  next(atMost: number): readonly Cell[] | "later" | undefined;
}

export function inGroups(source: CellSource): GroupSource {
  /** Taken from the source and not of the last group's problem. */
  let held: Cell | undefined;
  return {
    next(atMost) {
      const first = held ?? source.next();
      held = undefined;
      if (first === undefined || first === "later") return first;
      const group = [first];
      while (group.length < atMost) {
        const cell = source.next();
        if (cell === undefined || cell === "later") break;
        if (problemKey(cell) !== problemKey(first) || cell.evaluateTrain !== first.evaluateTrain) {
          held = cell;
          break;
        }
        group.push(cell);
      }
      return group;
    },
  };
}

/** The cells in their order, nobody else being at them. */
export function inOrder(cells: readonly Cell[]): CellSource {
  const queue = [...cells];
  return { next: () => queue.shift() };
}

/**
 * The cells in their order, each claimed in the store before it is handed out. A cell that another process is at comes again
 * at the end: run if that process died, else given to `onElsewhere` once its result is in the store.
 */
export function shared(
  cells: readonly Cell[],
  store: Store,
  onElsewhere: (cell: Cell, stored: StoredResult) => void,
): CellSource {
  let queue = [...cells];
  let waiting: Cell[] = [];
  return {
    next() {
      const tried = queue.length + waiting.length;
      for (let i = 0; i < tried; i++) {
        if (queue.length === 0) [queue, waiting] = [waiting, []];
        const cell = queue.shift()!;
        if (!store.claims.take(cell.id)) {
          waiting.push(cell);
          continue;
        }
        // It may have been finished between the plan and the claim.
        const stored = store.has(cell.id) ? store.read(cell.id) : undefined;
        if (stored === undefined || isToBeRetried(stored.result)) return cell;
        store.claims.release(cell.id);
        onElsewhere(cell, stored);
      }
      return queue.length + waiting.length > 0 ? "later" : undefined;
    },
  };
}
