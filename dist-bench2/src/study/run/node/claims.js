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
import { join } from "node:path";
import { z } from "zod";
import { thisProcess, whetherItRuns } from "../../../files/node/process-identity.js";
import { system } from "../../../files/node/system.js";
import { makeFolder } from "../../../files/node/write-whole.js";
import { createClaim, fileSystemTime, readClaim, renewClaim, takeAway } from "./claim-file.js";
/** Seconds that a claim holds without being renewed. */
export const LEASE = 30;
/** Renewals per lease: two may fail. */
const RENEWALS = 3;
/** What a claim says of its holder. */
const claimSchema = z.object({
    host: z.string().max(1000),
    boot: z.string().max(1000).optional(),
    namespace: z.string().max(1000).optional(),
    pid: z.int().min(1),
    started: z.string().max(1000).optional(),
    lease: z.number().min(0.001).max(86_400),
});
/**
 * The claims in a folder.
 *
 * @param folder made when the first cell is taken
 */
export function openClaims(folder, options = {}) {
    const { lease = LEASE, on = system, clock = () => performance.now() } = options;
    const held = new Map();
    const patience = new Map();
    const fileOf = (id) => join(folder, `${id}.json`);
    let renewal;
    const renew = () => {
        for (const [id, text] of held)
            if (renewClaim(fileOf(id), text) === "lost")
                held.delete(id);
    };
    const release = (id) => {
        const text = held.get(id);
        if (text === undefined)
            return;
        held.delete(id);
        takeAway(fileOf(id), text);
        if (held.size > 0)
            return;
        clearInterval(renewal);
        renewal = undefined;
    };
    /** Whether nobody renews a claim: by its age when first seen, and the time it stays as it is. */
    const isExpired = (id, { stamp, changed }, seconds) => {
        const before = patience.get(id);
        if (before?.stamp === stamp)
            return clock() - before.since > 1000 * seconds;
        patience.set(id, { stamp, since: clock() });
        return fileSystemTime(folder) - changed > 1000 * seconds;
    };
    const isVoid = (id, claim) => {
        const holder = holderOf(claim);
        if (holder !== undefined && whetherItRuns(holder, on) === "gone")
            return true;
        // A claim that is not whole: its process was killed while it wrote, or still writes.
        return isExpired(id, claim, holder?.lease ?? lease);
    };
    const text = `${JSON.stringify({ ...thisProcess(on), lease })}\n`;
    return {
        take(id) {
            makeFolder(folder);
            const file = fileOf(id);
            if (!createClaim(file, text)) {
                const claim = readClaim(file);
                if (claim !== undefined && !(isVoid(id, claim) && takeAway(file, claim.text)))
                    return false;
                if (!createClaim(file, text))
                    return false;
            }
            patience.delete(id);
            held.set(id, text);
            renewal ??= setInterval(renew, (1000 * lease) / RENEWALS).unref();
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
function holderOf({ text }) {
    try {
        const parsed = claimSchema.safeParse(JSON.parse(text));
        return parsed.success ? parsed.data : undefined;
    }
    catch {
        return undefined;
    }
}
function describe(holder, on) {
    if (holder === undefined)
        return "another process";
    const place = whetherItRuns(holder, on) === "unknown" ? ` on ${holder.host}` : "";
    return `process ${holder.pid}${place}, whose claim is void when it was not renewed for ${holder.lease} s`;
}
