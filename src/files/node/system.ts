/**
 * What differs between operating systems, in one table: what is known of a process, which signals
 * ask stepzero to stop, and what a file system takes. Linux is tested; macOS and Windows have rows
 * as far as their documentation goes.
 */
import { constants, readFileSync, readlinkSync } from "node:fs";

/**
 * Whether a process runs. With the time of its start, in the system's unit, its number names it for
 * good; "unknown" where the system does not tell.
 */
export type Life = { readonly kind: "runs"; readonly started: string } | { readonly kind: "gone" | "unknown" };

/** A signal that asks for an end. */
export type StopSignal = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGBREAK";

/** What the rest of stepzero asks about the system it runs on. */
export interface System {
  /**
   * A text that is new with every start of the machine; undefined where the system does not tell.
   */
  bootId(): string | undefined;
  /**
   * The set of processes that can see each other, a container's for example; undefined where the
   * system does not tell.
   */
  processNamespace(): string | undefined;
  /** Whether a process of this namespace runs, and since when. */
  lifeOf(pid: number): Life;
  /** Signals that ask for an orderly end: Ctrl-C, `kill`, a terminal that was closed. */
  readonly stopSignals: readonly StopSignal[];
  /** Whether a folder can be opened and flushed to the disk. */
  readonly flushesFolders: boolean;
  /** Flag of `open` that refuses a symbolic link as the last part of a path; 0 where none is. */
  readonly noFollow: number;
}

const untold = () => undefined;

/** A system that tells nothing of its processes: there the lease of a claim decides alone. */
const anyPosix: System = {
  bootId: untold,
  processNamespace: untold,
  lifeOf: () => ({ kind: "unknown" }),
  stopSignals: ["SIGINT", "SIGTERM", "SIGHUP"],
  flushesFolders: true,
  noFollow: constants.O_NOFOLLOW ?? 0,
};

const linux: System = {
  ...anyPosix,
  bootId: () => textOf("/proc/sys/kernel/random/boot_id"),
  processNamespace: () => attempt(() => readlinkSync("/proc/self/ns/pid")),
  lifeOf: lifeOnLinux,
};

const windows: System = {
  ...anyPosix,
  // Node raises SIGHUP where the console window is closed, SIGBREAK for Ctrl-Break.
  stopSignals: ["SIGINT", "SIGHUP", "SIGBREAK"],
  flushesFolders: false,
  noFollow: 0,
};

/** By the names of `process.platform`. */
export const systems: Readonly<Record<string, System>> = { linux, darwin: anyPosix, win32: windows };

/** The row of a platform; of one that has none, what every POSIX system has. */
export function systemOf(platform: string): System {
  return Object.hasOwn(systems, platform) ? systems[platform]! : anyPosix;
}

/** The system that this process runs on. */
export const system: System = systemOf(process.platform);

/**
 * By the fields of proc(5): the third is the state, the 22nd the start in clock ticks since the
 * machine's. The second, the program's name, stands in parentheses and may hold blanks and
 * parentheses itself. A zombie ("Z") has ended; its parent has not asked how.
 */
function lifeOnLinux(pid: number): Life {
  const fields = textOf(`/proc/${pid}/stat`)?.split(") ").at(-1)?.split(" ");
  const [state, started] = [fields?.[0], fields?.[19]];
  if (state !== undefined && started !== undefined) {
    return state === "Z" || state === "X" ? { kind: "gone" } : { kind: "runs", started };
  }
  // /proc may hide the processes of other users.
  try {
    process.kill(pid, 0);
    return { kind: "unknown" };
  } catch (error) {
    return { kind: (error as NodeJS.ErrnoException).code === "ESRCH" ? "gone" : "unknown" };
  }
}

function textOf(file: string): string | undefined {
  return attempt(() => readFileSync(file, "utf8").trim());
}

/** A file of /proc may be missing: the process ended, or the container hides it. */
function attempt(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
