/**
 * Whether memory stays constant: one mnist_cnn trained epoch after epoch in the same sessions, and
 * cells of small networks, each with sessions of its own that are released before the next.
 *
 *   npm run bench:soak -- --minutes 30 [--bound 16 --json FILE]
 *
 * Resident memory is read after every turn and printed by the minute, as median. Ends with exit
 * code 1 where a line fitted to what follows the warm-up (a fifth of the time, at least a minute)
 * rises by more than `--bound` MiB until the end.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { glyphs } from "../src/data/glyphs.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { trainEpoch } from "../src/training/epoch.js";
import { runStreams } from "../src/training/run-streams.js";
import { cellsOn, runnerOn } from "../test/study/local-runner.js";
import { median, noiseProblem } from "./problem.js";
const { values } = parseArgs({
    options: {
        minutes: { type: "string", default: "30" },
        bound: { type: "string", default: "16" },
        json: { type: "string" },
    },
});
const [minutes, bound] = [Number(values.minutes), Number(values.bound)];
if (!(minutes > 2))
    throw new Error(`--minutes ${values.minutes}: expected more than 2, as the first is warm-up`);
const warmUp = Math.max(1, minutes / 5);
const dataset = glyphs();
/**
 * Networks whose sessions come and go: dense with optimizer slots, convolutions, batch norm with a
 * second graph for the remainder.
 */
const small = [
    { text: "mlp:depth=3,width=64", optimizer: { kind: "adam", learningRate: 1e-3 } },
    { text: "lenet5", optimizer: { kind: "sgd", learningRate: 0.01 } },
    { text: "vgg_small:width=4,norm=batch", optimizer: { kind: "sgd", learningRate: 0.01 } },
];
function cellOf(turn) {
    const { text, optimizer } = small[turn % small.length];
    const [cell] = cellsOn(dataset, { models: text, inits: "he", seeds: [turn], limit: 500, epochs: 1, batch: 64 });
    return { ...cell, method: { ...cell.method, recipe: { ...cell.method.recipe, optimizer } } };
}
const { runtime } = await loadRuntime();
const runner = runnerOn(runtime, dataset);
const { problem, start } = await noiseProblem("mnist_cnn", runtime, { batch: 128, steps: 5 });
/** Minutes since the beginning and MiB. */
const samples = [];
const began = performance.now();
const elapsed = () => (performance.now() - began) / 60_000;
console.log("minute   resident, median   cells");
let [state, turns, printedMinutes] = [start, 0, 0];
while (elapsed() < minutes) {
    const outcome = await trainEpoch(problem, state, runStreams(0));
    if (outcome.kind === "diverged")
        throw new Error(`mnist_cnn diverged at step ${outcome.step}: nothing is trained`);
    ({ state } = outcome);
    const { status, reason } = (await runner.run([cellOf(turns++)]))[0];
    if (status !== "done")
        throw new Error(`a small cell ended as ${status}: ${reason}`);
    samples.push({ minute: elapsed(), mib: process.memoryUsage().rss / 2 ** 20 });
    for (; printedMinutes + 1 <= Math.min(elapsed(), minutes); printedMinutes++) {
        const mib = median(samples
            .filter(({ minute }) => minute >= printedMinutes && minute < printedMinutes + 1)
            .map((sample) => sample.mib));
        console.log(`${String(printedMinutes + 1).padStart(6)} ${`${mib.toFixed(1)} MiB`.padStart(18)} ${String(turns).padStart(7)}`);
    }
}
await runner.release();
await problem.release();
const steady = samples.filter(({ minute }) => minute >= warmUp);
const slope = leastSquaresSlope(steady.map(({ minute, mib }) => [minute, mib]));
const growth = slope * (minutes - warmUp);
console.log(`\nAfter ${warmUp.toFixed(1)} minutes of warm-up: ${(60 * slope).toFixed(2)} MiB per hour, ${growth.toFixed(2)} MiB until the end (${steady.length} readings, ` +
    `${state.step} steps of mnist_cnn, ${turns} cells); bound: ${bound} MiB.`);
if (values.json !== undefined) {
    const figures = {
        minutes,
        warmUp,
        bound,
        mibPerHour: 60 * slope,
        growthMiB: growth,
        steps: state.step,
        cells: turns,
    };
    writeFileSync(values.json, `${JSON.stringify({ ...figures, samples }, null, 2)}\n`);
}
if (growth > bound) {
    console.error("Memory grew beyond the bound.");
    process.exitCode = 1;
}
function leastSquaresSlope(points) {
    const [x, y] = [0, 1].map((k) => points.reduce((sum, point) => sum + point[k], 0) / points.length);
    const across = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
    return across / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}
