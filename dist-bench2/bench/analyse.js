/**
 * How long the analysis of a large study takes: by default 40 methods with 1,000 seeds of 5 epochs
 * each, which are 40,000 runs.
 *
 *   npm run bench:analyse [-- --methods 40 --seeds 1000 --epochs 5 --problems 1]
 */
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { findModel } from "../src/network/models/index.js";
import { stream, uniforms } from "../src/random/index.js";
import { analyse } from "../src/study/results/outcome.js";
import { compareOutput } from "../src/study/results/output.js";
import { recordOf } from "../src/study/results/records.js";
import { median } from "./problem.js";
const { values } = parseArgs({
    options: {
        methods: { type: "string", default: "40" },
        seeds: { type: "string", default: "1000" },
        epochs: { type: "string", default: "5" },
        problems: { type: "string", default: "1" },
        times: { type: "string", default: "5" },
    },
});
const [methods, seeds, epochs, problems, times] = [
    values.methods,
    values.seeds,
    values.epochs,
    values.problems,
    values.times,
].map(Number);
const upTo = (count) => Array.from({ length: count }, (_, i) => i);
const study = {
    resultsVersion: 4,
    data: [
        {
            name: "made-up",
            checksum: "a".repeat(64),
            shape: [1, 28, 28],
            classes: 10,
            trainSamples: 10_000,
            testSamples: 10_000,
            majority: { className: "0", share: 0.1 },
        },
    ],
    models: upTo(problems).map((i) => ({ label: `mlp-${i}`, name: "mlp", options: {}, recipe: findModel("mlp").recipe })),
    methods: upTo(methods).map((i) => ({
        label: `method-${i}`,
        initializer: { label: `method-${i}`, name: "he", options: {} },
        recipe: {},
    })),
    problems: upTo(problems).map((i) => ({ data: "made-up", model: `mlp-${i}` })),
    seeds: upTo(seeds),
    evaluateTrain: false,
    vary: "all",
};
/** Seeds shift all methods alike, methods lie apart, and some runs are stuck. */
function epochsOf(problem, method, seed) {
    const [alone, shared] = [
        uniforms(stream(seed, `run ${problem} ${method}`), 1)[0],
        uniforms(stream(seed, "shared"), 1)[0],
    ];
    const isStuck = alone < 0.02;
    const final = 0.9 + 0.002 * method + 0.01 * shared + 0.005 * alone - 0.1;
    return upTo(epochs).map((i) => {
        const accuracy = isStuck ? 0.1 : final - 0.1 / (i + 1);
        const loss = 1 - accuracy;
        return {
            epoch: i + 1,
            trainAccuracy: accuracy,
            trainLoss: loss,
            testAccuracy: accuracy,
            testLoss: loss,
            seconds: 1,
        };
    });
}
/** Wall time, and the processor's time, which other work on the machine changes less. */
const timed = (work) => {
    const [started, before] = [performance.now(), process.cpuUsage()];
    const result = work();
    const { user, system } = process.cpuUsage(before);
    return [(performance.now() - started) / 1000, result, (user + system) / 1e6];
};
const results = upTo(problems).flatMap((problem) => upTo(methods).flatMap((method) => upTo(seeds).map((seed) => ({
    place: { id: `${problem} ${method} ${seed}`, problem, method, seed },
    result: { status: "done", epochs: epochsOf(problem, method, seed) },
}))));
const [making, records] = timed(() => results.map(({ place, result }) => recordOf(study, place, result)));
const seconds = [];
const processor = [];
for (let i = 0; i < times; i++) {
    const [wall, , busy] = timed(() => analyse(study, records));
    seconds.push(wall);
    processor.push(busy);
}
const [printing, text] = timed(() => JSON.stringify(compareOutput(analyse(study, records))));
const shown = (x) => x.toFixed(3);
console.log(`${records.length} runs, ${methods} methods, ${problems} problem(s), ${epochs} epochs each`);
console.log(`records ${shown(making)} s`);
console.log(`analyse ${shown(median(seconds))} s (median of ${times}; ${seconds.map(shown).join(", ")})`);
console.log(`processor time of analyse ${shown(median(processor))} s`);
console.log(`analyse and print ${shown(printing)} s, ${(text.length / 1e6).toFixed(1)} MB`);
