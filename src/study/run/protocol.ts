/** What the main process and its workers say to each other. */
import type { Dataset } from "../../data/dataset.js";
import type { Cell, CellResult, EpochResult } from "../plan/cell.js";
import type { Pace } from "./pace.js";

/** A cell to be trained. */
export interface Order {
  readonly cell: Cell;
  /** The file to go on from, if it is there, and to write after an epoch once so many seconds have passed. */
  readonly checkpoint?: { readonly file: string; readonly everySeconds: number };
}

export type ToWorker =
  /** The data set of the cells that follow, whole. */
  | { readonly kind: "dataset"; readonly dataset: Dataset }
  /** One, or several of one problem that are trained at once. */
  | { readonly kind: "run"; readonly orders: readonly Order[] }
  /** Not to be trained, but to be timed. */
  | { readonly kind: "measure"; readonly cells: readonly Cell[] };

export type FromWorker =
  /** First message: ONNX Runtime is loaded. `notice` is for the user, when it is not the fast one. */
  | { readonly kind: "ready"; readonly runtime: string; readonly notice?: string }
  /** Instead: the device it was to use cannot be. The process ends. */
  | { readonly kind: "unusable"; readonly reason: string }
  /** Fraction of the running cells' training samples seen so far. */
  | { readonly kind: "progress"; readonly fraction: number }
  | { readonly kind: "epoch"; readonly id: string; readonly epoch: EpochResult }
  | { readonly kind: "notice"; readonly message: string }
  /** Of one of the cells, its share. */
  | { readonly kind: "measured"; readonly pace: Pace }
  /** One for each cell, as it ends. `computedOn`: what computed it, where that is not this process alone. */
  | { readonly kind: "result"; readonly result: CellResult; readonly computedOn?: string };

/**
 * What computed a result. Of several runs at once sums are in another order than in a run by itself, which figures show in their last
 * digits and, after long training, before.
 *
 * @param before what computed the checkpoint that it went on from
 */
export function computedOn(runtime: string, together: boolean, before?: string): string {
  const own = together ? `${runtime}, several runs at once` : runtime;
  if (before === undefined) return own;
  return before === own || before.endsWith(`; then ${own}`) ? before : `${before}; then ${own}`;
}
