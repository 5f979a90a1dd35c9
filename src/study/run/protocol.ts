/** The messages between an executor of worker processes and its workers. */
import type { Cell, CellResult, EpochResult } from "../plan/cell.js";
import type { Pace } from "./pace.js";

/** A cell to be trained. */
export interface Order {
  readonly cell: Cell;
  /** The run resumes from this file, if it is there, and writes it after epochs. */
  readonly checkpoint?: CheckpointFile | undefined;
}

/** A file that holds the state of a cell while it runs. */
export interface CheckpointFile {
  readonly file: string;
  /** The least number of seconds between two writes. */
  readonly everySeconds: number;
}

/** To a worker. The worker reads a cell's data set itself. */
export type ToWorker =
  /** One cell, or several of one training graph that are trained at once. */
  | { readonly kind: "run"; readonly orders: readonly Order[] }
  /** Cells that are timed, not trained. */
  | { readonly kind: "measure"; readonly cells: readonly Cell[] };

/** From a worker. */
export type FromWorker =
  /** First message: ONNX Runtime is loaded. `notice` tells the user if it is not the fast one. */
  | { readonly kind: "ready"; readonly runtime: string; readonly notice?: string | undefined }
  /** Instead of "ready": the device cannot be used. The process ends. */
  | { readonly kind: "unusable"; readonly reason: string }
  /**
   * Fraction of the running cells' training samples that were seen so far, and their current losses
   * by the cells' ids.
   */
  | { readonly kind: "progress"; readonly fraction: number; readonly losses?: Readonly<Record<string, number>> }
  | { readonly kind: "epoch"; readonly id: string; readonly epoch: EpochResult }
  | { readonly kind: "notice"; readonly message: string }
  /** The pace of one of the cells that were timed together. */
  | { readonly kind: "measured"; readonly pace: Pace }
  /** One per cell, as it ends. `computedOn` is left out where this process alone computed it. */
  | { readonly kind: "result"; readonly result: CellResult; readonly computedOn?: string | undefined };

/**
 * What computed a result. Several runs at once add in another order than a run by itself, which
 * figures show in their last digits and, after long training, before.
 *
 * @param before what computed the checkpoint from which the run went on
 */
export function computedOn(runtime: string, together: boolean, before?: string): string {
  const now = together ? `${runtime}, several runs at once` : runtime;
  if (before === undefined) return now;
  return before === now || before.endsWith(`; then ${now}`) ? before : `${before}; then ${now}`;
}
