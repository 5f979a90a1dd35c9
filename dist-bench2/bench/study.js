/**
 * The cost of a study besides training: time per cell over thousands of tiny cells, the memory of
 * the main process, and the time to open the store again.
 *
 *   npm run build && npm run bench:study [-- --cells 5000 --json FILE]
 *
 * A cell trains a network without hidden layers for two steps of eight samples of glyphs and
 * evaluates it on the test set. Its time alone is measured in this process, on the same cell,
 * and subtracted; the rest is the overhead: claim, messages, summary, two files flushed to
 * the disk.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { glyphs } from "../src/data/glyphs.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { readFolder } from "../src/study/results/node/read-folder.js";
import { runStudy } from "../src/study/run/node/run-study.js";
import { runnerOn } from "../test/study/local-runner.js";
import { median } from "./problem.js";
const { values } = parseArgs({ options: { cells: { type: "string", default: "5000" }, json: { type: "string" } } });
const cells = Number(values.cells);
const seeds = Array.from({ length: Math.ceil(cells / 2) }, (_, i) => i);
const options = {
    data: ["glyphs"],
    models: ["mlp:depth=0"],
    inits: ["he", "zero"],
    seeds,
    limit: 16,
    epochs: 1,
    batch: 8,
};
const out = mkdtempSync(join(tmpdir(), "stepzero-bench-"));
const now = () => performance.now() / 1000;
const memory = [];
let first;
let [began, ended] = [0, 0];
const outcome = await runStudy(options, {
    out,
    jobs: 1,
    onEvent(event) {
        if (event.kind === "started" && first === undefined) {
            first = event.cell;
            began = now();
        }
        if (event.kind !== "finished")
            return;
        ended++;
        if (ended % Math.ceil(cells / 10) === 0)
            memory.push(process.memoryUsage().rss / 2 ** 20);
    },
});
const perCell = (1000 * (now() - began)) / outcome.results.length;
const { runtime } = await loadRuntime();
const runner = runnerOn(runtime, glyphs());
const alone = [];
for (let i = 0; i < 200; i++) {
    const before = performance.now();
    await runner.run([first]);
    alone.push(performance.now() - before);
}
await runner.release();
const before = now();
const { records: results } = readFolder(out, (message) => console.error(message));
const reading = now() - before;
const again = now();
const second = await runStudy(options, { out, jobs: 1 });
const reopening = now() - again;
rmSync(out, { recursive: true, force: true });
if (results.length !== outcome.results.length || second.results.length !== results.length)
    throw new Error("cells were lost");
const figures = {
    cells: outcome.results.length,
    msPerCell: perCell,
    msOfTraining: median(alone),
    overheadMs: perCell - median(alone),
    mainProcessMiB: memory.map(Math.round),
    readSeconds: reading,
    resumeSeconds: reopening,
};
console.log(`${figures.cells} cells, one process
  a cell                 ${perCell.toFixed(2)} ms
  its training alone     ${figures.msOfTraining.toFixed(2)} ms
  overhead               ${figures.overheadMs.toFixed(2)} ms
  main process, resident ${figures.mainProcessMiB.join(", ")} MiB (after each tenth)
  reading all results    ${reading.toFixed(2)} s
  resuming, all finished ${reopening.toFixed(2)} s (glyphs, worker and plan included)`);
if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
