/**
 * One schedule, in a namespace of its own in which it may mount a disk: `unshare … inside.ts
 * WHOLE RESULTS PROGRAM SEED FAULT,FAULT`. Prints what went wrong as a JSON list of sentences.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drawsOf } from "../fuzz/draws.js";
import { stream } from "../src/random/index.js";
import { faultsIn } from "./folder.js";
import { ENDLESS, faults } from "./kinds.js";
import { startStudy } from "./program.js";
const [whole, copy, program, seed, list] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "stepzero-disk-"));
execFileSync("mount", ["-t", "tmpfs", "-o", "size=16m", "none", folder]);
const running = new Set();
let starts = 0;
const scene = {
    folder,
    program,
    draws: drawsOf(stream(Number(seed), "faults")),
    start(prefix) {
        const study = startStudy(program, folder, prefix);
        running.add(study);
        starts++;
        return study;
    },
    async end(study) {
        let timer;
        const endless = new Promise((_, reject) => {
            const error = () => reject(new Error(`no end after ${ENDLESS} s: ${study.text().slice(-400)}`));
            timer = setTimeout(error, 1000 * ENDLESS);
        });
        const code = await Promise.race([study.ended, endless]).finally(() => clearTimeout(timer));
        running.delete(study);
        return code;
    },
};
/** The schedule, then the study once more without a fault. */
async function wrongs() {
    try {
        for (const name of list.split(","))
            await faults[name](scene);
        const last = scene.start();
        const code = await scene.end(last);
        const ending = code === 0 ? [] : [`the last run ended with ${code}: ${last.text().slice(-400)}`];
        return [...ending, ...faultsIn(folder, whole, 1)];
    }
    catch (error) {
        return [error.message];
    }
    finally {
        for (const { child } of running)
            if (child.exitCode === null)
                process.kill(-child.pid, "SIGKILL");
    }
}
const faultList = await wrongs();
if (faultList.length > 0)
    cpSync(folder, copy, { recursive: true });
process.stdout.write(`${JSON.stringify({ starts, found: faultList })}\n`);
process.exit();
