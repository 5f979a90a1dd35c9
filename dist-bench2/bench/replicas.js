/**
 * The gain of training several runs at once on a device: runs one after the other beside all of
 * them in one graph.
 *
 *   npm run bench:replicas [-- --device webgpu --models "mlp;mnist_cnn" --batches 32,128 --replicas
 *     4,12 --steps 10 --rounds 5 --json FILE]
 *
 * Both train in one process in turn, on random bytes. Times are of whole epochs, so that the
 * unfinished work of a device counts, divided by their steps; medians over the rounds after one
 * that is left out, and the median of the rounds' ratios: above 1, together is faster. *shared*:
 * the runs see the same batches, as initializers with one seed do; *own*: each has its own.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { devices } from "../src/runtime/device.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { median } from "./problem.js";
import { ourEpochs } from "./timing.js";
const { values } = parseArgs({
    options: {
        device: { type: "string", default: "cpu" },
        models: { type: "string", default: "mlp;mnist_cnn" },
        batches: { type: "string", default: "32,128" },
        replicas: { type: "string", default: "4,12" },
        steps: { type: "string", default: "10" },
        rounds: { type: "string", default: "5" },
        json: { type: "string" },
    },
});
const [steps, rounds] = [Number(values.steps), Number(values.rounds)];
const numbers = (list) => list.split(",").map(Number);
const device = devices.find((name) => name === values.device);
if (device === undefined)
    throw new Error(`--device: ${devices.join(", ")}`);
const { runtime } = await loadRuntime(device);
console.log(`${runtime.description}; ${steps} steps an epoch, ${rounds} rounds; ms of a step`);
console.log("network            batch  runs  batches       one  together  ratio  (of rounds)");
const results = [];
for (const model of values.models.split(";")) {
    for (const batch of numbers(values.batches)) {
        const alone = await ourEpochs(runtime, model, { batch, steps }, {});
        for (const count of numbers(values.replicas)) {
            for (const ownBatches of [false, true]) {
                const together = await ourEpochs(runtime, model, { batch, steps }, { replicas: { count, ownBatches } });
                const pairs = [];
                for (let round = 0; round <= rounds; round++) {
                    const [one, all] = [await alone.run(), await together.run()];
                    if (round > 0)
                        pairs.push({ one, all, ratio: (count * one) / all });
                }
                await together.release();
                const ratios = pairs.map(({ ratio }) => ratio).sort((a, b) => a - b);
                const [one, all, ratio] = [
                    median(pairs.map((pair) => pair.one)),
                    median(pairs.map((pair) => pair.all)),
                    median(ratios),
                ];
                results.push({ model, batch, count, ownBatches, one, all, ratio, ratios });
                const cells = [
                    model.padEnd(18),
                    `${batch}`.padStart(5),
                    `${count}`.padStart(5),
                    (ownBatches ? "own" : "shared").padEnd(8).padStart(9),
                    one.toFixed(2).padStart(7),
                    all.toFixed(2).padStart(9),
                    ratio.toFixed(2).padStart(6),
                    ` (${ratios[0].toFixed(2)} … ${ratios.at(-1).toFixed(2)})`,
                ];
                console.log(cells.join(" "));
            }
        }
        await alone.release();
    }
}
if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ runtime: runtime.description, steps, rounds, results }, null, 2)}\n`);
}
