/**
 * Outcomes without their runs. The page has every run already, so each one is sent once, whatever
 * number of lists of an outcome it stands in.
 */
import type { RunRecord } from "../../../src/study/results/records.js";
import type { Compact } from "./messages.js";

/** @param cellOf the place of each run */
export function compactOf<Whole extends object>(whole: Whole, cellOf: ReadonlyMap<RunRecord, number>): Compact<Whole> {
  const visit = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const cell = cellOf.get(value as RunRecord);
    if (cell !== undefined) return { run: cell, isRun: true };
    if (Array.isArray(value)) return value.map(visit);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, visit(one)]));
  };
  return { compact: visit(whole) };
}

/** The outcome with its runs. */
export function wholeOf<Whole extends object>(
  { compact }: Compact<Whole>,
  records: ReadonlyMap<number, RunRecord>,
): Whole {
  const visit = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(visit);
    if ("isRun" in value && "run" in value) return records.get(value.run as number);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, visit(one)]));
  };
  return visit(compact) as Whole;
}
