/** What the main process and its workers say to each other. */
import type { Dataset } from "../data/dataset.js";
import type { Cell, CellResult, EpochResult } from "./cell.js";
import type { Pace } from "./pace.js";

export type ToWorker =
  /** The data set of the cells that follow, whole. */
  | { readonly kind: "dataset"; readonly dataset: Dataset }
  /** `checkpoint`: the file to go on from, if it is there, and to write after an epoch once so many seconds have passed. */
  | {
      readonly kind: "run";
      readonly cell: Cell;
      readonly checkpoint?: { readonly file: string; readonly everySeconds: number };
    }
  /** Not to be trained, but to be timed. */
  | { readonly kind: "measure"; readonly cell: Cell };

export type FromWorker =
  /** First message: ONNX Runtime is loaded. `notice` is for the user, when it is not the fast one. */
  | { readonly kind: "ready"; readonly runtime: string; readonly notice?: string }
  /** Instead: the device it was to use cannot be. The process ends. */
  | { readonly kind: "unusable"; readonly reason: string }
  /** Fraction of the running cell's training samples seen so far. */
  | { readonly kind: "progress"; readonly fraction: number }
  | { readonly kind: "epoch"; readonly epoch: EpochResult }
  | { readonly kind: "notice"; readonly message: string }
  | { readonly kind: "measured"; readonly pace: Pace }
  | { readonly kind: "result"; readonly result: CellResult };
