/**
 * The gain of several training steps in one run of a graph (`src/training/steps-at-once.ts`), and
 * their cost to load.
 *
 *   npm run bench:unroll [-- --models "mlp:depth=2,width=16;mlp;lenet5" --batches 32,128 --at-once
 *     2,4,8 --steps 48 --rounds 7 --json FILE]
 *
 * All train in one process in turn, one thread, on random bytes; times are of whole epochs divided
 * by their steps, medians over the rounds after one that is left out; ratios are the time of runs
 * of one step over that, above 1 is faster, medians of the rounds'. *load*: milliseconds to make
 * the sessions that train, where steps are run one by one, and what those of several take more.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { median } from "./problem.js";
import { ourEpochs } from "./timing.js";
const { values } = parseArgs({
    options: {
        models: { type: "string", default: "mlp:depth=2,width=16;mlp:depth=2,width=64;mlp:depth=2,width=256;mlp;lenet5" },
        batches: { type: "string", default: "32,128" },
        "at-once": { type: "string", default: "2,4,8" },
        steps: { type: "string", default: "48" },
        rounds: { type: "string", default: "7" },
        json: { type: "string" },
    },
});
const [steps, rounds] = [Number(values.steps), Number(values.rounds)];
const numbers = (list) => list.split(",").map(Number);
const { runtime } = await loadRuntime();
async function epochs(model, batch, stepsAtOnce) {
    const began = performance.now();
    const { run, release } = await ourEpochs(runtime, model, { batch, steps }, { stepsAtOnce });
    return { stepsAtOnce, load: performance.now() - began, times: [], run, release };
}
console.log(`${runtime.description}; ${steps} steps an epoch, ${rounds} rounds; ms of a step`);
console.log("network            batch       one    load  at once      step  ratio  (of rounds)     load");
const results = [];
for (const model of values.models.split(";")) {
    for (const batch of numbers(values.batches)) {
        await (await epochs(model, batch, 1)).release(); // the first of a kind loads slower
        const one = await epochs(model, batch, 1);
        const others = [];
        for (const count of numbers(values["at-once"]))
            others.push(await epochs(model, batch, count));
        for (let round = 0; round <= rounds; round++) {
            for (const each of [one, ...others]) {
                const ms = await each.run();
                if (round > 0)
                    each.times.push(ms);
            }
        }
        for (const each of others) {
            const ratios = each.times.map((ms, i) => one.times[i] / ms).sort((a, b) => a - b);
            const more = each.load - one.load;
            const result = { model, batch, one: median(one.times), stepsAtOnce: each.stepsAtOnce, step: median(each.times) };
            results.push({ ...result, ratio: median(ratios), ratios, load: one.load, more });
            const cells = [
                model.padEnd(18),
                `${batch}`.padStart(5),
                result.one.toFixed(3).padStart(9),
                one.load.toFixed(0).padStart(7),
                `${each.stepsAtOnce}`.padStart(8),
                result.step.toFixed(3).padStart(9),
                median(ratios).toFixed(2).padStart(6),
                ` (${ratios[0].toFixed(2)} … ${ratios.at(-1).toFixed(2)})`,
                `+${more.toFixed(0)}`.padStart(8),
            ];
            console.log(cells.join(" "));
        }
        for (const each of [one, ...others])
            await each.release();
    }
}
if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ runtime: runtime.description, steps, rounds, results }, null, 2)}\n`);
}
