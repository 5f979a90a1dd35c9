/**
 * Watches a results folder: looks at it twice per second and tells what is new. The folder may be
 * made later, or hold another study from one look to the next.
 */
import { basename, join, resolve } from "node:path";
import { InputError } from "../../errors.js";
import { thisProcess } from "../../files/node/process-identity.js";
import { folderReader } from "../../files/node/read-within.js";
import { system } from "../../files/node/system.js";
import type { Provenance } from "../../report/report.js";
import { goesOn, type LiveNote, readNote, runsWithNotes } from "../../study/run/node/live/note.js";
import { readManifest } from "../../study/run/node/manifest.js";
import { readStudy, type StudyFile } from "../../study/run/node/study-file.js";
import type { Conductor, LiveMessage } from "../protocol.js";
import { type CellWatch, stampOf, watchCells } from "./cell-watch.js";

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

/** A watch of a folder that has not looked yet. */
export function watchFolder(directory: string, { onMessage }: FolderListener): FolderWatch {
  let study: StudyFile | undefined;
  let places = new Map<string, number>();
  let cells: CellWatch | undefined;
  let conductors: readonly Conductor[] = [];
  let [studyStamp, waitsFor, provenance, isComplete] = ["", "", "", false];

  const wait = (reason: string): void => {
    if (waitsFor === reason) return;
    [study, cells, studyStamp, waitsFor, conductors] = [undefined, undefined, "", reason, []];
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
    [provenance, isComplete, conductors, cells] = ["", false, [], watchCells(directory, next)];
    const ids = next.cells.map(({ id }) => id);
    places = new Map(ids.map((id, i) => [id, i]));
    onMessage({ kind: "study", study: next.study, ids, folder: basename(resolve(directory)) });
    return true;
  };

  const tellChanges = (): void => {
    const nextSource = provenanceOf(directory, [...cells!.damage()]);
    const text = JSON.stringify(nextSource);
    if (text !== provenance) onMessage({ kind: "provenance", provenance: nextSource });
    provenance = text;
    const next = conductorsOf(directory, places);
    if (JSON.stringify(next) !== JSON.stringify(conductors)) onMessage({ kind: "live", conductors: next });
    conductors = next;
  };

  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    if (!lookAtStudy()) return;
    tellChanges();
    await cells!.look((results, runtimes) => onMessage({ kind: "results", results, runtimes }));
    if (isComplete) return;
    isComplete = true;
    onMessage({ kind: "complete" });
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

/** Where the results come from, and what is left out of them. */
function provenanceOf(directory: string, damage: readonly string[]): Provenance {
  try {
    const { runs, damage: ofManifest = [] } = readManifest(directory);
    const shown = runs.map(({ started, stepzero, runtime, machine }) => ({ started, stepzero, runtime, machine }));
    return { runs: shown, damage: [...damage, ...[ofManifest].flat()] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { runs: [], damage: [...damage, error.message] };
  }
}

/** Those that conduct the study now. */
function conductorsOf(directory: string, places: ReadonlyMap<string, number>): Conductor[] {
  const files = folderReader(directory);
  return runsWithNotes(directory).flatMap((run) => {
    const note = readNote(files, run);
    return note === undefined || !goesOn(directory, run, note) ? [] : [conductorOf(run, note, places)];
  });
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
