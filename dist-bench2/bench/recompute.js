/**
 * What `--recompute` saves and costs: memory and time of a training step without and with it.
 *
 *   npm run bench:recompute [-- --json FILE --models "plain_cnn:depth=100;mlp:depth=100@2048"
 *     --batch 128 --steps 5]
 *
 * Models are separated by semicolons; `@` gives one another batch. Each measurement is a separate
 * process that trains so many steps on images of 3 × 32 × 32 (mlp: 28 × 28). *Peak* is the most
 * resident memory it had while training, from Linux (VmHWM, set back before the first step through
 * /proc/self/clear_refs); *activations* is that minus its memory before the first step: all that
 * steps need, new weights, ONNX Runtime's own and JavaScript's garbage included. Times are medians
 * without the first step.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { trainEpoch } from "../src/training/epoch.js";
import { runStreams } from "../src/training/run-streams.js";
import { median, noiseProblem } from "./problem.js";
const { values } = parseArgs({
    options: {
        json: { type: "string" },
        models: { type: "string", default: "plain_cnn:depth=100;resnet20;mlp:depth=100;mlp:depth=100@2048;vit_tiny" },
        batch: { type: "string", default: "128" },
        steps: { type: "string", default: "5" },
        one: { type: "string" },
        recompute: { type: "boolean", default: false },
    },
});
const steps = Number(values.steps);
async function measured(model, batch, recompute) {
    const { runtime } = await loadRuntime();
    const { problem, start } = await noiseProblem(model, runtime, { batch, steps, recompute });
    writeFileSync("/proc/self/clear_refs", "5"); // VmHWM begins anew
    const before = resident("VmRSS");
    const ms = [];
    let last = performance.now();
    const outcome = await trainEpoch(problem, start, runStreams(0), {
        onStep: () => {
            const now = performance.now();
            ms.push(now - last);
            last = now;
        },
    });
    const peak = resident("VmHWM");
    if (outcome.kind === "diverged")
        throw new Error(`${model} diverged at step ${outcome.step}`);
    await problem.release();
    return { before, peak, ms: median(ms.slice(1)), loss: outcome.running.loss };
}
/** A line of /proc/self/status, in MiB. */
function resident(line) {
    const match = new RegExp(`^${line}:\\s+(\\d+) kB`, "m").exec(readFileSync("/proc/self/status", "utf8"));
    return Number(match[1]) / 1024;
}
if (values.one !== undefined) {
    console.log(JSON.stringify(await measured(values.one, Number(values.batch), values.recompute)));
}
else {
    console.log(`${cpus()[0]?.model}; ${steps} steps each; MiB; same: whether the mean losses are the same bits`);
    console.log("network                batch     peak  with   activations  with  left      step      with  time  same");
    const results = values.models.split(";").map((text) => {
        const [model, batch = values.batch] = text.split("@");
        const run = (...more) => {
            const args = [fileURLToPath(import.meta.url), "--one", model, "--batch", batch, "--steps", `${steps}`, ...more];
            return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
        };
        const [plain, again] = [run(), run("--recompute")];
        const [full, less] = [plain.peak - plain.before, again.peak - again.before];
        const cells = [
            model.padEnd(22),
            batch.padStart(5),
            plain.peak.toFixed(0).padStart(8),
            again.peak.toFixed(0).padStart(5),
            full.toFixed(0).padStart(13),
            less.toFixed(0).padStart(5),
            `${((100 * less) / full).toFixed(0)} %`.padStart(5),
            `${plain.ms.toFixed(0)} ms`.padStart(9),
            `${again.ms.toFixed(0)} ms`.padStart(9),
            (again.ms / plain.ms).toFixed(2).padStart(5),
            (plain.loss === again.loss ? "yes" : "no").padStart(5),
        ];
        console.log(cells.join(" "));
        return { model, batch: Number(batch), steps, plain, recompute: again };
    });
    if (values.json !== undefined)
        writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
}
