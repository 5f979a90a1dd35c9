/** Watches the results of a study's cells. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RunResult } from "../../study/results/records.js";
import { cellFile, cellReader } from "../../study/run/node/cell-files.js";
import type { StudyFile } from "../../study/run/node/study-file.js";
import { mustRunAgain } from "../../study/run/planners.js";

/** Hears results by the place of their cell; null for one that went away, or is damaged. */
export type ResultListener = (
  results: readonly (readonly [cell: number, result: RunResult | null])[],
  runtimes: readonly string[],
) => void;

/** The cells of one study in a folder. */
export interface CellWatch {
  /** Reads what is new. */
  look(tell: ResultListener): Promise<void>;
  /** Files that are left out, with the reasons, in words. */
  damage(): Iterable<string>;
}

/** Milliseconds of reading after which others get a turn. */
const TURN = 25;

/** What was read of a cell's file. */
interface ReadCell {
  readonly stamp: string;
  /** Whether the file may be replaced: its cell is run again. */
  readonly mayChange: boolean;
}

/** A watch that has read nothing yet. */
export function watchCells(directory: string, { study, cells: list }: StudyFile): CellWatch {
  const places = new Map(list.map(({ id }, i) => [id, i]));
  const cells = new Map<number, ReadCell>();
  const runtimes = new Set<string>();
  const damage = new Map<number, string>();
  const fileOf = (place: number): string => cellFile(directory, list[place]!.id);

  const isNew = (place: number): boolean => {
    const before = cells.get(place);
    return before === undefined || (before.mayChange && stampOf(fileOf(place)) !== before.stamp);
  };
  /** Takes in one file. @returns its result; undefined where it went away meanwhile */
  const read = (place: number, readCell: ReturnType<typeof cellReader>): RunResult | null | undefined => {
    const stamp = stampOf(fileOf(place)) ?? "";
    const stored = readCell(list[place]!.id);
    if (stored === undefined) return undefined;
    if (typeof stored === "string") {
      cells.set(place, { stamp, mayChange: true });
      damage.set(place, `${fileOf(place)} is left out: ${stored}.`);
      return null;
    }
    damage.delete(place);
    cells.set(place, { stamp, mayChange: mustRunAgain(stored.result) });
    runtimes.add(stored.runtime);
    const { cell: _, ...result } = stored.result;
    return result;
  };
  return {
    async look(tell) {
      const there = new Set(
        namesIn(join(directory, "cells")).flatMap((name) => places.get(name.replace(/\.json$/, "")) ?? []),
      );
      const gone = [...cells.keys()].filter((place) => !there.has(place));
      for (const place of gone) {
        cells.delete(place);
        damage.delete(place);
      }
      let results: (readonly [number, RunResult | null])[] = gone.map((place) => [place, null]);
      const readCell = cellReader(directory, study.resultsVersion);
      let since = performance.now();
      for (const place of [...there].filter(isNew).sort((a, b) => a - b)) {
        const result = read(place, readCell);
        if (result !== undefined) results.push([place, result]);
        if (performance.now() - since < TURN) continue;
        if (results.length > 0) tell(results, [...runtimes].sort());
        results = [];
        await new Promise((turn) => setImmediate(turn));
        since = performance.now();
      }
      if (results.length > 0) tell(results, [...runtimes].sort());
    },
    damage: () => damage.values(),
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Changes with every writing of a file; undefined where there is none. */
export function stampOf(file: string): string | undefined {
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    return there && `${there.mtimeMs} ${there.size} ${there.ino}`;
  } catch {
    return undefined;
  }
}
