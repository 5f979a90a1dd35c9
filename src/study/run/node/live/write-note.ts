/** A conductor's side of `note.ts`: it writes what runs, and reads what is wanted. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { thisProcess } from "../../../../files/node/process-identity.js";
import { folderReader } from "../../../../files/node/read-within.js";
import { makeFolder, removeIfPossible, writeAtomically } from "../../../../files/node/write-whole.js";
import type { Cell, CellResult, EpochResult } from "../../../plan/cell.js";
import type { Shard } from "../../../plan/cell-order.js";
import type { Steering, Wishes } from "../../contracts.js";
import type { StudyEvent } from "../../events.js";
import { addPace, type Pace, remainingSeconds } from "../../remaining-time.js";
import {
  goesOn,
  type LiveNote,
  noteName,
  noWishes,
  RENEWED_WITHIN,
  readNote,
  readWishes,
  runsWithNotes,
  wishesName,
} from "./note.js";

/** Milliseconds between two looks at what is wanted, and between two notes at least. */
const LOOK_EVERY = 500;

/** A disk that takes long gets a note less often: this share of the time at most. */
const SHARE_OF_TIME = 0.05;

/** Writes the note of this conductor while it runs. */
export interface NoteWriter {
  /** Hears what happens in the study. */
  on(event: StudyEvent): void;
  /** What pages want of this conductor. */
  readonly steering: Steering;
  /** Removes the note, and what was wanted. */
  close(): void;
}

/**
 * Begins a note. A disk that refuses it stops no study: pages then do not see what runs.
 *
 * @param directory a folder that `openResultsFolder` has accepted
 */
export function openNote(directory: string, shard: Shard | undefined): NoteWriter {
  const run = randomUUID();
  const folder = join(directory, "live");
  const [file, wishesFile] = [noteName(run), wishesName(run)].map((name) => join(folder, name)) as [string, string];
  const files = folderReader(directory);
  const process = thisProcess();
  const work = studyWork();
  let wishes: Wishes = noWishes;
  let [hasNews, writtenAt, took] = [true, Number.NEGATIVE_INFINITY, 0];

  const look = (): void => {
    const before = stateOf(wishes);
    wishes = readWishes(files, run);
    if (stateOf(wishes) !== before) hasNews = true;
  };
  const write = (): void => {
    const now = performance.now();
    const pause = Math.max(LOOK_EVERY - 50, took / SHARE_OF_TIME);
    if (now - writtenAt < (hasNews ? pause : 1000 * RENEWED_WITHIN - LOOK_EVERY)) return;
    [hasNews, writtenAt] = [false, now];
    const part = shard && `${shard.index}/${shard.count}`;
    const note: LiveNote = { process, state: stateOf(wishes), ...(part && { shard: part }), ...work.now(now / 1000) };
    try {
      makeFolder(folder);
      writeAtomically(file, `${JSON.stringify(note)}\n`);
    } catch {
      // The results do not wait for a page.
    }
    took = performance.now() - now;
  };
  removeLeftBehind(directory);
  write();
  const timer = setInterval(() => {
    look();
    write();
  }, LOOK_EVERY).unref();
  return {
    on(event) {
      if (work.on(event, performance.now() / 1000)) hasNews = true;
    },
    steering: {
      async read() {
        look();
        return wishes;
      },
    },
    close() {
      clearInterval(timer);
      for (const one of [file, wishesFile]) removeIfPossible(one);
    },
  };
}

const stateOf = ({ pause, stop }: Wishes): LiveNote["state"] => (stop ? "stopping" : pause ? "paused" : "running");

/** Conductors that were killed leave their notes. */
function removeLeftBehind(directory: string): void {
  const files = folderReader(directory);
  for (const run of runsWithNotes(directory)) {
    const note = readNote(files, run);
    if (note !== undefined && goesOn(directory, run, note)) continue;
    for (const name of [noteName(run), wishesName(run)]) removeIfPossible(join(directory, "live", name));
  }
}

/** A cell that runs, as its events tell. */
interface Progress {
  readonly problem: string;
  readonly since: number;
  fraction: number;
  loss: number | null;
  readonly epochs: EpochResult[];
}

/** Follows the events of a study. Times are seconds. */
function studyWork() {
  const running = new Map<string, Progress>();
  const pace = new Map<string, Pace>();
  const remaining = new Map<string, number>();
  const problemOf = ({ problem: { data, model } }: Cell): string => JSON.stringify([data, model.label]);
  const end = ({ cell, status }: CellResult, now: number): void => {
    const problem = problemOf(cell);
    const began = running.get(cell.id);
    if (began !== undefined && status === "done") addPace(pace, problem, now - began.since, 1);
    running.delete(cell.id);
    remaining.set(problem, Math.max(0, (remaining.get(problem) ?? 0) - 1));
  };
  return {
    /** @returns whether a page would show it */
    on(event: StudyEvent, now: number): boolean {
      switch (event.kind) {
        case "planned":
          for (const cell of event.expected) {
            const problem = problemOf(cell);
            remaining.set(problem, (remaining.get(problem) ?? 0) + 1);
          }
          for (const result of event.reused) end(result, now);
          return true;
        case "started":
          running.set(event.cell.id, {
            problem: problemOf(event.cell),
            since: now,
            fraction: 0,
            loss: null,
            epochs: [],
          });
          return true;
        case "postponed":
          return running.delete(event.cell.id);
        case "progress": {
          const one = running.get(event.cell.id);
          if (one === undefined) return false;
          one.fraction = event.fraction;
          one.loss = event.loss !== undefined && Number.isFinite(event.loss) ? event.loss : null;
          return true;
        }
        case "epoch":
          running.get(event.cell.id)?.epochs.push(event.epoch);
          return true;
        case "finished":
          end(event.result, now);
          return true;
        default:
          return false;
      }
    },
    now(now: number): Pick<LiveNote, "secondsLeft" | "running"> {
      const cells = [...running].map(([id, { since, fraction, loss, epochs, problem }]) => ({
        problem,
        cell: { id, seconds: now - since, fraction, loss, epochs },
      }));
      const parts = cells.map(({ problem, cell: { seconds, fraction } }) => ({ problem, seconds, fraction }));
      return {
        secondsLeft: remainingSeconds({ pace, running: parts, remaining }) ?? null,
        running: cells.map(({ cell }) => cell),
      };
    },
  };
}
