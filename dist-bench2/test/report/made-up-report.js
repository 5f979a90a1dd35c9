/** A study with everything that a report has to show, made up. */
import { parseHTML } from "linkedom";
import { renderReport } from "../../src/report/render-report.js";
import { analyse } from "../../src/study/results/outcome.js";
import { done, failed, records, study } from "../study/made-up.js";
/** Final test accuracies by initializer; each seed and network shifts them a little, unevenly. */
const finals = { he: 0.91, "glorot-uniform": 0.88, orthogonal: 0.905 };
const usual = {
    models: ["mlp", "mlp:depth=10"],
    inits: ["he", "glorot-uniform", "orthogonal", "zero", "random:std=0.5"],
    seeds: [0, 1, 2, 3, 4],
};
/**
 * Three methods that learn, one that is stuck, one whose runs diverge, on two networks with five
 * seeds, unless the options say otherwise.
 *
 * @param isThere runs of which it is false are missing
 */
export function madeUp(options = usual, isThere = () => true) {
    const of = study(options);
    const all = records(of, (run) => (isThere(run) ? resultOf(run) : undefined));
    return analyse(of, all, { runtimes: ["onnxruntime-node 1.30.0, cpu"] });
}
function resultOf({ init, method, model, seed }) {
    if (init === "zero")
        return done([0.1, 0.1, 0.1]);
    if (init === "random")
        return failed("diverged", "the loss was NaN at step 2 (epoch 1)");
    const shift = 0.004 * Math.sin(1 + 7 * seed + init.length) - (model === "mlp" ? 0 : 0.2);
    // The same initializer with another recipe differs a little.
    const recipe = method === init ? 0 : [...method].reduce((hash, letter) => (31 * hash + letter.charCodeAt(0)) % 9973, 0) / 1e9;
    const last = (finals[init] ?? 0.5) + shift + recipe;
    return done([last - 0.3, last - 0.1, last]);
}
/** Where the made-up results come from. */
export const provenance = {
    runs: [
        {
            started: "2026-11-25T03:11:26.967Z",
            stepzero: "0.1.0",
            machine: { platform: "linux x64", node: "v20.19.0", processor: "A <Fast> Processor", cores: 2 },
        },
    ],
    damage: [],
};
/** The files of a report by path. */
export function reportOf(outcome) {
    const { document } = parseHTML("<!doctype html><html><body></body></html>");
    return new Map(renderReport({ outcome, provenance }, { document }).map(({ path, content }) => [path, content]));
}
/** The outcome with other epochs in all its runs, its figures as they are. */
export function withEpochs(from, change) {
    const changed = (runs) => runs.map((run) => ({ ...run, epochs: change(run.epochs) }));
    const problems = from.problems.map((problem) => ({
        ...problem,
        runs: changed(problem.runs),
        methods: problem.methods.map((method) => ({
            ...method,
            runs: changed(method.runs),
            learned: changed(method.learned),
            averaged: changed(method.averaged),
        })),
    }));
    return { ...from, problems };
}
/** Text of an element with its white space as a reader sees it. */
export const textOf = (element) => element?.textContent?.replace(/\s+/g, " ").trim() ?? "";
