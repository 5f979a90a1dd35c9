/** How much memory training takes: counted on its graphs before any runs. */
import { bytesOf, peakBytes } from "../graph/compiler/schedule/execution-order.js";
import { sizeOf } from "../graph/tensor.js";
import { problemGraphs } from "./problem-graphs.js";
/**
 * Copies of parameters and slots besides those of the step: the state before, and garbage that
 * JavaScript has yet to collect.
 */
const STATES = 3;
/**
 * How much memory training takes, counted on its graphs, without recomputation and on whole batches
 * (a step that is cut into pieces takes less). The scratch memory of operators and the slack of the
 * allocator are not counted (`npm run bench:memory` compares with what is resident).
 *
 * @throws ShapeError where the network does not fit the data
 * @example
 * import { mlp } from "stepzero/networks";
 * import { trainingMemory } from "stepzero/training";
 *
 * const data = { input: [1, 28, 28], classes: 10 };
 * const layers = mlp.build(data, { depth: 2, width: 64, activation: "relu" });
 * const samples = { trainSamples: 60000, testSamples: 10000 };
 * const size = { shape: [1, 28, 28], type: "uint8", classes: 10, ...samples } as const;
 * trainingMemory(layers, mlp.recipe, size).total / 2 ** 30; // GiB
 */
export function trainingMemory(layers, recipe, size) {
    const { shape, type, testSamples, validation = 0 } = size;
    const graphs = problemGraphs(layers, recipe, { ...size, trainSamples: size.trainSamples - validation });
    const train = graphs.train(graphs.batch);
    const parameters = floats(train.parameters);
    const slots = floats([...train.slots, ...train.states]);
    // Where there are batch statistics, the smaller last batch has a session that allocates for
    // itself.
    const share = train.states.length > 0 ? 1 + graphs.remainder / graphs.batch : 1;
    const activations = share * peakBytes(train.graph);
    const evaluation = peakBytes(graphs.evaluate());
    const sample = bytesOf({ type, shape: [sizeOf(shape)] }) + 4;
    const data = sample * (size.trainSamples + testSamples + (validation > 0 ? size.trainSamples : 0));
    return {
        parameters,
        slots,
        activations,
        evaluation,
        data,
        total: STATES * (parameters + slots) + activations + evaluation + data,
    };
}
const floats = (tensors) => tensors.reduce((bytes, { shape }) => bytes + bytesOf({ type: "float32", shape }), 0);
