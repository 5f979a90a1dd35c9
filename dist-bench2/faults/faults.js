/**
 * `npm run faults -- [--schedules 100] [--seed 1]`: disturbs running studies at random and says
 * what was lost or doubled. Each schedule has one to four faults in a row, drawn from its seed, and
 * then a run without any; after it, the results must be those of a study that nobody disturbed, to
 * the last bit. `--fault NAME` runs one kind only.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { drawsOf } from "../fuzz/draws.js";
import { stream } from "../src/random/index.js";
import { faults } from "./kinds.js";
import { programs } from "./program.js";
import { haveNamespaces, runSchedule } from "./schedule.js";
const { values } = parseArgs({
    options: {
        schedules: { type: "string", default: "100" },
        seed: { type: "string", default: "1" },
        fault: { type: "string" },
    },
});
if (!haveNamespaces())
    throw new Error("The schedules need namespaces of Linux: unshare --user --mount --pid.");
const names = values.fault === undefined ? Object.keys(faults) : [values.fault];
const first = Number(values.seed);
const folder = mkdtempSync(join(tmpdir(), "stepzero-faults-"));
const whole = join(folder, "whole");
execFileSync(process.execPath, ["faults/study.mjs", whole], { stdio: "inherit" });
/** The schedule of a seed. */
function scheduleOf(seed) {
    const draws = drawsOf(stream(seed, "schedule"));
    const count = 1 + draws.below(4);
    return {
        program: draws.pick(Object.keys(programs)),
        faults: Array.from({ length: count }, () => draws.pick(names)),
        seed,
    };
}
const counts = new Map();
let [starts, wrong] = [0, 0];
const began = performance.now();
for (let seed = first; seed < first + Number(values.schedules); seed++) {
    const schedule = scheduleOf(seed);
    const verdict = await runSchedule(schedule, whole, join(folder, String(seed)));
    starts += verdict.starts;
    for (const name of schedule.faults)
        counts.set(name, (counts.get(name) ?? 0) + 1);
    const outcome = verdict.found.length === 0 ? "nothing lost" : verdict.found.join("; ");
    console.log(`seed ${seed}, ${schedule.program}: ${schedule.faults.join(", ")}: ${outcome}`);
    if (verdict.found.length > 0) {
        wrong++;
        console.log(`  results: ${join(folder, String(seed))}`);
    }
}
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(`\n${cpus()[0]?.model}, Node ${process.version}, seeds ${first} to ${first + Number(values.schedules) - 1}`);
console.log("| fault | times |\n| --- | --- |");
for (const name of names)
    console.log(`| ${name} | ${counts.get(name) ?? 0} |`);
console.log(`\n${values.schedules} schedules, ${starts} starts of the study, ${seconds} s: ${wrong} with something wrong`);
process.exitCode = wrong === 0 ? 0 : 1;
