/**
 * Whether a step cuts its batch well (`src/training/rows-at-once.ts`): the time of a step for each
 * number of rows at once, beside the number that the model of the processor takes.
 *
 *   npm run bench:rows [-- --models vit_tiny,cifar10_cnn,mnist_cnn,resnet20 --batches 32,128,512
 *     --rounds 5 --cache MIB --json FILE]
 *
 * All train in one process in turn, one thread, on random bytes; times are of whole epochs divided
 * by their steps, the fastest of the rounds after one that is left out. *loss*: by how much the
 * model's choice is slower than the fastest. `--cache` takes another cache than the processor's.
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { parseModel } from "../src/network/models/index.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { problemGraphs } from "../src/training/problem-graphs.js";
import { canBeCut, rowsAtOnce } from "../src/training/rows-at-once.js";
import { networks } from "./problem.js";
import { ourEpochs } from "./timing.js";
const { values } = parseArgs({
    options: {
        models: { type: "string", default: "vit_tiny,cifar10_cnn,mnist_cnn,resnet20" },
        batches: { type: "string", default: "32,128,512" },
        rounds: { type: "string", default: "5" },
        cache: { type: "string" },
        json: { type: "string" },
    },
});
const rounds = Number(values.rounds);
const loaded = (await loadRuntime()).runtime;
const runtime = values.cache === undefined ? loaded : { ...loaded, cache: Number(values.cache) * 2 ** 20 };
/** Samples of an epoch. */
const SAMPLES = 512;
function graphsOf(name, batch) {
    const { model: text, shape } = networks[name];
    const { model, options } = parseModel(text);
    const recipe = { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 }, batch, epochs: 1 };
    const size = { shape, type: "uint8", classes: 10, trainSamples: Math.max(SAMPLES, batch), testSamples: 500 };
    return problemGraphs(model.build({ input: shape, classes: 10 }, options), recipe, size);
}
async function measured(name, batch) {
    const graphs = graphsOf(name, batch);
    const step = graphs.train(batch);
    const choice = rowsAtOnce(graphs, step, runtime);
    const counts = [8, 16, 32, 64, 128, 256].filter((rows) => rows < batch && canBeCut(graphs, step, rows));
    const forms = [];
    for (const rows of [...counts, batch]) {
        const size = { batch, steps: Math.max(2, SAMPLES / batch) };
        forms.push({ rows, ms: Number.POSITIVE_INFINITY, ...(await ourEpochs(runtime, name, size, { rowsAtOnce: rows })) });
    }
    for (let round = 0; round <= rounds; round++) {
        for (const form of forms) {
            const ms = await form.run();
            if (round > 0)
                form.ms = Math.min(form.ms, ms);
        }
    }
    for (const form of forms)
        await form.release();
    const fastest = Math.min(...forms.map(({ ms }) => ms));
    const loss = forms.find(({ rows }) => rows === choice).ms / fastest - 1;
    return { model: name, batch, choice, loss, times: forms.map(({ rows, ms }) => ({ rows, ms })) };
}
console.log(`${cpus()[0]?.model}; ${runtime.description}; milliseconds of a step by rows at once, fastest of ${rounds}`);
const results = [];
for (const model of values.models.split(",")) {
    for (const batch of values.batches.split(",").map(Number)) {
        const result = await measured(model, batch);
        results.push(result);
        const times = result.times.map(({ rows, ms }) => `${rows === result.choice ? "*" : ""}${rows}: ${ms.toFixed(1)}`);
        const loss = `${(100 * result.loss).toFixed(1)} %`;
        console.log(`${model.padEnd(12)} ${String(batch).padStart(4)}  loss ${loss.padStart(6)}   ${times.join("  ")}`);
    }
}
if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ runtime: runtime.description, rounds, results }, null, 2)}\n`);
}
