import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { trainEpoch, trainReplicas } from "../src/training/epoch.js";
import { runStreams } from "../src/training/run-streams.js";
import { median, noiseProblem } from "./problem.js";
/**
 * A step includes gather, scaling, dropout, forward, backward, SGD, metrics and our JavaScript; one
 * thread.
 */
export async function ourStep(name, batch, steps, device = "cpu") {
    const { runtime } = await loadRuntime(device);
    let onRun = (_milliseconds) => { };
    const timed = {
        ...runtime,
        async createSession(model, options) {
            const session = await runtime.createSession(model, options);
            return {
                ...session,
                async run(inputs) {
                    const began = performance.now();
                    const outputs = await session.run(inputs);
                    onRun(performance.now() - began);
                    return outputs;
                },
            };
        },
    };
    const { problem, start } = await noiseProblem(name, timed, { batch, steps });
    return {
        async run() {
            let spent = 0;
            onRun = (milliseconds) => {
                spent += milliseconds;
            };
            const [ms, inside] = [[], []];
            // A run may make several steps, and a device reports its progress only after some: each
            // report counts for its steps.
            let last = { at: performance.now(), samples: 0 };
            const outcome = await trainEpoch(problem, start, runStreams(0), {
                onStep: (samples) => {
                    const at = performance.now();
                    const looked = Math.round((samples - last.samples) / batch);
                    for (let i = 0; i < looked; i++) {
                        ms.push((at - last.at) / looked);
                        inside.push(spent / looked);
                    }
                    spent = 0;
                    last = { at, samples };
                },
            });
            if (outcome.kind === "diverged") {
                throw new Error(`${name} diverged at step ${outcome.step}: its times mean nothing`);
            }
            const skipped = Math.min(2, steps - 1); // the first allocate
            return { ms: median(ms.slice(skipped)), inside: median(inside.slice(skipped)) };
        },
        release: () => problem.release(),
    };
}
/** @param options how the problem is compiled; with replicas a step is one of all runs */
export async function ourEpochs(runtime, model, size, options) {
    const { problem, start } = await noiseProblem(model, runtime, { ...size, ...options });
    const { replicas } = options;
    const streams = Array.from({ length: replicas?.ownBatches ? replicas.count : 1 }, (_, r) => runStreams(r));
    return {
        async run() {
            const began = performance.now();
            const { state, runs } = await trainReplicas(problem, start, streams);
            if (runs.some(({ kind }) => kind === "diverged"))
                throw new Error(`${model} diverged: its times mean nothing`);
            problem.memory?.free(state.tensors);
            return (performance.now() - began) / size.steps;
        },
        release: () => problem.release(),
    };
}
