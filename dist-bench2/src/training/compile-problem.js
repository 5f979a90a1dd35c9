import { InputError } from "../errors.js";
import { compiledSession } from "../graph/compiler/compile.js";
import { dataSize, problemGraphs } from "./problem-graphs.js";
import { canBeCut, inputsPerRow, rowsAtOnce } from "./rows-at-once.js";
import { sessionInPieces } from "./session-in-pieces.js";
import { stepsInOneRun } from "./steps-at-once.js";
import { names } from "./train-graph.js";
/**
 * Builds, differentiates, simplifies, compiles and loads the graphs of a problem.
 *
 * @param learningRateMultipliers of methods that set learning rates as well as weights
 * (`learningRateMultipliersOf`). The graphs then take them as inputs: `{ ...problem,
 * learningRateMultipliers: others }` trains by others in the same sessions
 * @throws InputError where an optimizer, schedule or loss is unknown, or does not return what it
 * must
 * @throws ShapeError where the network does not fit the data
 */
export async function compileProblem(runtime, dataset, layers, recipe, learningRateMultipliers, { recompute = false, replicas, stepsAtOnce, rowsAtOnce } = {}) {
    const graphs = problemGraphs(layers, recipe, dataSize(dataset));
    const { batch } = graphs;
    const loader = sessionLoader(runtime, replicas);
    const loadStep = async (graph, rows, steps) => {
        const session = await loader.load(graph.graph, stackedInputs(graph, graphs, replicas), stepOptions(graph, graphs, steps, recompute));
        return { session, graph, batch: rows, steps };
    };
    const multiplied = learningRateMultipliers !== undefined;
    const loadInPieces = async (graph, pieces) => {
        const [sums, last] = [
            graphs.train(pieces.rows, multiplied, "sums"),
            graphs.train(pieces.rows, multiplied, "step from sums"),
        ];
        const load = (piece) => loader.load(piece.graph, [], pieceOptions(recompute));
        const session = sessionInPieces({ sums: await load(sums), last: await load(last) }, pieces, graph);
        return { session, graph, batch, steps: 1 };
    };
    try {
        const step = graphs.train(batch, multiplied);
        const pieces = piecesOf(graphs, step, runtime, { replicas, rowsAtOnce });
        const train = pieces === undefined ? await loadStep(step, batch, 1) : await loadInPieces(step, pieces);
        const { parameters, states } = train.graph;
        const needsRemainder = graphs.remainder > 0 && states.length > 0;
        const remainder = needsRemainder
            ? await loadStep(graphs.train(graphs.remainder, multiplied), graphs.remainder, 1)
            : undefined;
        const perEpoch = Math.floor(dataset.train.count / batch);
        // On a device the state stays, and each operator costs as much again.
        const mayUnroll = !recompute && runtime.memory === undefined && pieces === undefined;
        const steps = stepsAtOnce ?? stepsInOneRun(train.graph, { perEpoch, epochs: recipe.epochs }, replicas?.count);
        const unrolledStep = mayUnroll && steps > 1 ? await loadStep(train.graph, batch, steps) : undefined;
        const evaluate = await loader.load(graphs.evaluate(), [...parameters, ...states].map(({ name }) => name));
        const samples = await sampleInputs(dataset, graphs.augmented, runtime.memory);
        return {
            dataset,
            recipe,
            batch,
            parameters,
            learningRateMultipliers,
            replicas,
            train,
            unrolledStep,
            remainder,
            evaluate: { session: evaluate, batch: graphs.evaluationBatch },
            samples,
            memory: runtime.memory,
            release: async () => {
                runtime.memory?.free(samples);
                await loader.release();
            },
        };
    }
    catch (error) {
        await loader.release();
        throw error;
    }
}
/** Loads sessions and remembers them, to release them all. */
function sessionLoader(runtime, replicas) {
    const sessions = [];
    return {
        /** @param stacked names of the inputs that differ between replicas */
        async load(graph, stacked, options = {}) {
            const isStacked = ({ name }) => stacked.includes(name);
            const together = replicas === undefined ? {} : { replicas: { count: replicas.count, isStacked } };
            const session = await compiledSession(graph, runtime, { ...options, ...together });
            sessions.push(session);
            return session;
        },
        async release() {
            for (const session of sessions.splice(0))
                await session.release();
        },
    };
}
/** How a step cuts its batch; undefined where it computes the batch as a whole. */
function piecesOf(graphs, step, runtime, { replicas, rowsAtOnce: overriding }) {
    if (replicas !== undefined || runtime.memory !== undefined || !runtime.fastOperators)
        return undefined;
    const { batch } = graphs;
    if (overriding !== undefined && !(overriding >= 1 && batch % overriding === 0)) {
        throw new InputError(`compileProblem: rowsAtOnce must divide the batch of ${batch}, got ${overriding}`);
    }
    const rows = overriding ?? rowsAtOnce(graphs, step, runtime);
    if (rows === batch || !canBeCut(graphs, step, rows))
        return undefined;
    return { batch, rows, perRow: inputsPerRow(step, graphs) };
}
/** How the graph of a piece is compiled. */
function pieceOptions(recompute) {
    // Parameters stay the same between pieces: no successors, so that all read them in one order.
    return recompute ? { recomputeBeside: [names.loss, names.correct] } : {};
}
/** How the graph of a step is compiled, or that of several steps in one run. */
function stepOptions(graph, { augmented }, steps, recompute) {
    const changing = [...graph.parameters, ...graph.slots, ...graph.states].map(({ name }) => name);
    const successors = new Map(changing.map((name) => [name, names.next(name)]));
    const forward = [names.loss, names.correct, ...graph.states.map(({ name }) => names.next(name))];
    const perStep = [...inputsOfBatch(graph, augmented), names.learningRate, ...graph.scalars];
    return {
        resident: [...successors.values(), names.loss, names.correct],
        successors,
        ...(recompute ? { recomputeBeside: forward } : {}),
        ...(steps === 1 ? {} : { unroll: { steps, perStep } }),
    };
}
/** Inputs of a step that depend on its batch, where the batch is whole. */
function inputsOfBatch({ masks }, augmented) {
    return [...masks.map(({ name }) => name), names.indices, ...(augmented ? [names.data] : [])];
}
/** Inputs of a step that differ between replicas. */
function stackedInputs(graph, { augmented }, replicas) {
    const { parameters, slots, states, learningRateMultipliers } = graph;
    const batches = replicas?.ownBatches ? inputsOfBatch(graph, augmented) : [];
    const multipliers = learningRateMultipliers ? parameters.map(({ name }) => names.learningRateMultiplier(name)) : [];
    return [...[...parameters, ...slots, ...states].map(({ name }) => name), ...batches, ...multipliers];
}
/**
 * On the processor samples are read in place, never copied; into a device's own memory they are
 * copied once.
 */
async function sampleInputs(dataset, augmented, memory) {
    const { inputs, labels, count } = dataset.train;
    const labelInput = { [names.labels]: { type: "int32", shape: [count], data: labels } };
    const shape = [count, ...dataset.shape];
    // Devices gather bytes on the processor: only the batch is copied.
    if (!augmented && inputs instanceof Uint8Array) {
        return {
            ...((await memory?.write(labelInput)) ?? labelInput),
            [names.data]: { type: "uint8", shape, data: inputs },
        };
    }
    const all = augmented
        ? labelInput
        : { ...labelInput, [names.data]: { type: "float32", shape, data: inputs } };
    return (await memory?.write(all)) ?? all;
}
