/** The events of a study while it runs. */
import type { Cell, CellResult, EpochResult } from "../plan/cell.js";
import type { PlannedStudy } from "../plan/plan-study.js";
import type { Pace } from "./pace.js";

/** What an executor reports. */
export type RunEvent =
  /** A worker is ready to train, on this runtime. */
  | { readonly kind: "ready"; readonly runtime: string }
  | { readonly kind: "notice"; readonly message: string }
  | { readonly kind: "started"; readonly cell: Cell }
  /** The cell failed where it ran, and will be started again elsewhere. */
  | { readonly kind: "postponed"; readonly cell: Cell }
  /**
   * Fraction of the cell's training samples that were seen so far (0 … 1), and its training loss
   * per sample, smoothed over about 20 steps.
   */
  | { readonly kind: "progress"; readonly cell: Cell; readonly fraction: number; readonly loss?: number | undefined }
  | { readonly kind: "epoch"; readonly cell: Cell; readonly epoch: EpochResult }
  | { readonly kind: "finished"; readonly result: CellResult; readonly runtime: string }
  /** Instead of "finished", where cells are only timed. */
  | { readonly kind: "measured"; readonly cell: Cell; readonly pace: Pace };

/** Once the store was searched: `reused` were in it, `expected` are the cells of this run. */
export interface PlannedEvent extends PlannedStudy {
  /** Tells this event from those of an executor. */
  readonly kind: "planned";
  /** The cells of this run: all of the study, or those of its shard. */
  readonly expected: readonly Cell[];
  /** Results that the store had. */
  readonly reused: readonly CellResult[];
}

/** What `conduct` reports. */
export type StudyEvent = RunEvent | PlannedEvent;
