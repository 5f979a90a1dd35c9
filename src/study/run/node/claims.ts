/**
 * Claims: several processes on one store neither run a cell twice nor wait for a dead process.
 *
 * A claim is a file with the cell's id. The first process to make it holds the cell, and removes it
 * when the cell ends. A claim is void when its process is gone, which a process of the same machine
 * and container can see; and, seen from anywhere, when it was not renewed for its lease. Each claim
 * says for how long its holder promised to renew it, so processes with different leases may share a
 * folder. A holder that was asleep for longer loses the cell to another process; both then compute
 * the same result.
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { type ProcessIdentity, thisProcess, whetherItRuns } from "../../../files/node/process-identity.js";
import { type System, system } from "../../../files/node/system.js";
import { makeFolder } from "../../../files/node/write-whole.js";
import { createClaim, fileSystemTime, readClaim, renewClaim, takeAway, type WrittenClaim } from "./claim-file.js";

/** Seconds that a claim holds without being renewed. */
export const LEASE = 30;
/** Renewals per lease: two may fail. */
const RENEWALS = 3;

/** The cells that this process has taken. */
export interface Claims {
  /** Takes a cell; false where another process has it. @throws Error where the disk refuses */
  take(id: string): boolean;
  /** Whether this process still has the cell. */
  holds(id: string): boolean;
  /** Who has a cell, for a message; undefined where nobody has. */
  holder(id: string): string | undefined;
  release(id: string): void;
  releaseAll(): void;
}

/** How claims are made and judged. */
export interface ClaimsOptions {
  /**
   * Seconds that a claim holds without being renewed.
   *
   * @defaultValue `LEASE`
   */
  readonly lease?: number | undefined;
  /** @defaultValue the system that this process runs on */
  readonly on?: System | undefined;
  /**
   * Whether cells are taken for a program that tells their results later, maybe through another
   * process: a claim then holds for its lease, whether or not this process lives.
   *
   * @defaultValue false
   */
  readonly forAsker?: boolean | undefined;
  /** Milliseconds of a clock that is never set. @defaultValue `performance.now` */
  readonly clock?: (() => number) | undefined;
}

/** What a claim says of its holder. */
const claimSchema = z.object({
  host: z.string().max(1000),
  boot: z.string().max(1000).optional(),
  namespace: z.string().max(1000).optional(),
  pid: z.int().min(1),
  asker: z.string().max(1000).optional(),
  started: z.string().max(1000).optional(),
  lease: z.number().min(0.001).max(86_400),
});

/**
 * The claims in a folder.
 *
 * @param folder made when the first cell is taken
 */
export function openClaims(folder: string, options: ClaimsOptions = {}): Claims {
  const { lease = LEASE, on = system, forAsker = false, clock = () => performance.now() } = options;
  const held = new Map<string, string>();
  const patience = new Map<string, Patience>();
  const fileOf = (id: string) => join(folder, `${id}.json`);
  let renewal: NodeJS.Timeout | undefined;

  const renew = (): void => {
    for (const [id, text] of held) if (renewClaim(fileOf(id), text) === "lost") held.delete(id);
  };
  const release = (id: string): void => {
    const text = held.get(id);
    if (text === undefined) return;
    held.delete(id);
    takeAway(fileOf(id), text);
    if (held.size > 0) return;
    clearInterval(renewal);
    renewal = undefined;
  };
  /** Whether nobody renews a claim: by its age when first seen, and the time it stays as it is. */
  const isExpired = (id: string, { stamp, changed }: WrittenClaim, seconds: number): boolean => {
    const before = patience.get(id);
    if (before?.stamp === stamp) return clock() - before.since > 1000 * seconds;
    patience.set(id, { stamp, since: clock() });
    return fileSystemTime(folder) - changed > 1000 * seconds;
  };
  const isVoid = (id: string, claim: WrittenClaim): boolean => {
    const holder = holderOf(claim);
    const isBound = holder !== undefined && holder.asker === undefined;
    if (isBound && whetherItRuns(holder, on) === "gone") return true;
    // A claim that is not whole: its process was killed while it wrote, or still writes.
    return isExpired(id, claim, holder?.lease ?? lease);
  };
  const asker = forAsker ? { asker: randomUUID() } : {};
  const text = `${JSON.stringify({ ...thisProcess(on), ...asker, lease })}\n`;
  return {
    take(id) {
      makeFolder(folder);
      const file = fileOf(id);
      if (!createClaim(file, text)) {
        const claim = readClaim(file);
        if (claim !== undefined && !(isVoid(id, claim) && takeAway(file, claim.text))) return false;
        if (!createClaim(file, text)) return false;
      }
      patience.delete(id);
      held.set(id, text);
      if (!forAsker) renewal ??= setInterval(renew, (1000 * lease) / RENEWALS).unref();
      return true;
    },
    holds: (id) => held.has(id),
    holder(id) {
      const claim = readClaim(fileOf(id));
      return claim && describe(holderOf(claim), on);
    },
    release,
    releaseAll: () => [...held.keys()].forEach(release),
  };
}

/** Since when a claim of another process was seen unchanged. */
interface Patience {
  readonly stamp: string;
  /** Milliseconds of the clock. */
  readonly since: number;
}

type Holder = ProcessIdentity & { readonly lease: number; readonly asker?: string | undefined };

/** Gives back a cell that an asker holds, maybe through another process. */
export function releaseAsked(folder: string, id: string): void {
  const file = join(folder, `${id}.json`);
  const claim = readClaim(file);
  if (claim !== undefined && holderOf(claim)?.asker !== undefined) takeAway(file, claim.text);
}

function holderOf({ text }: WrittenClaim): Holder | undefined {
  try {
    const parsed = claimSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function describe(holder: Holder | undefined, on: System): string {
  if (holder === undefined) return "another process";
  if (holder.asker !== undefined) return `a program on ${holder.host} that asked for it, for ${holder.lease} s`;
  const place = whetherItRuns(holder, on) === "unknown" ? ` on ${holder.host}` : "";
  return `process ${holder.pid}${place}, whose claim is void when it was not renewed for ${holder.lease} s`;
}
