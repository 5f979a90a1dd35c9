/** How long the rest of a running study takes, at its pace so far. */

/** Seconds spent, and the number of cells whose work they did. */
export interface Pace {
  readonly seconds: number;
  readonly cells: number;
}

/** The work of a study that ended, runs and waits. */
export interface StudyWork {
  /** Of the cells that ended, by problem. */
  readonly pace: ReadonlyMap<string, Pace>;
  /** Cells that run now: their problem, seconds so far, and the fraction that is done (0 … 1). */
  readonly running: readonly { readonly problem: string; readonly seconds: number; readonly fraction: number }[];
  /** Cells that have not ended, by problem. */
  readonly remaining: ReadonlyMap<string, number>;
}

/** Adds seconds and cells to the pace of a problem. */
export function addPace(pace: Map<string, Pace>, problem: string, seconds: number, cells: number): void {
  const before = pace.get(problem) ?? { seconds: 0, cells: 0 };
  pace.set(problem, { seconds: before.seconds + seconds, cells: before.cells + cells });
}

/**
 * Seconds until the end. The work that is left of each problem goes on at the problem's pace so far
 * (at the mean pace of the others where nothing of it ran yet), spread over the running cells.
 *
 * @returns undefined until something was measured
 */
export function remainingSeconds({ pace: ended, running, remaining }: StudyWork): number | undefined {
  const pace = new Map(ended);
  const partDone = new Map<string, number>();
  for (const { problem, seconds, fraction } of running) {
    partDone.set(problem, (partDone.get(problem) ?? 0) + fraction);
    if (fraction > 0) addPace(pace, problem, seconds, fraction);
  }
  const all = [...pace.values()].map(({ seconds, cells }) => seconds / cells);
  if (all.length === 0) return undefined;
  const mean = all.reduce((sum, each) => sum + each, 0) / all.length;
  let work = 0;
  for (const [problem, cells] of remaining) {
    const measured = pace.get(problem);
    const each = measured === undefined ? mean : measured.seconds / measured.cells;
    work += (cells - (partDone.get(problem) ?? 0)) * each;
  }
  return work / Math.max(1, running.length);
}
