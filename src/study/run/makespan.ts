/** How long jobs take that are handed out in order to processes, each to the one that is free first. */

export interface Job {
  readonly seconds: number;
  /** What a process prepares before it takes the first job of a kind after one of another. */
  readonly kind: string;
  readonly prepare: number;
}

/**
 * Seconds until the last job ends.
 *
 * @param processes at least 1
 * @example
 * makespan([{ seconds: 2, kind: "a", prepare: 1 }, { seconds: 2, kind: "a", prepare: 1 }, { seconds: 2, kind: "a", prepare: 1 }], 2)
 * // → 5: one process runs two of them, after preparing once
 */
export function makespan(jobs: readonly Job[], processes: number): number {
  const workers = Array.from({ length: processes }, () => ({ free: 0, kind: "" }));
  for (const { seconds, kind, prepare } of jobs) {
    const next = workers.reduce((first, worker) => (worker.free < first.free ? worker : first));
    next.free += seconds + (next.kind === kind ? 0 : prepare);
    next.kind = kind;
  }
  return Math.max(...workers.map(({ free }) => free));
}
