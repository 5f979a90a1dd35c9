/** The thread of `sign-of-life.ts`: says on stderr what is being drawn, and for how long. */
import { writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { truncate } from "./text.js";
const { stopped, inPlace, columns } = workerData;
/** Seconds until the first word, and from one to the next: in place, and as lines. */
const [first, pause] = inPlace ? [1, 1] : [5, 60];
let what = "";
let seconds = 0;
parentPort?.on("message", (name) => {
    what = name;
});
setInterval(() => {
    seconds++;
    if (seconds < first || (seconds - first) % pause !== 0 || Atomics.load(stopped, 0) === 1)
        return;
    const text = `Drawing ${what}, ${seconds} s. Ctrl-C stops it and writes nothing.`;
    try {
        // One column stays free: some terminals wrap when the last one is written.
        writeSync(2, inPlace ? `\r${truncate(text, columns - 1)}\u001b[K` : `${text}\n`);
    }
    catch {
        // Nobody reads stderr, or not in time.
    }
}, 1000);
