/**
 * The process in which inputs are read: `child.js READER SOURCE SEED FROM TO FOLDER`. It writes a
 * line of JSON to descriptor 3 before and after each input, so its parent knows what it died of.
 */
import { readFileSync, writeFileSync, writeSync } from "node:fs";
import { attempt } from "./attempt.js";
import { digestOf } from "./malformed/digests.js";
import { readers } from "./readers/index.js";
import { sources } from "./sources.js";
const [name, source, seed, from, to, folder] = process.argv.slice(2);
const reader = readers.find((one) => one.name === name);
const say = (report) => writeSync(3, `${JSON.stringify(report)}\n`);
process.on("unhandledRejection", (error) => void say({ kind: "stray", message: String(error) }));
const inputs = sources[source](reader, Number(seed));
for (let index = Number(from); index < Number(to); index++) {
    say({ kind: "start", index });
    const bytes = inputs(index);
    forgetPeak();
    const before = process.cpuUsage();
    const { value, ...result } = await attempt(reader, bytes, folder);
    const { user, system } = process.cpuUsage(before);
    say({
        kind: "end",
        index,
        seconds: (user + system) / 1e6,
        peak: peak(),
        digest: digestOf(reader.name, value),
        ...result,
    });
}
/** Linux counts the peak of resident memory anew from here on. */
function forgetPeak() {
    try {
        writeFileSync("/proc/self/clear_refs", "5");
    }
    catch {
        return; // the peak is that of the whole process then
    }
}
/** Most resident memory since `forgetPeak`, in bytes. */
function peak() {
    try {
        const [, kilobytes] = /VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"));
        return Number(kilobytes) * 1024;
    }
    catch {
        return process.resourceUsage().maxRSS * 1024;
    }
}
