/** A diagnosis of what a person names: model, weights, samples. */
import { basename } from "node:path";
import { InputError } from "../../errors.js";
import { formatChoice, initialWeights, isDataDriven, learningRateMultipliersOf, } from "../../initializers/index.js";
import { weightsOfModel } from "../../network/from-onnx/index.js";
import { optimizerDefaults } from "../../recipe.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { chooseInitializer } from "../../study/plan/node/modules/choose.js";
import { diagnose } from "../diagnose.js";
import { fileNames, renamedParameter, renamedWeights } from "../module-names.js";
import { rowsWithin } from "../rows.js";
import { drawnBatch, sampledBatch } from "../subject.js";
import { loadNetwork } from "./load-network.js";
/** Bytes that the values of a measurement may take. */
const MEMORY = 1.5e9;
/** Draws of each method that a subject is compared with. */
const REFERENCE_DRAWS = 3;
/**
 * Reads model and data, draws what is to be drawn, and diagnoses.
 *
 * @throws InputError for what cannot be read or does not fit
 */
export async function diagnoseNamed(request) {
    const network = await loadNetwork(request);
    const { model, layers, parameters, problem, file, fixedRows, dataset } = network;
    const { seed, seeds } = request;
    const { rows, bytes } = rowsWithin(layers, problem.input, request.rows, MEMORY, fixedRows);
    const { runtime, notice } = await loadRuntime();
    const method = request.init === undefined && file !== undefined ? undefined : await chooseInitializer(request.init ?? "he");
    const draw = (of) => method === undefined
        ? renamedWeights(weightsOfModel(file.bytes, { externalData: file.externalData }).weights, network.names)
        : drawnBy(method, network, of);
    const batch = dataset === undefined ? drawnSamples(network, rows, seed) : sampledBatch(dataset, rows, seed);
    const subject = {
        name: request.model,
        layers,
        shape: problem.input,
        parameters,
        weights: draw(seed),
        batch,
        labelled: dataset !== undefined,
    };
    const optimizer = optimizerFor(request, model.model.recipe.optimizer);
    const methodName = method === undefined ? undefined : formatChoice(method.initializer, method.options);
    const diagnosis = await diagnose(subject, {
        runtime,
        optimizer,
        isFresh: method !== undefined,
        initializer: methodName,
        draws: Array.from({ length: seeds - 1 }, (_, i) => draw(seed + 1 + i)),
        curvature: request.curvature,
        training: trainingFor(request, network, method, optimizer),
        referenceSeeds: Array.from({ length: REFERENCE_DRAWS }, (_, i) => seed + 1000 + i),
        remedy: (name) => request.remedy(name, file !== undefined),
        weightsInWords: methodName === undefined
            ? "the weights of the file"
            : `weights of ${methodName}, ${seeds === 1 ? `seed ${seed}` : `${seeds} draws`}`,
        samplesInWords: dataset === undefined ? "drawn samples" : `samples of ${basename(dataset.name)}`,
        notes: [
            ...(notice === undefined ? [] : [notice]),
            ...(rows < request.rows ? [rowsNote(rows, request.rows, bytes, fixedRows)] : []),
            ...network.notes,
        ],
    });
    return { diagnosis, network };
}
const rowsNote = (rows, most, bytes, fixed) => rows === fixed
    ? `the batch has ${rows} ${rows === 1 ? "sample" : "samples"}, as the file fixes it`
    : `the batch has ${rows} samples instead of ${most}: they take about ${(bytes / 1e9).toFixed(1)} GB`;
/** @throws InputError for a method that needs data */
function drawnBy({ initializer, options }, { parameters, names }, seed) {
    if (!isDataDriven(initializer)) {
        // Names in the file address the streams: --fix and init draw the same numbers.
        const inFile = parameters.map((parameter) => renamedParameter(parameter, fileNames(names)));
        return renamedWeights(initialWeights(initializer, inFile, seed, options), names);
    }
    throw new InputError(`${initializer.name} is ${initializer.kind}: doctor draws weights without looking at data. Write a file with stepzero init --init ${initializer.name} --out FILE.onnx, and diagnose that.`);
}
/** The steps that are asked for, by the recipe of the network. */
function trainingFor(request, { model, parameters, dataset }, method, optimizer) {
    const { steps, seed } = request;
    if (steps === undefined || dataset === undefined)
        return undefined;
    return {
        dataset,
        recipe: { ...model.model.recipe, optimizer },
        steps,
        seed,
        learningRateMultipliers: method && learningRateMultipliersOf(method.initializer, parameters, optimizer.kind, method.options),
    };
}
/** Numbers N(0, 1), or tokens where the first weight is an embedding. */
function drawnSamples({ parameters, problem }, rows, seed) {
    const [first] = parameters;
    const tokens = first?.role.kind === "embedding" ? first.shape[0] : undefined;
    return drawnBatch({ shape: problem.input, rows, classes: problem.classes, seed, tokens });
}
function optimizerFor({ optimizer, learningRate }, ofRecipe) {
    const base = optimizer === undefined || optimizer === ofRecipe.kind
        ? ofRecipe
        : { kind: optimizer, ...optimizerDefaults[optimizer] };
    return (learningRate === undefined ? base : { ...base, learningRate });
}
