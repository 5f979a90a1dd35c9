/** What this machine can train on: each device runs a graph in a separate process. */
import { fork } from "node:child_process";
import { devices } from "../device.js";
import { causeOfDeath } from "./cause-of-death.js";
/** Milliseconds after which a driver counts as hung. */
const PATIENCE = 60_000;
/**
 * Examines one device after the other. If a child process dies, for example because a driver
 * crashes, the device's report says so in `reason`.
 *
 * @param script the program of the child process; tests pass their own
 * @defaultValue `script`: examine-child.js
 */
export async function examineDevices(script = new URL("./examine-child.js", import.meta.url)) {
    const reports = [];
    for (const device of devices)
        reports.push(await examine(device, script));
    return reports;
}
function examine(device, script) {
    const child = fork(script, [device], {
        execArgv: [],
        stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let report;
    let words = "";
    const patience = setTimeout(() => {
        report ??= { device, usable: false, reason: `It did not answer within ${PATIENCE / 1000} s: its driver hangs.` };
        child.kill("SIGKILL");
    }, PATIENCE);
    child.on("message", (message) => {
        report ??= message;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
        words = (words + text).slice(-4000);
    });
    return new Promise((resolve) => {
        const end = (how) => {
            clearTimeout(patience);
            resolve(report ?? { device, usable: false, reason: `Trying it failed: ${how}.` });
        };
        child.on("error", (error) => end(error.message));
        child.on("close", (code, signal) => end(causeOfDeath(code, signal, words)));
    });
}
