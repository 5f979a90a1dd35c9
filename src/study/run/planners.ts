/** Planners: who decides which cells come next. */
import type { Cell, CellResult } from "../plan/cell.js";
import type { Planner } from "./contracts.js";

/** Every cell of a list once, in its order, whatever the results. */
export function fixedGrid(cells: readonly Cell[]): Planner {
  let rest: readonly Cell[] | undefined = cells;
  return {
    next() {
      const all = rest;
      rest = undefined;
      return all;
    },
  };
}

/**
 * Whether a cell is run again although it has a result: a crash may have had any cause, and what
 * was refused may have been corrected.
 */
export function mustRunAgain({ status }: CellResult): boolean {
  return status === "crashed" || status === "refused";
}
