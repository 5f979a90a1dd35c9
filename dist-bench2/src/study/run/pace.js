/** How long a cell takes on this machine: measured on a few of its steps. */
import { trainReplicas } from "../../training/epoch.js";
import { evaluateReplicas } from "../../training/evaluate.js";
import { runStreams } from "../../training/run-streams.js";
/**
 * A measurement ends after so many steps and seconds, whichever takes longer; and the most steps.
 */
const [FEW_STEPS, ENOUGH_SECONDS, MANY_STEPS] = [6, 1, 200];
/** Test samples that are evaluated. */
const EVALUATED = 1000;
/**
 * Times some steps from `start` and an evaluation; of several runs at once, the share of one. The
 * first step, which allocates memory, does not count.
 *
 * @param clock milliseconds
 */
export async function measurePace(problem, start, clock) {
    const enough = new AbortController();
    const seen = [];
    const { replicas, batch } = problem;
    const runs = replicas?.count ?? 1;
    const streams = Array.from({ length: replicas?.ownBatches ? runs : 1 }, (_, r) => runStreams(r));
    const began = clock();
    const run = trainReplicas(problem, start, streams, {
        signal: enough.signal,
        onStep(samples) {
            const steps = Math.ceil(samples / batch);
            seen.push({ steps, at: clock() });
            const seconds = (seen.at(-1).at - seen[0].at) / 1000;
            if (steps > MANY_STEPS || (steps > FEW_STEPS && seconds > ENOUGH_SECONDS))
                enough.abort();
        },
    });
    await run.catch((error) => {
        if (!enough.signal.aborted)
            throw error;
    });
    if (seen.length === 0)
        seen.push({ steps: 1, at: clock() }); // it diverged at once
    const [first, last] = [seen[0], seen.at(-1)];
    // A single look is at all steps that there are.
    const from = seen.length > 1 ? first : { steps: 0, at: began };
    const step = (last.at - from.at) / 1000 / (last.steps - from.steps);
    const { test, shape } = problem.dataset;
    const count = Math.min(EVALUATED, test.count);
    const size = shape.reduce((a, b) => a * b, 1);
    const some = { inputs: test.inputs.subarray(0, count * size), labels: test.labels.subarray(0, count), count };
    const before = clock();
    await evaluateReplicas(problem, start, some);
    return { step: step / runs, evaluateSample: (clock() - before) / 1000 / count / runs };
}
/**
 * Seconds of one run of a cell, without `prepare` and without the time of a data-driven
 * initializer.
 */
export function secondsOf({ method: { recipe }, evaluateTrain }, pace) {
    const { trainSamples, testSamples, validationSamples } = pace;
    const steps = recipe.epochs * Math.ceil(trainSamples / recipe.batch);
    const trainTimes = evaluateTrain === "every" ? recipe.epochs : evaluateTrain === "last" ? 1 : 0;
    const evaluated = recipe.epochs * (testSamples + validationSamples) + trainTimes * trainSamples;
    return steps * pace.step + evaluated * pace.evaluateSample;
}
