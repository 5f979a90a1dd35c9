/**
 * Methods whose runs are the same, number for number: their weights are identical in this network,
 * so they are one method with two names. Different weights do not agree in every digit of every
 * epoch by chance.
 */
import type { EpochResult } from "../plan/cell.js";
import type { RunRecord } from "./records.js";

/** A method with its runs in the order of the seeds, and those of them that learned. */
export interface IdenticalInput {
  readonly label: string;
  readonly runs: readonly Pick<RunRecord, "seed" | "ending" | "epochs">[];
  readonly learned: readonly unknown[];
}

/**
 * By label: the first of the methods whose runs are the same as this one's. Methods that are like
 * no other before them, or that never learned, are left out.
 */
export function identicalMethods(methods: readonly IdenticalInput[]): ReadonlyMap<string, string> {
  const groups = new Map<string, IdenticalInput[]>();
  const same = new Map<string, string>();
  for (const method of methods) {
    if (method.learned.length === 0) continue;
    const candidates = groups.get(lastFigures(method)) ?? [];
    const first = candidates.find((other) => haveSameRuns(other, method));
    if (first === undefined) groups.set(lastFigures(method), [...candidates, method]);
    else same.set(method.label, first.label);
  }
  return same;
}

/** Enough to tell almost all methods apart. */
function lastFigures({ runs }: IdenticalInput): string {
  return runs.map(({ seed, epochs }) => `${seed} ${epochs.at(-1)?.trainLoss} ${epochs.at(-1)?.testLoss}`).join();
}

function haveSameRuns(a: IdenticalInput, b: IdenticalInput): boolean {
  return a.runs.every(({ ending, epochs }, i) => {
    const other = b.runs[i]!;
    return ending === other.ending && epochs.length === other.epochs.length && epochs.every(isLike(other.epochs));
  });
}

/** Whether all figures of an epoch are those of the other run; the time it took may differ. */
function isLike(others: readonly EpochResult[]) {
  return ({ seconds: _, ...figures }: EpochResult, i: number): boolean =>
    Object.entries(figures).every(([key, value]) => Object.is(value, others[i]![key as keyof EpochResult]));
}
