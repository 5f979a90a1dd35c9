/**
 * Watches a results folder: looks at it twice per second and tells what is new. The folder may be
 * made later, or hold another study from one look to the next.
 */
import { readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { InputError } from "../../errors.js";
import { thisProcess } from "../../files/node/process-identity.js";
import { folderReader } from "../../files/node/read-within.js";
import { system } from "../../files/node/system.js";
import type { RunResult } from "../../study/results/records.js";
import { cellFile, cellReader } from "../../study/run/node/cell-files.js";
import { goesOn, type LiveNote, readNote, runsWithNotes } from "../../study/run/node/live/note.js";
import { readManifest } from "../../study/run/node/manifest.js";
import { readStudy, type StudyFile } from "../../study/run/node/study-file.js";
import { mustRunAgain } from "../../study/run/planners.js";
import type { Conductor, LiveMessage } from "../protocol.js";

/** Hears what is new. */
export interface FolderListener {
  /** "waiting" and "study" end whatever was told before. */
  readonly onMessage: (message: LiveMessage) => void;
}

/** A folder that is watched. */
export interface FolderWatch {
  /** Looks now; tells all that is new. Resolves when all was read. */
  look(): Promise<void>;
  /** Those that conducted the study at the last look. */
  conductors(): readonly Conductor[];
  /** The ids of the study's cells. */
  ids(): readonly string[];
}

/** Milliseconds of reading after which others get a turn. */
const TURN = 25;

/** What was read of a cell's file. */
interface ReadCell {
  readonly stamp: string;
  /** Whether the file may be replaced: its cell is run again. */
  readonly mayChange: boolean;
}

/** A watch of a folder that has not looked yet. */
export function watchFolder(directory: string, { onMessage }: FolderListener): FolderWatch {
  let study: StudyFile | undefined;
  let places = new Map<string, number>();
  let cells = new Map<number, ReadCell>();
  let runtimes = new Set<string>();
  let damage = new Map<number, string>();
  let conductors: readonly Conductor[] = [];
  let [studyStamp, waitsFor, provenance, isComplete] = ["", "", "", false];

  const begin = (): void => {
    [cells, runtimes, damage, provenance, isComplete] = [new Map(), new Set(), new Map(), "", false];
  };
  const wait = (reason: string): void => {
    if (waitsFor === reason) return;
    [study, studyStamp, waitsFor, conductors] = [undefined, "", reason, []];
    begin();
    onMessage({ kind: "waiting", reason });
  };
  /** @returns false where there is no study */
  const lookAtStudy = (): boolean => {
    const stamp = stampOf(join(directory, "study.json"));
    if (stamp === undefined) {
      wait("No study has begun in this folder yet.");
      return false;
    }
    if (stamp === studyStamp) return true;
    let next: StudyFile;
    try {
      next = readStudy(directory);
    } catch (error) {
      wait((error as Error).message);
      return false;
    }
    [studyStamp, waitsFor] = [stamp, ""];
    const isSame = study !== undefined && JSON.stringify(study) === JSON.stringify(next);
    study = next;
    if (isSame) return true;
    begin();
    const ids = next.cells.map(({ id }) => id);
    places = new Map(ids.map((id, i) => [id, i]));
    onMessage({ kind: "study", study: next.study, ids, folder: basename(resolve(directory)) });
    return true;
  };

  /** Files that were not read, in the order of their cells; and cells whose files went away. */
  const changes = (): { readonly fresh: number[]; readonly gone: number[] } => {
    const there = new Set<number>();
    for (const name of namesIn(join(directory, "cells"))) {
      const place = name.endsWith(".json") ? places.get(name.slice(0, -5)) : undefined;
      if (place !== undefined) there.add(place);
    }
    const isNew = (place: number): boolean => {
      const before = cells.get(place);
      return before === undefined || (before.mayChange && stampOf(fileOf(place)) !== before.stamp);
    };
    const fresh = [...there].filter(isNew).sort((a, b) => a - b);
    return { fresh, gone: [...cells.keys()].filter((place) => !there.has(place)) };
  };
  const fileOf = (place: number): string => cellFile(directory, study!.cells[place]!.id);

  const lookAtCells = async (): Promise<void> => {
    const current = study!;
    const { fresh, gone } = changes();
    const readCell = cellReader(directory, current.study.resultsVersion);
    let results: (readonly [number, RunResult | null])[] = gone.map((place) => [place, null]);
    for (const place of gone) cells.delete(place);
    const tell = (): void => {
      if (results.length > 0) onMessage({ kind: "results", results, runtimes: [...runtimes].sort() });
      results = [];
    };
    let since = performance.now();
    for (const place of fresh) {
      const stamp = stampOf(fileOf(place)) ?? "";
      const stored = readCell(current.cells[place]!.id);
      if (stored === undefined) continue;
      damage.delete(place);
      if (typeof stored === "string") {
        cells.set(place, { stamp, mayChange: true });
        damage.set(place, `${fileOf(place)} is left out: ${stored}.`);
        results.push([place, null]);
      } else {
        const { cell: _, ...result } = stored.result;
        cells.set(place, { stamp, mayChange: mustRunAgain(stored.result) });
        runtimes.add(stored.runtime);
        results.push([place, result]);
      }
      if (performance.now() - since < TURN) continue;
      tell();
      await new Promise((turn) => setImmediate(turn));
      since = performance.now();
    }
    tell();
    if (isComplete) return;
    isComplete = true;
    onMessage({ kind: "complete" });
  };

  const lookAtProvenance = (): void => {
    const reasons = [...damage.values()];
    let runs: ReturnType<typeof readManifest>["runs"] = [];
    try {
      const manifest = readManifest(directory);
      runs = manifest.runs;
      if (manifest.damage !== undefined) reasons.push(manifest.damage);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      reasons.push(error.message);
    }
    const shown = runs.map(({ started, stepzero, runtime, machine }) => ({ started, stepzero, runtime, machine }));
    const text = JSON.stringify([shown, reasons]);
    if (text === provenance) return;
    provenance = text;
    onMessage({ kind: "provenance", provenance: { runs: shown, damage: reasons } });
  };

  const lookAtConductors = (): void => {
    const files = folderReader(directory);
    const next = runsWithNotes(directory).flatMap((run): Conductor[] => {
      const note = readNote(files, run);
      return note === undefined || !goesOn(directory, run, note) ? [] : [conductorOf(run, note, places)];
    });
    if (JSON.stringify(next) === JSON.stringify(conductors)) return;
    conductors = next;
    onMessage({ kind: "live", conductors });
  };

  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    if (!lookAtStudy()) return;
    lookAtConductors();
    lookAtProvenance();
    await lookAtCells();
  };
  return {
    look() {
      looking ??= look().finally(() => {
        looking = undefined;
      });
      return looking;
    },
    conductors: () => conductors,
    ids: () => study?.cells.map(({ id }) => id) ?? [],
  };
}

/** The conductor that a note is of, for the page. */
function conductorOf(run: string, note: LiveNote, places: ReadonlyMap<string, number>): Conductor {
  const { process, state, shard, secondsLeft, running } = note;
  const isHere = process.host === thisProcess(system).host;
  return {
    run,
    name: `process ${process.pid}${isHere ? "" : ` on ${process.host}`}`,
    state,
    shard,
    secondsLeft,
    running: running.flatMap(({ id, ...rest }) => {
      const cell = places.get(id);
      return cell === undefined ? [] : [{ cell, ...rest }];
    }),
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
function stampOf(file: string): string | undefined {
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    return there && `${there.mtimeMs} ${there.size} ${there.ino}`;
  } catch {
    return undefined;
  }
}
