/**
 * Runs one command to its end: without a shell, in a group of processes of its own, so that its
 * children end with it, and within limits of time, text and disk.
 */
import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import { lstatSync, readdirSync, statfsSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { messageOf } from "../../../../plain-data.js";
import { durationText } from "../../../plan/durations.js";
import { type EndingSignal, endGroup } from "./end-group.js";
import { followFile } from "./follow-file.js";

/** What is run, and within which limits. */
export interface CommandOptions {
  readonly words: readonly string[];
  /** The folder in which it runs. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The file whose lines are read; left out for those lines of stdout that begin with "{". */
  readonly metrics?: string | undefined;
  /** The folder that it may fill. */
  readonly scratch: string;
  readonly diskMegabytes: number;
  /** Seconds; none if left out. */
  readonly timeLimit?: number | undefined;
  /** The commands that run: this one is among them until it ends. */
  readonly running: Set<RunningCommand>;
  /**
   * Receives each line that is read.
   *
   * @returns whether the command goes on; false ends it
   */
  readonly onLine: (line: string) => boolean;
  /** Called with the number of the process once it runs. */
  readonly onStart?: ((pid: number) => void) | undefined;
  /** Receives what it writes to stderr. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** A command that runs. */
export interface RunningCommand {
  /** Asks it to end, and ends it where it takes long. */
  readonly interrupt: () => void;
  /** Ends it at once. */
  readonly kill: () => void;
}

/** How a command ended. */
export interface CommandEnd {
  /** Why it was ended, or ended badly; undefined for exit code 0, and where `onLine` ended it. */
  readonly reason?: string | undefined;
}

/** Milliseconds between two looks at the metrics, and looks between two at the disk. */
const [LOOK, LOOKS_PER_MEASUREMENT] = [100, 10];
/** Megabytes of text on stdout and stderr together, and megabytes that a disk must have left. */
const [MOST_OUTPUT, LEAST_FREE] = [64, 100];
const MEGABYTE = 1e6;
/** Milliseconds after SIGTERM until SIGKILL, and after the end until streams are given up. */
const [PATIENCE, STREAMS_END] = [2000, 500];
/** Characters of the last text that are kept for the reason. */
const TAIL = 4000;

/** Runs a command. It never rejects: what goes wrong is the reason. */
export function runCommand(options: CommandOptions): Promise<CommandEnd> {
  const { words, folder, environment, metrics, timeLimit, running, onLine } = options;
  const [program, ...args] = words;
  return new Promise((resolve) => {
    let stopped: CommandEnd | undefined;
    const child = start(program!, args, folder, environment);
    if (typeof child === "string") {
      resolve({ reason: `it cannot be started: ${child}` });
      return;
    }
    if (child.pid !== undefined) options.onStart?.(child.pid);
    const stop = (reason?: string, first: EndingSignal = "SIGKILL"): void => {
      if (stopped !== undefined) return;
      stopped = { reason };
      killGroup(child, first);
    };
    const take = (line: string): void => {
      if (stopped === undefined && !onLine(line)) stop();
    };
    const streams = listenTo(child, options, take, stop);
    const file = metrics === undefined ? undefined : followFile(metrics, take, stop);

    let looks = 0;
    const look = setInterval(() => {
      file?.read();
      if (++looks % LOOKS_PER_MEASUREMENT === 0) {
        const reason = diskReason(options);
        if (reason !== undefined) stop(reason);
      }
    }, LOOK);
    const alarm =
      timeLimit === undefined
        ? undefined
        : setTimeout(() => stop(`it took longer than ${durationText(timeLimit)}`), 1000 * timeLimit);
    // A trainer may save its checkpoint before it ends.
    let patience: NodeJS.Timeout | undefined;
    const kill = (): void => killGroup(child, "SIGKILL");
    const interrupt = (): void => {
      stop("it was interrupted", "SIGTERM");
      patience = setTimeout(kill, PATIENCE);
    };
    const self: RunningCommand = { interrupt, kill };
    running.add(self);
    const end = (reason: string | undefined): void => {
      clearInterval(look);
      clearTimeout(alarm);
      clearTimeout(patience);
      running.delete(self);
      if (stopped === undefined) {
        streams.end();
        file?.end();
      }
      resolve(stopped ?? { reason });
    };
    child.on("error", (error) => end(`it cannot be started: ${error.message}`));
    child.on("exit", (code, by) => {
      kill(); // children that it left
      const finish = (): void => end(exitReason(code, by, streams.last()));
      const late = setTimeout(finish, STREAMS_END);
      child.on("close", () => {
        clearTimeout(late);
        finish();
      });
    });
  });
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** The process, or why there is none. */
function start(
  program: string,
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>>,
): Child | string {
  try {
    return spawn(program, args, {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
  } catch (error) {
    return messageOf(error);
  }
}

/** Listens to what a command writes: counts it, keeps its end, and takes lines of metrics. */
function listenTo(
  child: Child,
  { metrics, onOutput }: CommandOptions,
  take: (line: string) => void,
  stop: (reason: string) => void,
) {
  let bytes = 0;
  const ends = { stdout: "", stderr: "" };
  const lines = lineSplitter((line) => {
    if (metrics === undefined && line.startsWith("{")) take(line);
  });
  for (const name of ["stdout", "stderr"] as const) {
    const decoder = new StringDecoder("utf8");
    child[name].on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_OUTPUT * MEGABYTE) {
        stop(`it wrote more than ${MOST_OUTPUT} MB to stdout and stderr`);
        return;
      }
      const text = decoder.write(chunk);
      ends[name] = (ends[name] + text).slice(-TAIL);
      if (name === "stdout") lines.add(text);
      else onOutput?.(text);
    });
  }
  return { end: lines.end, last: () => lastLine(ends.stderr) ?? lastLine(ends.stdout) };
}

/** Ends the command and what it started. */
function killGroup(child: ChildProcess, by: EndingSignal): void {
  if (process.platform === "win32") child.kill(by);
  else if (child.pid !== undefined) endGroup(child.pid, by);
}

function exitReason(code: number | null, by: NodeJS.Signals | null, last: string | undefined): string | undefined {
  if (code === 0) return undefined;
  const how = code === null ? `it was ended by ${by}` : `it ended with exit code ${code}`;
  return last === undefined ? how : `${how}: ${last}`;
}

/** The last line that names an error, else the last that is not blank, as a table can show it. */
function lastLine(text: string): string | undefined {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  const last = lines.findLast((line) => ERROR.test(line)) ?? lines.findLast((line) => line !== "");
  return last !== undefined && last.length > 300 ? `${last.slice(0, 299)}…` : last;
}

/** As Python and JavaScript write them: "torch.cuda.OutOfMemoryError: CUDA out of memory". */
const ERROR = /^(?:[A-Z_a-z][\w.]*)?(?:Error|Exception)\b/;

/** Splits text into lines; a line that is longer than any metrics is dropped. */
function lineSplitter(onLine: (line: string) => void) {
  let rest = "";
  return {
    add(text: string): void {
      const parts = (rest + text).split(/\r?\n/);
      rest = parts.pop()!.slice(0, MEGABYTE);
      for (const line of parts) onLine(line);
    },
    end(): void {
      if (rest !== "") onLine(rest);
    },
  };
}

/** Why the disk ends the run; undefined where it does not. */
function diskReason({ scratch, diskMegabytes }: CommandOptions): string | undefined {
  const bytes = bytesIn(scratch);
  if (bytes > diskMegabytes * MEGABYTE) {
    return `it wrote more than ${diskMegabytes.toLocaleString("en")} MB into its folder (diskMegabytes of trainer allows more)`;
  }
  try {
    const { bavail, bsize } = statfsSync(scratch);
    if (bavail * bsize < LEAST_FREE * MEGABYTE) return `less than ${LEAST_FREE} MB were free on the disk of ${scratch}`;
  } catch {
    // The folder is gone, or the system does not tell.
  }
  return undefined;
}

/** Bytes of the files below a folder. Links are not followed; what vanishes meanwhile counts 0. */
function bytesIn(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sum + bytesIn(path);
      return sum + (lstatSync(path, { throwIfNoEntry: false })?.size ?? 0);
    }, 0);
  } catch {
    return 0;
  }
}
