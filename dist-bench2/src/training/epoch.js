import { epochInputs, runsOfEpoch } from "./epoch-inputs.js";
import { runningFigures } from "./running-figures.js";
import { oneRun } from "./state.js";
import { names } from "./train-graph.js";
/**
 * Trains one epoch from `state`, which does not change.
 *
 * `running` is what Keras reports: the mean of each sample's loss and correctness at the step that
 * used it, dropout active, weights changing. The last, smaller batch of the epoch counts each of
 * its samples once.
 *
 * @throws Error where the problem trains several runs at once
 * @throws Error the signal's reason, when aborted
 */
export async function trainEpoch(problem, state, streams, options = {}) {
    oneRun("trainEpoch", "trainReplicas", problem);
    const { state: next, runs } = await trainReplicas(problem, state, [streams], options);
    const [run] = runs;
    return run.kind === "diverged" ? run : { ...run, state: next };
}
/**
 * Trains one epoch of all runs of a problem with replicas, or of the one run of any other problem.
 *
 * @param streams those of each run; one for all runs, where they share their batches
 * @throws Error for another number of streams
 * @throws Error the signal's reason, when aborted
 */
export async function trainReplicas(problem, state, streams, options = {}) {
    const { dataset, replicas, memory } = problem;
    const expected = replicas?.ownBatches ? replicas.count : 1;
    if (streams.length !== expected)
        throw new Error(`trainReplicas: expected ${expected} streams, got ${streams.length}`);
    const { count } = dataset.train;
    const inputsOf = epochInputs(problem, state.epoch, streams);
    const figures = runningFigures(replicas?.count ?? 1, memory, options.onLosses);
    let { tensors, step } = state;
    /**
     * The start state stays. Of the states after it only the last one stays, so that a device holds
     * one at a time.
     */
    const free = (replaced) => {
        if (replaced !== state.tensors)
            memory?.free(replaced);
    };
    let reported = 0;
    try {
        for (const { compiled, from } of runsOfEpoch(problem)) {
            if (figures.allDiverged())
                break;
            options.signal?.throwIfAborted();
            const { inputs, rows } = inputsOf(compiled, from, step, tensors);
            const outputs = await compiled.session.run(inputs);
            const next = {};
            for (const name of Object.keys(tensors))
                next[name] = outputs[names.next(name)];
            free(tensors);
            tensors = next;
            let read = true;
            let seen = from;
            for (const [k, rowsOfStep] of rows.entries()) {
                const [loss, correct] = [names.loss, names.correct].map((name) => outputs[names.inStep(name, k, rows.length)]);
                read = await figures.add({ step: ++step, rows: rowsOfStep, loss: loss, correct: correct });
                seen += rowsOfStep;
            }
            if (read) {
                reported = seen;
                options.onStep?.(reported);
            }
            await options.pause?.();
        }
        await figures.settle();
    }
    catch (error) {
        figures.discard();
        free(tensors);
        throw error;
    }
    if (reported < count && !figures.allDiverged())
        options.onStep?.(count);
    const runs = figures
        .results(count)
        .map((result) => "step" in result ? { kind: "diverged", ...result } : { kind: "trained", running: result });
    if (!figures.allDiverged())
        return { state: { epoch: state.epoch + 1, step, tensors }, runs };
    free(tensors);
    return { state: undefined, runs };
}
