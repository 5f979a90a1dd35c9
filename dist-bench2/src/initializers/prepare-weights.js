import { completeOptions } from "../options.js";
import { checkNames, checkNumbers } from "./initial-weights.js";
/**
 * The initial numbers of each tensor by its name, row-major. The same seed gives the same bits on
 * one kind of machine.
 *
 * @param network from `initializableNetworks(runtime, dataset, layers, loss, batch).of(seed)`
 * @throws InputError for illegal options, a network that the method cannot serve, or (from a
 * user's method) a wrong count of numbers or numbers that are not finite
 */
export async function prepareWeights(method, network, tensors, seed, options) {
    const complete = completeOptions(method, options);
    checkNames(tensors);
    const { counted, cost } = counting(network);
    const plain = tensors.map(({ name, shape, role }) => ({ name, shape, role }));
    const prepared = await method.prepare(counted, plain, seed, complete);
    const weights = {};
    for (const tensor of plain)
        weights[tensor.name] = checkNumbers(method, tensor, prepared.weights[tensor.name]);
    return { weights, cost, notes: prepared.notes ?? [] };
}
/** The network with a counter of its passes, so that no method can misstate its cost. */
function counting(network) {
    const cost = { forward: 0, backward: 0 };
    const add = ({ forward, backward }) => {
        cost.forward += forward;
        cost.backward += backward;
    };
    const counted = {
        ...network,
        statistics: (weights, batch) => {
            add({ forward: 1, backward: 0 });
            return network.statistics(weights, batch);
        },
        logitGradients: (weights, batch, seeds) => {
            add({ forward: 1, backward: 1 });
            return network.logitGradients(weights, batch, seeds);
        },
        compileObjective: async (rows, build) => {
            const objective = await network.compileObjective(rows, build);
            return {
                ...objective,
                evaluate: (weights, scales, batches) => {
                    add(objective.passes);
                    return objective.evaluate(weights, scales, batches);
                },
            };
        },
    };
    return { counted, cost };
}
