/**
 * The state of supervised workers, the events that change it, and the commands that follow. Read
 * this first.
 */
import type { Cell } from "../../plan/cell.js";
import type { RunEvent } from "../events.js";
import type { FromWorker } from "../protocol.js";

/** A worker as the supervisor sees it. */
export interface SupervisedWorker {
  readonly device: string;
  /** ONNX Runtime's description, once the worker is ready. */
  readonly runtime: string | undefined;
  /** The cells that it runs, without those that ended. */
  readonly cells: readonly Cell[];
  /** Whether it was sent several cells at once. */
  readonly together: boolean;
  /** Whether the source was asked for cells on its behalf. */
  readonly asking: boolean;
}

/** The state of the supervision; `supervise` makes the next one from it. */
export interface Supervision {
  /** What cells are trained on; "cpu" is the processor. */
  readonly device: string;
  /** Cells of one training graph that a worker trains at once. */
  readonly replicas: number;
  /** Whether cells are timed instead of trained: then nothing is tried again. */
  readonly measure: boolean;
  readonly workers: ReadonlyMap<number, SupervisedWorker>;
  /** The number of the next worker. */
  readonly next: number;
  /** Cells that failed, to be run again on the processor, each by itself. */
  readonly again: readonly Cell[];
  /** Cells that the source gave for a worker that had died meanwhile. */
  readonly orphaned: readonly (readonly Cell[])[];
  /** By the id of a cell that has not ended, the last epoch that was reported. */
  readonly reported: ReadonlyMap<string, number>;
  /** Whether a worker on the device was ready once. */
  readonly deviceBegan: boolean;
  /** Whether the device may still be used. */
  readonly deviceHolds: boolean;
  /** Whether the source said that no cell will follow. */
  readonly exhausted: boolean;
  /** Whether `run` was called: before, workers start up and wait. */
  readonly running: boolean;
  /** Whether the user was told that the runtime is not the fast one. */
  readonly noticed: boolean;
  readonly closed: boolean;
}

/** What may happen. */
export type SupervisionEvent =
  /** Cells may be handed out from now on. */
  | { readonly kind: "run"; readonly measure: boolean }
  /** The source's answer; undefined where no cell will follow. */
  | { readonly kind: "cells"; readonly worker: number; readonly cells: readonly Cell[] | undefined }
  | { readonly kind: "message"; readonly worker: number; readonly message: FromWorker }
  /** The cells that the worker was sent have not ended within the limit of a run, in words. */
  | { readonly kind: "overdue"; readonly worker: number; readonly limit: string }
  /** The process ended, for this cause. */
  | { readonly kind: "ended"; readonly worker: number; readonly cause: string }
  /** The user aborts. */
  | { readonly kind: "close" };

/** What is to be done. */
export type Command =
  | { readonly kind: "start"; readonly worker: number; readonly device: string }
  | { readonly kind: "stop"; readonly worker: number }
  /** Ask the source for cells, and answer with "cells". */
  | { readonly kind: "ask"; readonly worker: number; readonly atMost: number }
  | { readonly kind: "send"; readonly worker: number; readonly cells: readonly Cell[] }
  | { readonly kind: "emit"; readonly event: RunEvent }
  /** Nothing can be run: `run` rejects with this. */
  | { readonly kind: "fail"; readonly error: Error }
  /** Every cell ended: `run` resolves. */
  | { readonly kind: "done" };

/** The next state, and what is to be done. */
export interface Step {
  readonly state: Supervision;
  readonly commands: readonly Command[];
}
