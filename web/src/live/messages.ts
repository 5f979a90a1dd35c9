/** What the worker tells the page. */

import type { Study } from "../../../src/study/plan/study.js";
import type { CellPlace } from "../../../src/study/plan/tuned-parts.js";
import type { ProblemOutcome } from "../../../src/study/results/outcome.js";
import type { RunRecord } from "../../../src/study/results/records.js";
import type { Conductor } from "../../../src/view/protocol.js";

/** The state of a cell, as an index of `cellStates`. */
export const cellStates = [
  "waiting",
  "running",
  "learned",
  "stuck",
  "diverged",
  "crashed",
  "refused",
  "not needed",
] as const;
export type CellState = (typeof cellStates)[number];

/** Something with its runs replaced by their places; `wholeOf` puts them back. */
export interface Compact<_ extends object> {
  readonly compact: unknown;
}

/** A cell that is trained now. */
export interface RunningRecord {
  readonly cell: number;
  readonly seconds: number;
  readonly fraction: number;
  readonly loss: number | null;
  /** With the epochs so far. */
  readonly record: RunRecord;
}

/** A problem as the page shows it. */
export interface ProblemPart {
  readonly outcome: Compact<ProblemOutcome>;
  /** The answer, and the pairs with their tests. */
  readonly answer: string;
  readonly pairs: string;
}

/** The parts of the page that follow from the results. */
export interface OutcomePart {
  readonly title: string;
  /** By index in the study. */
  readonly problems: readonly (ProblemPart | undefined)[];
  readonly across: string;
  readonly caveats: string;
  readonly failures: string;
}

/** How far the study is. */
export interface ProgressPart {
  /** An index of `cellStates` per cell. */
  readonly states: Uint8Array;
  readonly conductors: readonly Omit<Conductor, "running">[];
  readonly running: readonly RunningRecord[];
  /** Undefined until something was measured. */
  readonly secondsLeft: number | undefined;
  /** Whether all results of the folder were read. */
  readonly isComplete: boolean;
}

export type ToPage =
  | { readonly kind: "connection"; readonly isOpen: boolean }
  | { readonly kind: "waiting"; readonly reason: string }
  | {
      readonly kind: "study";
      readonly study: Study;
      readonly ids: readonly string[];
      readonly places: readonly CellPlace[];
      readonly folder: string;
    }
  | { readonly kind: "records"; readonly records: readonly (readonly [cell: number, record: RunRecord | null])[] }
  | ({ readonly kind: "outcome" } & OutcomePart)
  | ({ readonly kind: "progress" } & ProgressPart)
  | { readonly kind: "provenance"; readonly html: string; readonly damage: readonly string[] };
