/**
 * Our initial weights beside AnyInit's, on the networks of the benchmarks: how far the second
 * moments of the layers' outputs lie apart, and the time to make the weights.
 *
 *   npm run bench:anyinit [-- --models mlp,mnist_cnn,… --inits he,activation-aware,orthogonal
 *     --markdown FILE]
 *
 * AnyInit's environment is that of PyTorch: npm run bench:peers -- torch. It is asked in its two
 * modes, from theory and from the batch. Weights of both are measured by one program in PyTorch, on
 * 256 standard normal samples, in training mode: the second moment of the output of each layer with
 * weights but the last. *spread*: the largest over the smallest; 1 is a network that carries its
 * signal unchanged. *gap*: the largest difference between the moment that AnyInit predicts for a
 * layer and the one that it measures. Times are of one thread, without the start of the programs:
 * AnyInit's `initialize`, and ours of the weights of all tensors; the batch mode runs the network.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findInitializer, initialWeights } from "../src/initializers/index.js";
import { parametersOf, parseModel } from "../src/network/models/index.js";
import { models as allModels, oneThread, pythonOf } from "./peers.js";
import { median, networks } from "./problem.js";
const { values } = parseArgs({
    options: {
        models: { type: "string", default: allModels.join() },
        inits: { type: "string", default: "he,activation-aware,orthogonal" },
        markdown: { type: "string" },
    },
});
const inits = values.inits.split(",");
const python = pythonOf("torch");
if (!existsSync(python))
    throw new Error(`AnyInit is not in ${python}: npm run bench:peers -- torch`);
/** Largest over smallest, without the last layer, whose output is the logits. */
const spreadOf = (moments) => Math.max(...moments.slice(0, -1)) / Math.min(...moments.slice(0, -1));
/** Of the layers of which it says both. */
const gapOf = (layers) => Math.max(0, ...layers.map(({ predicted, measured }) => predicted === null || measured === null ? 0 : Math.abs(predicted - measured)));
/** Milliseconds to make our weights, median of five. */
function ourTime(model, init) {
    const { model: text, shape } = networks[model];
    const { model: network, options } = parseModel(text);
    const { parameters } = parametersOf(network, { input: shape, classes: 10 }, options);
    const times = [0, 1, 2, 3, 4, 5].map((seed) => {
        const began = performance.now();
        initialWeights(findInitializer(init), parameters, seed);
        return performance.now() - began;
    });
    return median(times.slice(1));
}
function measured(model, folder) {
    const { model: text, shape } = networks[model];
    const files = inits.map((init) => {
        const file = join(folder, `${model}-${init}.npz`);
        const network = ["--model", text, "--input", shape.join(), "--classes", "10"];
        execFileSync(process.execPath, ["dist/cli/main.js", "init", ...network, "--init", init, "--out", file], {
            stdio: ["ignore", "ignore", "inherit"],
        });
        return `${init}=${file}`;
    });
    const output = execFileSync(python, ["bench/peers/anyinit_moments.py", "--model", model, "--weights", ...files], {
        encoding: "utf8",
        env: { ...process.env, ...oneThread },
        stdio: ["ignore", "pipe", "ignore"],
    });
    return JSON.parse(output.trim().split("\n").at(-1)).methods;
}
const rows = [
    ["network", "method", "spread", "gap", "time"],
    ["---", "---", "---:", "---:", "---:"],
];
const folder = mkdtempSync(join(tmpdir(), "stepzero-anyinit-"));
try {
    for (const model of values.models.split(",")) {
        for (const [method, { refused, ms, moments, layers }] of Object.entries(measured(model, folder))) {
            const isOurs = inits.includes(method);
            const spread = moments === undefined ? `refused: ${refused}` : spreadOf(moments).toFixed(2);
            const gap = layers === undefined ? "" : gapOf(layers).toFixed(3);
            const time = isOurs ? ourTime(model, method) : ms;
            const name = isOurs ? `\`${method}\`` : `AnyInit, ${method}`;
            const row = [`\`${model}\``, name, spread, gap, time === undefined ? "" : `${time.toPrecision(3)} ms`];
            rows.push(row);
            console.log(row.join("  "));
        }
    }
}
finally {
    rmSync(folder, { recursive: true });
}
if (values.markdown !== undefined) {
    writeFileSync(values.markdown, `${rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`);
}
