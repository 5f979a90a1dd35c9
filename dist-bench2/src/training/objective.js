/**
 * Objectives of learned initializers: scalar functions of the parameters, with slopes by a scale of
 * each tensor.
 */
import { GraphBuilder } from "../graph/builder.js";
import { compiledSession } from "../graph/compiler/compile.js";
import { mul, reduceMean } from "../graph/expressions.js";
import { gradients } from "../graph/gradients/gradients.js";
import { tensor } from "../graph/tensor.js";
import { stateTensors, weightTensors } from "./instrument.js";
import { lossPerSample, oneHot } from "./loss.js";
const dataInput = (batch) => `data:${batch}`;
const labelsInput = (batch) => `labels:${batch}`;
const scaleInput = (name) => `${name}:scale`;
const slopeOutput = (name) => `${name}:slope`;
/** The graph of an objective with its slopes by scale, and the passes that one run of it makes. */
export function objectiveGraph(plan, build, { shape, classes, loss, rows }, objective) {
    const g = new GraphBuilder("objective");
    const scales = plan.parameters.map(({ name }) => g.input(scaleInput(name), "float32", []));
    const parameters = plan.parameters.map(({ name, shape: size }, i) => mul(g, g.input(name, "float32", size), scales[i]));
    // All forward passes share the states that the first one declares.
    const stateValues = new Map();
    const batches = new Map();
    const passes = { forward: 0, backward: 0 };
    const batchOf = (index) => {
        const declared = batches.get(index);
        if (declared !== undefined)
            return declared;
        const x = g.input(dataInput(index), "float32", [rows, ...shape]);
        const batch = { x, target: oneHot(g, g.input(labelsInput(index), "int32", [rows]), classes) };
        batches.set(index, batch);
        return batch;
    };
    const differentiate = (outputs, wrt) => {
        passes.backward++;
        return gradients(g, outputs, wrt);
    };
    const value = objective({
        g,
        parameters,
        loss: (values, index) => {
            passes.forward++;
            const { x, target } = batchOf(index);
            const inputs = new Map([...stateValues, ...plan.parameters.map(({ name }, i) => [name, values[i]])]);
            const { logits, states } = build(g, x, inputs);
            for (const state of states)
                stateValues.set(state.name, state.value);
            return reduceMean(g, lossPerSample(g, loss, logits, target), [0], false);
        },
        gradients: differentiate,
    });
    const slopes = differentiate([value], scales);
    g.output("objective", value);
    plan.parameters.forEach(({ name }, i) => {
        g.output(slopeOutput(name), slopes[i]);
    });
    return { graph: g.build(), passes };
}
/**
 * Loads an objective into a runtime.
 *
 * @throws InputError where the network has an operator without a derivative
 */
export async function loadObjective(runtime, plan, build, data, objective) {
    const { graph, passes } = objectiveGraph(plan, build, data, objective);
    const session = await compiledSession(graph, runtime);
    return {
        passes,
        evaluate: async (weights, scales, batches) => {
            const inputs = { ...weightTensors(plan, weights), ...stateTensors(plan) };
            for (const { name } of plan.parameters)
                inputs[scaleInput(name)] = tensor("float32", [], [scales[name] ?? 1]);
            batches.forEach((batch, i) => {
                Object.assign(inputs, batchTensors(batch, data.shape, i));
            });
            const outputs = await session.run(inputs);
            const number = (name) => Number(outputs[name].data[0]);
            return {
                value: number("objective"),
                slopes: Object.fromEntries(plan.parameters.map(({ name }) => [name, number(slopeOutput(name))])),
            };
        },
        release: () => session.release(),
    };
}
function batchTensors({ inputs, labels, rows }, shape, index) {
    return {
        [dataInput(index)]: { type: "float32", shape: [rows, ...shape], data: inputs },
        [labelsInput(index)]: { type: "int32", shape: [rows], data: labels },
    };
}
