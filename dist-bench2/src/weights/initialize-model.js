/** The initial weights of a network of the table or of the user's own. */
import { InputError } from "../errors.js";
import { writeOnnx } from "../graph/file/write.js";
import { sizeOf } from "../graph/tensor.js";
import { initialWeights, isDataDriven, prepareWeights, } from "../initializers/index.js";
import { evaluationNetwork, } from "../network/models/index.js";
import { summarizeTensor } from "./initialized-model.js";
import { place } from "./layout.js";
/**
 * Draws all weights of a network.
 *
 * @throws InputError for a method that the network does not serve, or a data-driven method without
 * data
 * @example
 * import { parseInitializer, parseModel } from "stepzero";
 * import { initializeModel, writeNpz } from "stepzero/weights";
 *
 * const { tensors } = await initializeModel({
 *   model: parseModel("lenet5"),
 *   problem: { input: [1, 28, 28], classes: 10 },
 *   method: parseInitializer("he"),
 *   seed: 0,
 * });
 * const bytes = writeNpz(tensors);
 */
export async function initializeModel(options) {
    const { problem, layout = "pytorch", batch = 1 } = options;
    const { model, options: modelOptions } = options.model;
    const layers = model.build(problem, modelOptions);
    const network = evaluationNetwork(model.name, layers, problem, batch);
    const { weights, notes } = await draw(options, layers, network);
    const parameters = network.parameters.map((p) => ({ ...p, data: weights[p.name] }));
    const placed = [...parameters, ...runningStatistics(network)];
    const tensors = placed.map((tensor) => place(tensor, layout));
    return {
        layout,
        tensors,
        summaries: tensors.map((tensor, i) => summarizeTensor(tensor, placed[i])),
        loading: { way: "strict", missing: [] },
        notes,
        onnx: () => writeOnnx(network.graph(weights)),
    };
}
async function draw({ method, seed, measured }, layers, { parameters }) {
    const { initializer, options } = method;
    if (!isDataDriven(initializer)) {
        return { weights: initialWeights(initializer, parameters, seed, options), notes: [] };
    }
    if (measured === undefined) {
        throw new InputError(`${initializer.name} is ${initializer.kind}: it looks at a data set. Give one, or choose a method that needs no data.`);
    }
    const network = await measured.network(layers);
    const { weights, cost, notes } = await prepareWeights(initializer, network, parameters, seed, options);
    const passes = `${cost.forward} forward and ${cost.backward} backward passes`;
    const sameBits = "the same seed gives the same bits on one kind of machine, not on all";
    return { weights, notes: [...notes, `${initializer.name} looked at ${measured.name} (${passes}): ${sameBits}.`] };
}
/** Means at 0 and variances at 1, as an untrained network has them. */
function runningStatistics({ states }) {
    return states.map(({ name, shape, initial }) => ({
        name,
        shape,
        role: { kind: initial === 0 ? "norm-shift" : "norm-scale" },
        statistic: initial === 0 ? "mean" : "variance",
        data: new Float32Array(sizeOf(shape)).fill(initial),
    }));
}
