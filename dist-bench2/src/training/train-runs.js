import { trainReplicas } from "./epoch.js";
import { evaluateReplicas } from "./evaluate.js";
/**
 * Yields each epoch of all runs of a problem, until the recipe's last one or until all runs have
 * diverged. Frees all states, `start` included, at the end or where the loop is left.
 *
 * @param start the state to go on from
 * @param streams those of each run; one for all runs, where they share their batches
 * @throws Error the signal's reason, when aborted
 */
export async function* trainRuns(problem, start, streams, options = {}) {
    const { memory, recipe, dataset } = problem;
    const { onProgress, onLosses, signal, pause } = options;
    const { count } = dataset.train;
    const diverged = new Set();
    let state = start;
    try {
        for (let epoch = start.epoch + 1; epoch <= recipe.epochs; epoch++) {
            const seen = (epoch - 1) * count;
            const onStep = onProgress && ((samples) => onProgress((seen + samples) / (recipe.epochs * count)));
            const outcome = await trainReplicas(problem, state, streams, { signal, pause, onLosses, onStep });
            if (outcome.state !== undefined) {
                memory?.free(state.tensors);
                state = outcome.state;
            }
            const runs = await runsAfter(problem, epoch, outcome, diverged, options);
            yield { epoch, runs, state: outcome.state };
            runs.forEach(({ kind }, r) => {
                if (kind === "diverged")
                    diverged.add(r);
            });
            if (diverged.size === runs.length)
                return;
        }
    }
    finally {
        memory?.free(state.tensors);
    }
}
/** Evaluates the runs that go on, and says how the epoch of each run ended. */
async function runsAfter(problem, epoch, { state, runs }, before, { evaluateTrain, validation, ...control }) {
    const { train, test } = problem.dataset;
    const result = runs.map((run, r) => {
        if (before.has(r))
            return { kind: "ended" };
        if (run.kind === "trained")
            return undefined;
        const reason = `the loss was ${run.loss} at step ${run.step} (epoch ${epoch})`;
        return { kind: "diverged", epoch, step: run.step, reason };
    });
    const goesOn = () => result.includes(undefined);
    if (state === undefined || !goesOn())
        return result;
    const tested = await evaluateReplicas(problem, state, test, control);
    tested.forEach(({ loss }, r) => {
        if (Number.isFinite(loss))
            return;
        const reason = `the test loss was ${loss} after epoch ${epoch}`;
        result[r] ??= { kind: "diverged", epoch, step: state.step, reason };
    });
    if (!goesOn())
        return result;
    const evaluatesTrain = evaluateTrain === "every" || (evaluateTrain === "last" && epoch === problem.recipe.epochs);
    const trained = evaluatesTrain ? await evaluateReplicas(problem, state, train, control) : undefined;
    const validated = validation && (await evaluateReplicas(problem, state, validation, control));
    return runs.map((run, r) => {
        if (run.kind !== "trained")
            return result[r];
        const figures = figuresOf(epoch, run.running, tested[r], trained?.[r], validated?.[r]);
        return result[r] ?? { kind: "trained", figures };
    });
}
function figuresOf(epoch, running, tested, trained, validated) {
    return {
        epoch,
        trainAccuracy: running.accuracy,
        trainLoss: running.loss,
        ...(trained && { evalTrainAccuracy: trained.accuracy, evalTrainLoss: trained.loss }),
        ...(validated && { validationAccuracy: validated.accuracy, validationLoss: validated.loss }),
        testAccuracy: tested.accuracy,
        testLoss: tested.loss,
    };
}
