/** Runs inputs in a child process with limits of time and memory, and restarts it when it dies. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
/** What an input may take: the promise of the package for anything malformed. */
export const limits = {
    /** Of processor time. */
    seconds: 5,
    /** Of time on the clock, for what waits without working. */
    clock: 60,
    /** Of resident memory, in bytes. */
    bytes: 2 ** 30,
};
/**
 * Gives a reader its inputs `from` … `to` − 1.
 *
 * @param onFinding called for each, in order
 */
export async function runInputs(inputs, [from, to], onFinding) {
    for (let next = from; next < to;)
        next = await runChild(inputs, [next, to], onFinding);
}
/** Runs one child until its end. @returns the next index */
async function runChild({ reader, source, seed }, [from, to], onFinding) {
    const folder = mkdtempSync(join(tmpdir(), "stepzero-fuzz-"));
    const script = fileURLToPath(new URL("./child.js", import.meta.url));
    const args = ["--max-old-space-size=900", script, reader, source, ...[seed, from, to].map(String), folder];
    const env = {
        ...process.env,
        ORT_DISABLE_TELEMETRY: "1",
        STEPZERO_DATA: join(folder, "no-data"),
        XDG_CACHE_HOME: folder,
    };
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "ignore", "pipe"], env });
    let at;
    let killed;
    let next = from;
    const watch = setInterval(() => {
        const use = useOf(child.pid);
        if (at === undefined || use === undefined)
            return;
        at.processor = Number.isNaN(at.processor) ? use.seconds : at.processor;
        const clock = performance.now() / 1000 - at.clock;
        if (use.seconds - at.processor > limits.seconds || clock > limits.clock)
            killed ??= "too long";
        if (use.bytes > limits.bytes)
            killed ??= "too large";
        if (killed !== undefined)
            child.kill("SIGKILL");
    }, 50);
    const exit = new Promise((resolve) => {
        child.on("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    for await (const line of createInterface({ input: child.stdio[3] })) {
        const report = JSON.parse(line);
        if (report.kind === "stray") {
            onFinding({
                index: next,
                outcome: "defect",
                message: report.message,
                place: "stray rejection",
                seconds: 0,
                peak: 0,
            });
        }
        else if (report.kind === "start") {
            at = { index: report.index, clock: performance.now() / 1000, processor: Number.NaN };
        }
        else {
            at = undefined;
            next = report.index + 1;
            onFinding(withinLimits(report));
        }
    }
    const cause = await exit;
    clearInterval(watch);
    rmSync(folder, { recursive: true, force: true });
    if (next === to)
        return to;
    const index = at?.index ?? next;
    onFinding({
        index,
        outcome: killed ?? "died",
        message: cause,
        place: killed ?? cause,
        seconds: limits.seconds,
        peak: limits.bytes,
    });
    return index + 1;
}
function withinLimits({ kind: _, ...finding }) {
    if (finding.seconds > limits.seconds)
        return { ...finding, outcome: "too long", place: "too long" };
    if (finding.peak > limits.bytes)
        return { ...finding, outcome: "too large", place: "too large" };
    return finding;
}
/** Clock ticks per second, in which Linux counts the time of processes. */
const TICKS = 100;
const PAGE = 4096;
/** Processor time and resident memory of a process; undefined where the system does not tell. */
function useOf(pid) {
    try {
        const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
            .replace(/^.*\) /s, "")
            .split(" ")
            .map(Number);
        return { seconds: (fields[11] + fields[12]) / TICKS, bytes: fields[21] * PAGE };
    }
    catch {
        return undefined;
    }
}
