/**
 * Theory beside simulation: for 12 activations, dense (width 512) and convolutional (128 channels)
 * networks of 30 layers, how often the 95 % band of one draw holds the second moments of signals
 * and gradients, and how often it tells a scale that is wrong by 1.3 per layer. Before them ten
 * networks with residual branches, normalization, pooling, dropout and attention.
 *
 *   npm run bench:theory -- [--dense 200 --conv 20 --others 20 --wrong 20 --only relu,tanh --out
 *     FILE.md]
 */
import { appendFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { predict } from "../src/diagnosis/theory/predict.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { simulate } from "../test/theory/simulate.js";
import { compared, coverageOf } from "./theory/coverage.js";
import { activationNames, convNetwork, denseNetwork, otherNetworks, scaledBy } from "./theory/networks.js";
const { values } = parseArgs({
    options: {
        dense: { type: "string", default: "200" },
        conv: { type: "string", default: "20" },
        others: { type: "string", default: "20" },
        wrong: { type: "string", default: "20" },
        only: { type: "string" },
        out: { type: "string" },
    },
});
const { runtime } = await loadRuntime();
const seeds = (n, first = 0) => Array.from({ length: n }, (_, i) => first + i);
async function study(drawn, runs) {
    let reference;
    // The mean squares of wide kernels hardly differ between seeds: one prediction serves all.
    const right = await simulate(runtime, drawn, seeds(runs), (one) => {
        reference ??= predict(one.subject, { mode: drawn.mode });
        return compared(one, reference);
    });
    const wrong = await simulate(runtime, scaledBy(drawn, 1.3), seeds(Number(values.wrong), 1_000_000), (one) => compared(one, reference));
    return coverageOf(right, wrong);
}
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const write = (line) => {
    console.log(line);
    if (values.out !== undefined)
        appendFileSync(values.out, `${line}\n`);
};
function row(name, { runs, signalRatio, gradientRatio, signal, gradient, detected }) {
    const ratios = [signalRatio, gradientRatio].map((ratio) => ratio.toFixed(3));
    write(`| ${[name, runs, ...ratios, percent(signal), percent(gradient), percent(detected)].join(" | ")} |`);
}
if (values.out !== undefined)
    writeFileSync(values.out, "");
write("| network | runs | E z² seen / theory | gradient² seen / theory | signals in band | gradients in band | ×1.3 told |");
write("| --- | --- | --- | --- | --- | --- | --- |");
if (values.others !== "0") {
    for (const drawn of otherNetworks)
        row(drawn.name, await study(drawn, Number(values.others)));
}
for (const activation of values.only?.split(",") ?? activationNames) {
    for (const [drawn, runs] of [
        [denseNetwork(activation), Number(values.dense)],
        [convNetwork(activation), Number(values.conv)],
    ]) {
        if (runs > 0)
            row(drawn.name, await study(drawn, runs));
    }
}
