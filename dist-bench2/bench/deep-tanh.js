/**
 * A plain tanh network of 200 convolutions (`--width` channels, sixteen, at 14 × 14, then dense) on
 * MNIST by Adam: the loss from one initializer.
 *
 *   npx tsc -p tsconfig.bench.json && node dist-bench/bench/deep-tanh.js [--init glorot-normal
 *     --rate 1e-4 --steps 600 --batch 16]
 *
 * `--head mean` takes the mean over the image before the dense layer, instead of all its pixels.
 * Delta-orthogonal gets the σ_w and σ_b of criticality at q* = 0.01. Every 25 steps it prints the
 * mean loss of these steps.
 */
import { parseArgs } from "node:util";
import { loadDataset } from "../src/data/node/index.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { trainDeepTanh } from "../test/long/deep-tanh-network.js";
const { values } = parseArgs({
    options: {
        init: { type: "string", default: "delta-orthogonal" },
        rate: { type: "string", default: "1e-4" },
        steps: { type: "string", default: "600" },
        batch: { type: "string", default: "16" },
        depth: { type: "string", default: "200" },
        width: { type: "string", default: "16" },
        head: { type: "string", default: "flatten" },
        data: { type: "string", default: process.env.STEPZERO_DATA ?? "../shared/data" },
    },
});
const dataset = await loadDataset("mnist", { dataDir: values.data, cacheDir: "/nonexistent" });
const { runtime } = await loadRuntime();
const { losses, accuracy } = await trainDeepTanh(runtime, dataset, {
    init: values.init,
    learningRate: Number(values.rate),
    steps: Number(values.steps),
    batch: Number(values.batch),
    depth: Number(values.depth),
    width: Number(values.width),
    head: values.head === "mean" ? "mean" : "flatten",
});
for (let from = 0; from < losses.length; from += 25) {
    const part = losses.slice(from, from + 25);
    console.log(`to step ${from + part.length}: ${(part.reduce((a, b) => a + b, 0) / part.length).toFixed(3)}`);
}
console.log(`${values.init}, Adam ${values.rate}: test accuracy ${(100 * accuracy).toFixed(1)} % after ${losses.length} steps`);
