/** Counts of a method's failed runs, by kind. */
import type { RunRecord } from "./records.js";

/** Numbers of failed runs, by kind. */
export interface Failures {
  /** The loss became NaN or infinite. */
  readonly diverged: number;
  /** The process died or threw. */
  readonly crashed: number;
  /** Method, network and data did not fit. */
  readonly refused: number;
  /** Finished, but no better than the class shares alone: see `chance.ts`. */
  readonly stuck: number;
}

/** A method's runs and the failures among them. */
interface RunsAndFailures {
  readonly runs: readonly unknown[];
  readonly failures: Failures;
}

/** The kinds of failures, in the order of sentences and tables. */
export const failureKinds = ["stuck", "diverged", "crashed", "refused"] as const;
/** A way to fail. */
export type FailureKind = (typeof failureKinds)[number];

/** Counts the failures among some runs. */
export function countFailures(runs: readonly RunRecord[]): Failures {
  const failures = { diverged: 0, crashed: 0, refused: 0, stuck: 0 };
  for (const { ending } of runs) if (ending !== "learned") failures[ending]++;
  return failures;
}

/** The number of a method's failed runs. */
export function failuresOf({ failures }: Pick<RunsAndFailures, "failures">): number {
  return Object.values(failures).reduce((sum, count) => sum + count, 0);
}

/** Whether a larger share of the first method's runs failed. */
export function failsMore(method: RunsAndFailures, other: RunsAndFailures): boolean {
  return failuresOf(method) * other.runs.length > failuresOf(other) * method.runs.length;
}

/** "its one run", "both runs", "all 5 runs", "2 of 5 runs". */
export function runsInWords(count: number, runs: number): string {
  if (runs === 1) return "its one run";
  if (count < runs) return `${count} of ${runs} runs`;
  return runs === 2 ? "both runs" : `all ${runs} runs`;
}

/** "2 of 5 stuck, 1 diverged"; "none". */
export function failuresInWords(method: RunsAndFailures): string {
  return failureList(method, " of ");
}

/** "2/5 stuck, 1 diverged"; "none". */
export function failuresInBrief(method: RunsAndFailures): string {
  return failureList(method, "/");
}

function failureList({ failures, runs }: RunsAndFailures, of: string): string {
  const kinds = failureKinds.filter((kind) => failures[kind] > 0);
  if (kinds.length === 0) return "none";
  return kinds
    .map((kind, i) => (i === 0 ? `${failures[kind]}${of}${runs.length} ${kind}` : `${failures[kind]} ${kind}`))
    .join(", ");
}
