/**
 * What differs between operating systems, in one table: what is known of a process, which signals
 * ask stepzero to stop, and what a file system takes. Linux is tested; macOS and Windows have rows
 * as far as their documentation goes.
 */
import { constants, readFileSync, readlinkSync } from "node:fs";
const untold = () => undefined;
/** A system that tells nothing of its processes: there the lease of a claim decides alone. */
const anyPosix = {
    bootId: untold,
    processNamespace: untold,
    lifeOf: () => ({ kind: "unknown" }),
    stopSignals: ["SIGINT", "SIGTERM", "SIGHUP"],
    flushesFolders: true,
    noFollow: constants.O_NOFOLLOW ?? 0,
};
const linux = {
    ...anyPosix,
    bootId: () => textOf("/proc/sys/kernel/random/boot_id"),
    processNamespace: () => attempt(() => readlinkSync("/proc/self/ns/pid")),
    lifeOf: lifeOnLinux,
};
const windows = {
    ...anyPosix,
    // Node raises SIGHUP where the console window is closed, SIGBREAK for Ctrl-Break.
    stopSignals: ["SIGINT", "SIGHUP", "SIGBREAK"],
    flushesFolders: false,
    noFollow: 0,
};
/** By the names of `process.platform`. */
export const systems = { linux, darwin: anyPosix, win32: windows };
/** The row of a platform; of one that has none, what every POSIX system has. */
export function systemOf(platform) {
    return Object.hasOwn(systems, platform) ? systems[platform] : anyPosix;
}
/** The system that this process runs on. */
export const system = systemOf(process.platform);
/**
 * By the fields of proc(5): the third is the state, the 22nd the start in clock ticks since the
 * machine's. The second, the program's name, stands in parentheses and may hold blanks and
 * parentheses itself. A zombie ("Z") has ended; its parent has not asked how.
 */
function lifeOnLinux(pid) {
    const fields = textOf(`/proc/${pid}/stat`)?.split(") ").at(-1)?.split(" ");
    const [state, started] = [fields?.[0], fields?.[19]];
    if (state !== undefined && started !== undefined) {
        return state === "Z" || state === "X" ? { kind: "gone" } : { kind: "runs", started };
    }
    // /proc may hide the processes of other users.
    try {
        process.kill(pid, 0);
        return { kind: "unknown" };
    }
    catch (error) {
        return { kind: error.code === "ESRCH" ? "gone" : "unknown" };
    }
}
function textOf(file) {
    return attempt(() => readFileSync(file, "utf8").trim());
}
/** A file of /proc may be missing: the process ended, or the container hides it. */
function attempt(read) {
    try {
        return read();
    }
    catch {
        return undefined;
    }
}
