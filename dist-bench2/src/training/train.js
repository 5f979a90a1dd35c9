import { InputError } from "../errors.js";
import { initialWeights, isDataDriven, prepareWeights } from "../initializers/index.js";
import { checkRuntime } from "./check-runtime.js";
import { compileProblem } from "./compile-problem.js";
import { DivergenceError } from "./divergence-error.js";
import { initializableNetworks } from "./initializable-network.js";
import { optimizerOf } from "./optimizers.js";
import { eventLoopPause } from "./pause.js";
import { runStreams } from "./run-streams.js";
import { initialState } from "./state.js";
import { trainRuns } from "./train-runs.js";
import { trainSetup } from "./train-setup.js";
/**
 * Trains a network and yields the figures of each epoch. It begins with the first call of `next`,
 * frees its memory at the end or when the loop is left, and lets the page draw between steps.
 * The same settings give the figures of a study's cell, bit for bit on one kind of processor.
 *
 * @throws InputError for settings that are not legal, or where network, initializer and data do not
 *   fit
 * @throws ShapeError where the network does not fit the data
 * @throws DivergenceError where a loss is NaN or infinite
 * @throws Error the signal's reason, when aborted
 * @example
 * import { glyphs, he, train } from "stepzero";
 * import { loadRuntime } from "stepzero/node";
 *
 * const { runtime } = await loadRuntime();
 * const settings = { dataset: glyphs(), model: "mlp", init: he, seed: 0, epochs: 2 };
 * const training = train({ ...settings, runtime });
 * for await (const { epoch, trainLoss, testAccuracy } of training) {
 *   console.log(epoch, trainLoss, testAccuracy);
 * }
 * const kernel = training.weights()["dense1/kernel"]; // Float32Array of [128, 784]
 */
export function train(options) {
    let tensors;
    const epochs = trainedEpochs(options, (ofEpoch) => {
        tensors = ofEpoch;
    });
    return Object.assign(epochs, {
        weights() {
            if (tensors !== undefined)
                return copied(tensors);
            throw new InputError("train: there are no weights before the first epoch has ended; ask for an epoch first.");
        },
    });
}
async function* trainedEpochs(options, onWeights) {
    const { runtime, dataset, seed, signal, clock, evaluateTrain, validation, onProgress, onLoss } = options;
    checkRuntime("train", runtime);
    signal?.throwIfAborted();
    const setup = trainSetup(options);
    const { layers, recipe, learningRateMultipliers } = setup;
    const problem = await compileProblem(runtime, dataset, layers, recipe, learningRateMultipliers, options);
    const eventLoop = eventLoopPause();
    try {
        const weights = await startingWeights(options, setup);
        const epochs = trainRuns(problem, initialState(problem, weights), [runStreams(seed)], {
            evaluateTrain,
            validation,
            signal,
            onProgress,
            onLosses: onLoss && ((step, [loss]) => onLoss(step, loss)),
            pause: options.pause ?? eventLoop.pause,
        });
        let began = clock?.();
        for await (const { runs, state } of epochs) {
            const [run] = runs;
            if (run?.kind === "diverged") {
                throw new DivergenceError(run, optimizerOf(recipe.optimizer).hyperparameters.learningRate);
            }
            if (run?.kind !== "trained")
                return;
            onWeights(await weightTensors(problem, state));
            yield began === undefined ? run.figures : { ...run.figures, seconds: (clock() - began) / 1000 };
            began = clock?.();
        }
    }
    finally {
        eventLoop.close();
        await problem.release();
    }
}
async function startingWeights({ runtime, dataset, seed }, { layers, parameters, recipe, init: { initializer, options } }) {
    if (!isDataDriven(initializer))
        return initialWeights(initializer, parameters, seed, options);
    const networks = initializableNetworks(runtime, dataset, layers, recipe.loss, recipe.batch);
    try {
        return (await prepareWeights(initializer, networks.of(seed), parameters, seed, options)).weights;
    }
    finally {
        await networks.release();
    }
}
/** Parameters and running statistics, in the processor's memory. */
async function weightTensors(problem, state) {
    const { memory, train: step } = problem;
    const names = [...step.graph.parameters, ...step.graph.states].map(({ name }) => name);
    const tensors = Object.fromEntries(names.map((name) => [name, state.tensors[name]]));
    return (await memory?.read(tensors)) ?? tensors;
}
function copied(tensors) {
    return Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, Float32Array.from(data)]));
}
