/**
 * Claims: several processes on one store neither run a cell twice nor wait for a dead process.
 *
 * A claim is a file with the cell's id. The first process to make it holds the cell, and removes it
 * when the cell ends. A claim holds while its process lives; from another machine that cannot be
 * seen, so there a claim holds while it is renewed.
 */
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { isAlive } from "./files.js";

/** Seconds between two renewals. */
const RENEWED_EVERY = 15;
/** Seconds after which a claim of another machine that was not renewed is void. */
const VOID_AFTER = 120;

/** The cells that this process has taken. */
export interface Claims {
  /** Takes a cell; false where another living process has it. */
  take(id: string): boolean;
  release(id: string): void;
  releaseAll(): void;
}

/**
 * The claims in a folder.
 *
 * @param folder made when the first cell is taken
 */
export function openClaims(folder: string): Claims {
  const held = new Set<string>();
  const fileOf = (id: string) => join(folder, `${id}.json`);
  let renewal: NodeJS.Timeout | undefined;
  const renew = () => {
    const now = new Date();
    for (const id of held) ignoring("ENOENT", () => utimesSync(fileOf(id), now, now));
  };
  const release = (id: string) => {
    if (held.delete(id)) rmSync(fileOf(id), { force: true });
    if (held.size > 0) return;
    clearInterval(renewal);
    renewal = undefined;
  };
  return {
    take(id) {
      mkdirSync(folder, { recursive: true });
      if (!create(fileOf(id)) && !(isVoid(fileOf(id)) && remove(fileOf(id)) && create(fileOf(id)))) return false;
      held.add(id);
      renewal ??= setInterval(renew, 1000 * RENEWED_EVERY).unref();
      return true;
    },
    release,
    releaseAll: () => [...held].forEach(release),
  };
}

function create(file: string): boolean {
  return ignoring("EEXIST", () => {
    const descriptor = openSync(file, "wx");
    writeSync(descriptor, JSON.stringify({ host: hostname(), pid: process.pid }));
    closeSync(descriptor);
  });
}

/** Whether the process that made a claim is gone. */
function isVoid(file: string): boolean {
  try {
    const age = (Date.now() - statSync(file).mtimeMs) / 1000;
    const { host, pid } = JSON.parse(readFileSync(file, "utf8")) as { host: string; pid: number };
    return host === hostname() ? !isAlive(pid) : age > VOID_AFTER;
  } catch (error) {
    // The file is gone, or not whole yet, or its process was killed while it wrote.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
    return ageOf(file) > VOID_AFTER;
  }
}

function ageOf(file: string): number {
  return (Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)) / 1000;
}

/** Of several processes that find a claim void, one can rename it. */
function remove(file: string): boolean {
  const aside = `${file}.${process.pid}.void`;
  return ignoring("ENOENT", () => {
    renameSync(file, aside);
    rmSync(aside, { force: true });
  });
}

/** Whether the act succeeded; false for the one error that is expected. */
function ignoring(code: string, act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return false;
    throw error;
  }
}
