/**
 * What the server of a results folder tells its page, and what the page asks of it. Read this
 * first. Messages come as server-sent events; their ids let a page go on after an interruption.
 */
import type { Provenance } from "../report/report.js";
import type { EpochResult } from "../study/plan/cell.js";
import type { Study } from "../study/plan/study.js";
import type { RunResult } from "../study/results/records.js";

/** The address of the messages, and that of requests. */
export const paths = { events: "/events", requests: "/requests", report: "/report.html" } as const;

/** The header that has the token of a request. */
export const TOKEN = "x-stepzero-token";

/** What the server tells. */
export type LiveMessage =
  /** No study can be shown yet, with the reason; whatever came before holds no more. */
  | { readonly kind: "waiting"; readonly reason: string }
  /** The study of the folder; whatever came before holds no more. */
  | {
      readonly kind: "study";
      readonly study: Study;
      /** Of its cells, in the order of `cellPlaces`. */
      readonly ids: readonly string[];
      /** The name of the folder. */
      readonly folder: string;
    }
  /** Cells that ended, by their place in `ids`, or whose results went away. */
  | {
      readonly kind: "results";
      readonly results: readonly (readonly [cell: number, result: RunResult | null])[];
      readonly runtimes: readonly string[];
    }
  /** What is conducted now; replaces the one before. */
  | { readonly kind: "live"; readonly conductors: readonly Conductor[] }
  /** Where the results come from; replaces the one before. */
  | { readonly kind: "provenance"; readonly provenance: Provenance }
  /** All results of the folder were told. */
  | { readonly kind: "complete" };

/** A process that conducts the study. */
export interface Conductor {
  /** Names it in requests. */
  readonly run: string;
  /** "process 4711", and its machine where that is another one. */
  readonly name: string;
  readonly state: "running" | "paused" | "stopping";
  /** "2/8": its part of the study. */
  readonly shard?: string | undefined;
  /** Until its cells have ended; null until something was measured. */
  readonly secondsLeft: number | null;
  readonly running: readonly RunningRun[];
}

/** A cell that is trained now. */
export interface RunningRun {
  /** Its place in `ids`. */
  readonly cell: number;
  /** Since it began. */
  readonly seconds: number;
  /** Of its work that is done. */
  readonly fraction: number;
  /** Its training loss now; null before the first steps, and where it is not finite. */
  readonly loss: number | null;
  /** Those that ended. */
  readonly epochs: readonly EpochResult[];
}

/** What a page asks of all processes that conduct its study. */
export type PageRequest =
  | { readonly kind: "pause" | "continue" | "stop" }
  /** Run this cell before all others that wait. */
  | { readonly kind: "first"; readonly id: string };

/** The answer to a request. */
export interface PageAnswer {
  /** Whether it was handed on. */
  readonly done: boolean;
  /** Why not; what happens now. */
  readonly text: string;
}
