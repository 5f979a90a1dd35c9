/**
 * The estimate of a training's memory (`src/training/memory.ts`) beside what is resident: each
 * network and batch in a process of its own, by the network's own recipe on random bytes of ten
 * batches, two epochs, evaluated after each. The peak is the process's (`maxRSS`).
 *
 *   npm run bench:memory [-- --batches 128,512 --models mlp,mnist_cnn,cifar10_cnn,resnet20 --json
 *     FILE]
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parseModel } from "../src/network/models/index.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { trainingMemory } from "../src/training/memory.js";
import { cellsOn, runnerOn } from "../test/study/local-runner.js";
import { networks, noise } from "./problem.js";
const { values } = parseArgs({
    options: {
        batches: { type: "string", default: "128,512" },
        models: { type: "string", default: "mlp,mnist_cnn,cifar10_cnn,resnet20" },
        json: { type: "string" },
        one: { type: "string" },
    },
});
const MiB = 2 ** 20;
async function one(name, batch) {
    const { model, options } = parseModel(networks[name].model);
    const { shape } = networks[name];
    const { runtime } = await loadRuntime();
    const before = process.memoryUsage().rss;
    const dataset = noise(shape, 10 * batch);
    const recipe = { ...model.recipe, batch, epochs: 2 };
    const size = { shape, type: "uint8", classes: 10, trainSamples: dataset.train.count, testSamples: 500 };
    const estimate = trainingMemory(model.build({ input: shape, classes: 10 }, options), recipe, size);
    const runner = runnerOn(runtime, dataset);
    const { model: text } = networks[name];
    await runner.run(cellsOn(dataset, { models: text, inits: "he", seeds: 1, batch, epochs: 2 }));
    const [peak, end] = [process.resourceUsage().maxRSS * 1024, process.memoryUsage().rss];
    await runner.release();
    return {
        model: name,
        batch,
        process: before / MiB,
        estimate: (estimate.total + before) / MiB,
        peak: peak / MiB,
        end: end / MiB,
    };
}
if (values.one !== undefined) {
    const [model, batch] = values.one.split(" ");
    console.log(JSON.stringify(await one(model, Number(batch))));
}
else {
    console.log("| network | batch | process alone | estimate | peak | at the end | peak / estimate |");
    console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    const results = [];
    for (const model of values.models.split(",")) {
        for (const batch of values.batches.split(",")) {
            const args = [fileURLToPath(import.meta.url), "--one", `${model} ${batch}`];
            const result = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
            results.push(result);
            const mib = (x) => `${x.toFixed(0)} MiB`;
            const { process: alone, estimate, peak, end } = result;
            const cells = [
                `\`${model}\``,
                batch,
                mib(alone),
                mib(estimate),
                mib(peak),
                mib(end),
                (peak / estimate).toFixed(2),
            ];
            console.log(`| ${cells.join(" | ")} |`);
        }
    }
    if (values.json !== undefined)
        writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
}
