import { InputError } from "../../errors.js";
import { findInitializer, initialWeights, isDataDriven, learningRateMultipliersOf, prepareWeights, } from "../../initializers/index.js";
import { parametersOf } from "../../network/models/index.js";
import { compileProblem } from "../../training/compile-problem.js";
import { initializableNetworks } from "../../training/initializable-network.js";
import { initialState } from "../../training/state.js";
import { trainingKey } from "../plan/cell.js";
import { initializerOf, modelOf, noUserModules } from "../plan/user-modules.js";
import { measurePace } from "./pace.js";
import { replicasOf, trainCells } from "./train-cells.js";
import { trainingData } from "./training-data.js";
/** Finds stepzero's own initializers and networks only. */
export const builtInModules = {
    initializer: async (choice) => initializerOf(choice, noUserModules),
    model: async (choice) => modelOf(choice, noUserModules),
};
/** A cell runner, which keeps what the last cells shared until cells of another problem come. */
export function createCellRunner(options) {
    const { clock } = options;
    const sharing = shareBetweenCells(options);
    return {
        async run(cells, { from, ...training } = {}) {
            const shared = await sharing.of(cells[0]);
            const results = new Map();
            const lots = new Map();
            for (const cell of cells) {
                try {
                    const start = from?.get(cell) ?? (await weightsOf(cell, shared, options));
                    const epoch = "state" in start ? start.state.epoch : 0;
                    lots.set(epoch, [...(lots.get(epoch) ?? []), { cell, from: start }]);
                }
                catch (error) {
                    if (!(error instanceof InputError))
                        throw error;
                    const refused = { cell, status: "refused", epochs: [], reason: error.message };
                    results.set(cell, refused);
                    training.onResult?.(refused);
                }
            }
            for (const started of lots.values()) {
                for (const result of await trainLot(started, shared, options, training)) {
                    results.set(result.cell, result);
                }
            }
            return cells.map((cell) => results.get(cell));
        },
        async measure(cells) {
            const began = clock();
            const shared = await sharing.of(cells[0]);
            const compiled = await compiledFor(cells, shared, options);
            const prepare = (clock() - began) / 1000;
            const he = findInitializer("he");
            if (isDataDriven(he))
                throw new Error("he needs no data");
            const weights = cells.map(({ seed }) => initialWeights(he, shared.parameters, seed));
            const start = initialState(compiled, compiled.replicas === undefined ? weights[0] : weights);
            const { train, test } = compiled.dataset;
            const bytes = Object.values(start.tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
            return {
                prepare,
                ...(await measurePace(compiled, start, clock)),
                trainSamples: train.count,
                testSamples: test.count,
                validationSamples: shared.data.validation?.count ?? 0,
                checkpointBytes: bytes / cells.length,
            };
        },
        release: sharing.release,
    };
}
/** Keeps what the last cells shared: cells come ordered by problem and recipe. */
function shareBetweenCells({ runtime, datasets, modules = builtInModules }) {
    let shared;
    let loaded;
    const release = async () => {
        for (const problem of shared?.compiled.values() ?? [])
            await problem.release();
        await shared?.networks.release();
        shared = undefined;
    };
    return {
        release,
        async of(cell) {
            const key = trainingKey(cell);
            if (shared?.key === key)
                return shared;
            await release();
            const { data: name, dataChecksum: checksum, model: choice } = cell.problem;
            if (loaded?.checksum !== checksum) {
                loaded = undefined; // the old one may be large
                loaded = { checksum, dataset: await datasets.load(name, checksum) };
            }
            const { dataset } = loaded;
            const model = await modules.model(choice);
            const problem = { input: dataset.shape, classes: dataset.classes };
            const { parameters } = parametersOf(model, problem, choice.options);
            const layers = model.build(problem, choice.options);
            const data = trainingData(dataset, cell.problem);
            const { loss, batch } = cell.method.recipe;
            const networks = initializableNetworks(runtime, data.dataset, layers, loss, batch);
            shared = { key, layers, parameters, data, networks, compiled: new Map() };
            return shared;
        },
    };
}
/** A cell's initial weights, and for data-driven methods what they cost. */
async function weightsOf({ initSeed, seed: cellSeed, method }, { parameters, networks }, { modules = builtInModules, clock }) {
    const seed = initSeed ?? cellSeed;
    const { options } = method.initializer;
    const initializer = await modules.initializer(method.initializer);
    if (!isDataDriven(initializer)) {
        return { weights: initialWeights(initializer, parameters, seed, options), history: { epochs: [] } };
    }
    const began = clock();
    const { weights, cost, notes } = await prepareWeights(initializer, networks.of(seed), parameters, seed, options);
    const initializationCost = { ...cost, seconds: (clock() - began) / 1000 };
    const reported = notes.length === 0 ? {} : { initializationNotes: notes };
    return { weights, history: { epochs: [], initializationCost, ...reported } };
}
/** The sessions that train these cells, with their learning rates. */
async function compiledFor(cells, { layers, parameters, data, compiled }, { runtime, modules = builtInModules, recompute }) {
    const { recipe } = cells[0].method;
    const each = await Promise.all(cells.map(async ({ method: { initializer: choice } }) => {
        const initializer = await modules.initializer(choice);
        if (isDataDriven(initializer) || initializer.learningRateMultipliers === undefined)
            return undefined;
        return learningRateMultipliersOf(initializer, parameters, recipe.optimizer.kind, choice.options);
    }));
    const replicas = replicasOf(cells);
    const rates = ratesOf(each, parameters);
    const key = JSON.stringify([rates !== undefined, replicas]);
    const options = { ...(recompute && { recompute }), ...(replicas && { replicas }) };
    const problem = compiled.get(key) ?? (await compileProblem(runtime, data.dataset, layers, recipe, rates, options));
    compiled.set(key, problem);
    // The sessions of one method's rates serve another's.
    return { ...problem, learningRateMultipliers: rates };
}
/** Trains cells that start after the same number of epochs. */
async function trainLot(started, shared, options, training) {
    const compiled = await compiledFor(started.map(({ cell }) => cell), shared, options);
    const alone = { train: compiled.train, replicas: undefined };
    const starts = started.map(({ cell, from }) => {
        if ("state" in from)
            return { cell, from };
        return { cell, from: { state: initialState(alone, from.weights), history: from.history } };
    });
    return trainCells(compiled, shared.data, starts, options.clock, training);
}
/** The rates of one cell, or of each of several; undefined where none has any. */
function ratesOf(each, parameters) {
    if (each.length === 1)
        return each[0];
    if (each.every((rates) => rates === undefined))
        return undefined;
    return Object.fromEntries(parameters.map(({ name }) => [name, each.map((rates) => rates?.[name] ?? 1)]));
}
