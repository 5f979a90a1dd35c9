/**
 * Whether large studies cost what small ones cost for each run: plans studies, simulates their
 * results as files of a results folder, resumes, prints and reports them. Nothing is trained. Each
 * phase runs in a process of its own, whose time and largest resident memory are printed, with the
 * ratio to the first size. Results are flushed to the disk one by one; `--folder /dev/shm` leaves
 * out what a disk takes for that.
 *
 *   npm run bench:scale [-- 20000 200000 --epochs 5 --folder DIR --json FILE]
 *
 * A study has 2 networks × 20 methods (10 initializers with 2 learning rates) × as many seeds as
 * the number of its runs asks for.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { renderComparison } from "../src/cli/terminal/comparison.js";
import { at, stream, uniforms } from "../src/random/index.js";
import { writeReport } from "../src/report/node/write-report.js";
import { choose, prepare } from "../src/study/plan/node/prepare.js";
import { analyse } from "../src/study/results/outcome.js";
import { compareOutput } from "../src/study/results/output.js";
import { recordsOf } from "../src/study/results/records.js";
import { openFolderStore } from "../src/study/run/node/folder-store.js";
import { runStudy } from "../src/study/run/node/run-study.js";
const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        epochs: { type: "string", default: "5" },
        folder: { type: "string" },
        json: { type: "string" },
        phase: { type: "string" },
    },
});
const epochs = Number(values.epochs);
const [NETWORKS, METHODS] = [2, 20];
function optionsOf(cells) {
    return {
        models: ["mlp:depth=1", "mlp:depth=2"],
        inits: Array.from({ length: METHODS / 2 }, (_, i) => `random:std=${(i + 1) / 100}`),
        training: [{ learningRate: 0.1 }, { learningRate: 0.01 }],
        seeds: cells / (NETWORKS * METHODS),
        epochs,
        batch: 64,
    };
}
/**
 * Seeds shift all methods alike, and methods lie apart. Of every fourth method 2 % of the runs are
 * stuck and 1 % diverge after their first epoch.
 */
function simulated(cell, place, methodOf) {
    const [kind, alone] = uniforms(at(stream(0, "scale"), place), 2);
    const [shared] = uniforms(stream(cell.seed, "shared"), 1);
    const method = methodOf.get(cell.method) ?? methodOf.size % METHODS;
    methodOf.set(cell.method, method);
    const fails = method % 4 === 3;
    const final = 0.8 + 0.003 * method + 0.01 * shared + 0.005 * alone;
    const figures = Array.from({ length: epochs }, (_, i) => {
        const testAccuracy = fails && kind < 0.02 ? 0.1 : Math.round(1e4 * (final - 0.2 / (i + 1))) / 1e4;
        const testLoss = 1.5 - testAccuracy;
        return {
            epoch: i + 1,
            trainAccuracy: testAccuracy,
            trainLoss: testLoss * 0.9,
            testAccuracy,
            testLoss,
            seconds: 0.5 + alone,
        };
    });
    if (!fails || kind < 0.99)
        return { cell, status: "done", epochs: figures };
    const step = 200 + Math.floor(1000 * alone);
    const reason = `the loss was NaN at step ${step} (epoch 2)`;
    return { cell, status: "diverged", epochs: figures.slice(0, 1), reason, step };
}
const refuse = (message) => {
    throw new Error(message);
};
const plan = async (cells) => prepare(await choose(optionsOf(cells)), {}, () => { });
/** What is measured; each in a process of its own. */
const phases = {
    plan,
    async write(count, folder) {
        const planned = await plan(count);
        const store = openFolderStore(folder, refuse);
        store.keepStudy(planned);
        await store.record([{ started: new Date(0).toISOString() }]);
        const methodOf = new Map();
        for (const [place, cell] of planned.cells.entries()) {
            await store.claim(cell.id);
            await store.save({ result: simulated(cell, place, methodOf), runtime: "simulated" });
            await store.release(cell.id);
        }
    },
    async resume(count, folder) {
        const { results } = await runStudy(optionsOf(count), { out: folder, jobs: 1, onEvent: () => { } });
        if (results.length !== count)
            throw new Error(`${results.length} of ${count} results were found`);
        return { study: results };
    },
    async print(count, folder) {
        const { study, results, runtimes } = await runStudy(optionsOf(count), { out: folder, jobs: 1 });
        const outcome = analyse(study, recordsOf(study, results), { runtimes });
        return [renderComparison(outcome, { width: 120, colour: false }), JSON.stringify(compareOutput(outcome))];
    },
    report: (_, folder) => writeReport(folder, { out: `${folder}-report` }),
};
async function measure(phase, cells, folder) {
    const start = process.resourceUsage();
    const [before, spent] = [start.maxRSS / 1024, start.userCPUTime + start.systemCPUTime];
    const began = performance.now();
    await phases[phase](cells, folder);
    const seconds = (performance.now() - began) / 1000;
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const processor = (userCPUTime + systemCPUTime - spent) / 1e6;
    return { cells, phase, seconds, processor, before, peak: maxRSS / 1024 };
}
/** Megabytes of the files in a folder. */
function megabytes(folder) {
    const sizes = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => statSync(join(folder, name)));
    return sizes.reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0) / 1e6;
}
if (values.phase !== undefined) {
    console.log(JSON.stringify(await measure(values.phase, Number(positionals[0]), values.folder)));
}
else {
    const sizes = (positionals.length > 0 ? positionals : ["20000", "200000"]).map(Number);
    const root = mkdtempSync(join(values.folder ?? tmpdir(), "stepzero-scale-"));
    const all = [];
    console.log("| phase | runs | clock | processor | ratio | per run | memory: at first | at most | beyond | ratio |");
    console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (const phase of Object.keys(phases)) {
        for (const cells of sizes) {
            const folder = join(root, String(cells));
            const words = ["--phase", phase, String(cells), "--epochs", values.epochs, "--folder", folder];
            const text = execFileSync(process.execPath, [fileURLToPath(import.meta.url), ...words], { encoding: "utf8" });
            const one = JSON.parse(text);
            const first = all.find((other) => other.phase === phase) ?? one;
            all.push(one);
            const beyond = one.peak - one.before;
            const ratio = (x) => (first === one ? "" : x.toFixed(1));
            const figures = [
                `${one.seconds.toFixed(2)} s`,
                `${one.processor.toFixed(2)} s`,
                ratio(one.processor / first.processor),
                `${((1e6 * one.processor) / cells).toFixed(0)} µs`,
                `${one.before.toFixed(0)} MiB`,
                `${one.peak.toFixed(0)} MiB`,
                `${beyond.toFixed(0)} MiB`,
                ratio(beyond / (first.peak - first.before)),
            ];
            console.log(`| ${[phase, cells.toLocaleString("en"), ...figures].join(" | ")} |`);
        }
    }
    for (const cells of sizes) {
        const [results, report] = ["", "-report"].map((end) => megabytes(join(root, `${cells}${end}`)));
        console.log(`${cells} runs: ${results.toFixed(0)} MB of results, ${report.toFixed(0)} MB of report`);
    }
    rmSync(root, { recursive: true, force: true });
    if (values.json !== undefined)
        writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`);
}
