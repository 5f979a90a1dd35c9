/**
 * Where a training step goes: milliseconds by operator type, from ONNX Runtime's own profile.
 *
 *   npm run bench:profile [-- --model mnist_cnn --batch 128 --steps 10 --plain --shapes]
 *
 * `--plain` does without the blocked layout, `--shapes` has a line for each shape that an operator
 * works on. Times are medians of an operator over the steps.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { trainEpoch } from "../src/training/epoch.js";
import { runStreams } from "../src/training/run-streams.js";
import { median, noiseProblem } from "./problem.js";
const { values } = parseArgs({
    options: {
        model: { type: "string", default: "mnist_cnn" },
        batch: { type: "string", default: "128" },
        steps: { type: "string", default: "10" },
        plain: { type: "boolean", default: false },
        shapes: { type: "boolean", default: false },
    },
});
const steps = Number(values.steps);
const folder = mkdtempSync(join(tmpdir(), "stepzero-profile-"));
try {
    const { runtime: loadedRuntime } = await loadRuntime();
    const { block: _, ...plain } = loadedRuntime;
    const runtime = values.plain ? plain : loadedRuntime;
    // The train step is the first session that is made.
    let sessions = 0;
    const profiled = {
        ...runtime,
        createSession: (model, options) => runtime.createSession(model, { ...options, profile: join(folder, `session${sessions++}`) }),
    };
    const { problem, start } = await noiseProblem(values.model, profiled, {
        batch: Number(values.batch),
        steps,
        stepsAtOnce: 1,
    });
    await trainEpoch(problem, start, runStreams(0));
    await problem.release();
    const file = readdirSync(folder).find((name) => name.startsWith("session0"));
    report(JSON.parse(readFileSync(join(folder, file), "utf8")));
}
finally {
    rmSync(folder, { recursive: true });
}
/** An operator; with `--shapes` also the shapes that it works on. */
function useOf({ op_name: operator = "?", input_type_shape: inputs, output_type_shape: outputs, } = {}) {
    if (!values.shapes)
        return operator;
    const shapes = (tensors = []) => tensors.flatMap((t) => Object.values(t).map((s) => `[${s.join()}]`)).join(" ");
    return `${operator} ${shapes(inputs)} → ${shapes(outputs)}`;
}
/** A node's time is its median over the steps: a step that was disturbed changes nothing. */
function report(events) {
    const times = new Map();
    for (const { cat, name, dur, args } of events) {
        if (cat !== "Node" || !name.endsWith("_kernel_time"))
            continue;
        const node = times.get(name) ?? { operator: useOf(args), ms: [] };
        node.ms.push(dur / 1000);
        times.set(name, node);
    }
    const totals = new Map();
    for (const { operator, ms } of times.values()) {
        const total = totals.get(operator) ?? { ms: 0, nodes: 0 };
        totals.set(operator, { ms: total.ms + median(ms), nodes: total.nodes + 1 });
    }
    const all = [...totals.values()].reduce((sum, { ms }) => sum + ms, 0);
    console.log(`${values.model}, batch ${values.batch}: ${all.toFixed(1)} ms a step inside operators (${steps} steps)`);
    for (const [operator, { ms, nodes }] of [...totals].sort((a, b) => b[1].ms - a[1].ms)) {
        if (ms < 0.01 * all)
            continue;
        const share = ((100 * ms) / all).toFixed(1).padStart(6);
        console.log(`${operator.padEnd(18)} ${ms.toFixed(2).padStart(8)} ms ${share} %  ${nodes} nodes`);
    }
}
