/**
 * A whole study by `stepzero compare --jobs 2` beside the same runs as a plain sequential script of
 * another framework, from start to exit, in turn: mnist_cnn on MNIST by its own recipe, four
 * initializers, three seeds, two epochs, each followed by an evaluation on the test set.
 *
 *   npm run bench:against-script -- --data-dir ../shared/data [--peer pytorch-1.13|pytorch|keras
 *     --limit 2000 --rounds 1 --seeds 3 --epochs 2 --json FILE]
 *
 * `pytorch-1.13` is Debian's, the others are those of `npm run bench:peers`. The script gets the
 * thread setting that was fastest in a short trial before, which is printed.
 */
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { pythonOf } from "./peers.js";
import { median } from "./problem.js";
const { values } = parseArgs({
    options: {
        "data-dir": { type: "string" },
        peer: { type: "string", default: "pytorch-1.13" },
        limit: { type: "string" },
        rounds: { type: "string", default: "1" },
        seeds: { type: "string", default: "3" },
        epochs: { type: "string", default: "2" },
        json: { type: "string" },
    },
});
const dataDir = values["data-dir"];
if (dataDir === undefined || !existsSync(dataDir)) {
    console.error(`--data-dir: expected the folder that holds mnist/, got ${dataDir ?? "nothing"}. For example ../shared/data`);
    process.exit(2);
}
const scripts = {
    "pytorch-1.13": { python: "/usr/bin/python3", script: "bench/peers/torch_study.py" },
    pytorch: { python: pythonOf("torch"), script: "bench/peers/torch_study.py" },
    keras: { python: pythonOf("keras"), script: "bench/peers/keras_study.py" },
};
const peer = scripts[values.peer];
if (peer === undefined || !existsSync(peer.python)) {
    const remedy = peer === undefined ? `there are ${Object.keys(scripts).join(", ")}` : "npm run bench:peers";
    console.error(`--peer ${values.peer}: ${remedy}`);
    process.exit(2);
}
const { python, script } = peer;
const rounds = Number(values.rounds);
const inits = ["zero", "random", "xavier-fan-in", "he"];
const limit = values.limit === undefined ? [] : ["--limit", values.limit];
const studyArguments = ["--data-dir", dataDir, "--seeds", values.seeds, "--epochs", values.epochs, ...limit];
function timed(command, args, env, read) {
    const began = performance.now();
    const output = execFileSync(command, args, { encoding: "utf8", env: { ...process.env, ...env }, maxBuffer: 2 ** 28 });
    const seconds = (performance.now() - began) / 1000;
    const runs = read(output);
    if (runs.length !== inits.length * Number(values.seeds))
        throw new Error(`${command}: ${runs.length} runs ended`);
    const accuracy = inits.map((init) => {
        const last = runs.filter((run) => run.init === init).map(({ epochs }) => epochs.at(-1)?.testAccuracy ?? Number.NaN);
        return [init, last.reduce((a, b) => a + b) / last.length];
    });
    return { seconds, accuracy: Object.fromEntries(accuracy) };
}
const ours = () => {
    const study = ["--data", "mnist", "--model", "mnist_cnn", "--init", inits.join(","), "--jobs", "2", "--json"];
    const args = ["dist/cli/main.js", "compare", ...study, ...studyArguments];
    return timed(process.execPath, args, {}, (output) => JSON.parse(output).runs.map(({ method, epochs }) => ({ init: method, epochs })));
};
const settings = [
    { name: "1 thread", threads: "1", env: {} },
    { name: "2 threads", threads: "2", env: {} },
    // Two pools of threads, Debian's PyTorch's and OpenBLAS's, get in each other's way.
    { name: "2 threads, 1 of OpenBLAS", threads: "2", env: { OPENBLAS_NUM_THREADS: "1" } },
];
const theirs = ({ threads, env }) => timed(python, [script, ...studyArguments, "--inits", inits.join(","), "--threads", threads], env, (output) => output
    .trim()
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line)));
/** Seconds of one short run without Python's start. */
function trial({ threads, env }) {
    const short = ["--data-dir", dataDir, "--inits", "he", "--seeds", "1", "--epochs", "1", "--limit", "2560"];
    const args = [script, ...short, "--threads", threads];
    const output = execFileSync(python, args, {
        encoding: "utf8",
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "ignore"],
    });
    return JSON.parse(output.trim().split("\n").at(-1)).seconds;
}
const trials = settings.map((setting) => ({ setting, seconds: Math.min(trial(setting), trial(setting)) }));
for (const { setting, seconds } of trials)
    console.log(`trial of ${values.peer}, ${setting.name}: ${seconds.toFixed(2)} s`);
const { setting } = trials.toSorted((a, b) => a.seconds - b.seconds)[0];
console.log(`\nround   stepzero, 2 jobs   ${values.peer}, ${setting.name}   ratio`);
const results = Array.from({ length: rounds }, (_, round) => {
    const pair = { ours: ours(), theirs: theirs(setting) };
    const [a, b] = [pair.ours.seconds, pair.theirs.seconds];
    console.log(`${round + 1}   ${a.toFixed(1)} s   ${b.toFixed(1)} s   ${(b / a).toFixed(2)}`);
    return { ...pair, ratio: b / a };
});
const ratio = median(results.map((result) => result.ratio));
console.log(`\nRatio: its time / ours, start-up included; median ${ratio.toFixed(2)}.\n`);
console.log("test accuracy, mean of the seeds   stepzero   script");
for (const init of inits) {
    const [a, b] = [results[0].ours.accuracy[init], results[0].theirs.accuracy[init]];
    console.log(`${init.padEnd(32)} ${(100 * a).toFixed(2).padStart(10)} ${(100 * b).toFixed(2).padStart(8)}`);
}
if (values.json !== undefined) {
    const settingsTried = trials.map((one) => ({ name: one.setting.name, seconds: one.seconds }));
    const study = { inits, seeds: Number(values.seeds), epochs: Number(values.epochs), limit: values.limit ?? null };
    writeFileSync(values.json, `${JSON.stringify({ study, peer: { name: values.peer, setting: setting.name, trials: settingsTried }, rounds: results, ratio }, null, 2)}\n`);
}
