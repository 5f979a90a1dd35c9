/** What a network is made of, without running it. */
import { GraphBuilder } from "../../graph/builder.js";
import { sizeOf } from "../../graph/tensor.js";
import { buildNetwork } from "../layers/build-network.js";
import { buildModel } from "./model.js";
/**
 * The parameters of a model on a problem, in order, with their roles.
 *
 * @throws InputError where the model cannot process the samples, or for an illegal option
 * @example
 * import { mnistCnn, parametersOf } from "stepzero";
 *
 * parametersOf(mnistCnn, { input: [1, 28, 28], classes: 10 }).total; // → 1199882
 */
export function parametersOf(model, problem, options) {
    const g = new GraphBuilder(model.name);
    const x = g.input("x", "float32", [1, ...problem.input]);
    const layers = buildModel(model, problem, options);
    const network = buildNetwork(g, layers, x, { mode: "evaluate" });
    return {
        parameters: network.parameters.map(({ name, shape, role }) => ({ name, shape, role })),
        states: network.states.map(({ name, shape, initial }) => ({ name, shape, initial })),
        total: network.parameters.reduce((sum, p) => sum + sizeOf(p.shape), 0),
    };
}
