/** Which process wrote something, and whether it still runs. */
import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { type System, system } from "./system.js";

/** One process, as other processes and machines can recognize it. */
export interface ProcessIdentity {
  /** The machine's name, for messages. Several machines and containers may have the same. */
  readonly host: string;
  /** `System.bootId`. */
  readonly boot?: string | undefined;
  /** `System.processNamespace`. */
  readonly namespace?: string | undefined;
  readonly pid: number;
  /** When the process was started, in the system's unit. */
  readonly started?: string | undefined;
}

/** The identity of this process. */
export const thisProcess = (on: System = system): ProcessIdentity => processOf(process.pid, on);

/** The identity of a process of this machine that runs. */
export function processOf(pid: number, on: System = system): ProcessIdentity {
  const life = on.lifeOf(pid);
  return {
    host: hostname(),
    boot: on.bootId(),
    namespace: on.processNamespace(),
    pid,
    started: life.kind === "runs" ? life.started : undefined,
  };
}

/**
 * Whether a process still runs. "unknown" where that cannot be seen from here: it is of another
 * machine or container, or the system does not tell. A number of a process is used again, as 1 in
 * every restart of a container; the time of its start is not.
 */
export function whetherItRuns(other: ProcessIdentity, on: System = system): "runs" | "gone" | "unknown" {
  const [boot, namespace] = [on.bootId(), on.processNamespace()];
  const isVisible = boot !== undefined && namespace !== undefined && other.started !== undefined;
  if (!isVisible || other.boot !== boot || other.namespace !== namespace) return "unknown";
  const life = on.lifeOf(other.pid);
  if (life.kind !== "runs") return life.kind;
  return life.started === other.started ? "runs" : "gone";
}

/**
 * A short text that names a process in names of files: machine and namespace, number, start.
 *
 * @returns for example "1f0c9a2b-4711-2265928"
 */
export function tagOf(identity: ProcessIdentity): string {
  return `${placeOf(identity)}-${identity.pid}-${identity.started ?? 0}`;
}

/** As `whetherItRuns`, from the tag alone. */
export function whetherTagRuns(tag: string, on: System = system): "runs" | "gone" | "unknown" {
  const [place, pid, started] = tag.split("-");
  const here = thisProcess(on);
  if (place !== placeOf(here)) return "unknown";
  return whetherItRuns({ ...here, pid: Number(pid), started }, on);
}

function placeOf({ host, boot = "", namespace = "" }: ProcessIdentity): string {
  return createHash("sha256")
    .update(JSON.stringify([host, boot, namespace]))
    .digest("hex")
    .slice(0, 8);
}
