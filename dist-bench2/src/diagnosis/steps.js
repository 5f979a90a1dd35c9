import { InputError } from "../errors.js";
import { compileProblem } from "../training/compile-problem.js";
import { runStreams } from "../training/run-streams.js";
import { initialState } from "../training/state.js";
import { stepByStep } from "../training/step-by-step.js";
import { median } from "./judge/numbers.js";
/**
 * Trains the network and looks into it before each step, on the samples of the diagnosis.
 *
 * @param meter of the subject
 * @throws InputError where the network cannot be trained on the data: their shapes, or an operator
 *   without a gradient
 */
export async function readSteps(runtime, { layers, weights }, meter, few) {
    const { dataset, seed, steps, lastHidden, learningRateMultipliers } = few;
    const recipe = longEnough(few);
    const problem = await compileProblem(runtime, dataset, layers, recipe, learningRateMultipliers, { stepsAtOnce: 1 });
    const { batch } = problem;
    const training = stepByStep(problem, initialState(problem, weights), runStreams(seed));
    const rows = [];
    let diverged;
    try {
        let before = weights;
        for (let step = 0; step <= steps && diverged === undefined; step++) {
            const measured = await meter.look(before, false);
            const result = step < steps ? await training.next() : undefined;
            const taken = result?.done === false ? result.value : undefined;
            const after = taken && numbersOf(before, taken.tensors);
            rows.push(rowOf(step, lastHidden, measured, before, after));
            const { loss } = measured.network;
            if (!Number.isFinite(loss))
                diverged = { step, loss };
            else if (taken !== undefined && !Number.isFinite(taken.loss))
                diverged = { step, loss: taken.loss };
            before = after ?? before;
        }
    }
    finally {
        await training.return();
        await problem.release();
    }
    const { kind, learningRate } = recipe.optimizer;
    return {
        steps: rows,
        notes: [
            `steps: ${kind} with a rate of ${learningRate}${changesOf(recipe)} on batches of ${batch}; every row is of the same samples`,
            ...(diverged === undefined ? [] : [divergenceNote(diverged, learningRate)]),
        ],
    };
}
/** What changes the rate from step to step: ", cosine schedule, warm-up over 10 steps,". */
function changesOf({ schedule = { kind: "constant" }, warmupSteps = 0 }) {
    const changes = [
        ...(schedule.kind === "constant" ? [] : [`${schedule.kind} schedule`]),
        ...(warmupSteps === 0 ? [] : [`warm-up over ${warmupSteps} steps`]),
    ];
    return changes.length === 0 ? "" : `, ${changes.join(", ")},`;
}
const numbersOf = (weights, tensors) => Object.fromEntries(Object.keys(weights).map((name) => [name, tensors[name].data]));
const divergenceNote = ({ step, loss }, rate) => step === 0
    ? `the loss is ${loss} before the first step`
    : `the loss is ${loss} after ${step} step${step === 1 ? "" : "s"} with a rate of ${rate}; a smaller one may keep it finite: --lr ${Number((rate / 10).toPrecision(2))}`;
/** The recipe, with as many epochs as the steps need. */
function longEnough({ recipe, dataset, steps }) {
    const perEpoch = Math.ceil(dataset.train.count / Math.min(recipe.batch, dataset.train.count));
    return { ...recipe, epochs: Math.max(recipe.epochs, Math.ceil(steps / perEpoch)) };
}
function rowOf(step, lastHidden, { layers, network }, before, after) {
    const [first] = layers;
    const last = layers.find(({ name }) => name === lastHidden) ?? first;
    if (first === undefined || last === undefined) {
        throw new InputError("The network has no layer with a kernel: there is nothing to follow through training steps.");
    }
    const ratios = after === undefined ? [] : layers.map(({ kernel }) => changeOf(before[kernel], after[kernel]));
    const finite = ratios.filter((ratio) => ratio !== Number.POSITIVE_INFINITY && !Number.isNaN(ratio));
    return {
        step,
        loss: network.loss,
        signalSecondMoment: last.after.secondMoment,
        gradientSecondMoment: first.gradientSecondMoment,
        updateRatio: finite.length === 0 ? null : median(finite),
        dead: shareOfDead(layers),
    };
}
/** ‖after − before‖ / ‖before‖. */
function changeOf(before, after) {
    let [changes, sizes] = [0, 0];
    for (const [i, value] of before.entries()) {
        changes += (after[i] - value) ** 2;
        sizes += value ** 2;
    }
    return Math.sqrt(changes / sizes);
}
function shareOfDead(layers) {
    const counted = layers.filter(({ dead }) => dead !== null);
    const units = counted.reduce((sum, { after }) => sum + after.units, 0);
    return units === 0 ? null : counted.reduce((sum, { dead, after }) => sum + dead * after.units, 0) / units;
}
