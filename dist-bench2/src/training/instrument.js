/**
 * A network whose inside can be read: one graph with the network and outputs at some of its points.
 * Data-driven initializers use it (`initializable-network.ts`), and so do the probes of
 * `diagnosis/`.
 */
import { GraphBuilder } from "../graph/builder.js";
import { compiledSession } from "../graph/compiler/compile.js";
import { sizeOf } from "../graph/tensor.js";
import { buildNetwork } from "../network/layers/build-network.js";
import { filled } from "./state.js";
/**
 * Builds the graph of a network with outputs at some points.
 *
 * @param at the points, by names of the caller's choice
 * @throws ShapeError where the network does not fit the samples
 */
export function instrument({ layers, shape, rows, mode }, at) {
    const g = new GraphBuilder("instrument");
    const network = buildNetwork(g, layers, g.input("data", "float32", [rows, ...shape]), { mode });
    let labelInput;
    const labels = () => {
        labelInput ??= g.input("labels", "int32", [rows]);
        return labelInput;
    };
    const outputName = (point, i) => `${point}:${i}`;
    const placed = Object.entries(at).map(([name, point]) => {
        const { outputs, read } = point({ g, network, labels });
        outputs.forEach((value, i) => {
            g.output(outputName(name, i), value);
        });
        return { name, count: outputs.length, read };
    });
    return {
        graph: g.build(),
        parameters: network.parameters.map(({ name, shape: size, role }) => ({ name, shape: size, role })),
        inputs: (weights, batch) => ({
            ...weightTensors(network, weights),
            ...stateTensors(network),
            data: { type: "float32", shape: [rows, ...shape], data: batch.inputs },
            labels: { type: "int32", shape: [rows], data: batch.labels },
        }),
        readings: (outputs) => Object.fromEntries(placed.map(({ name, count, read }) => {
            const numbers = Array.from({ length: count }, (_, i) => outputs[outputName(name, i)].data);
            return [name, read(numbers)];
        })),
    };
}
/** Loads an instrumented network into a runtime. */
export async function loadInstrument(runtime, { graph, parameters, inputs, readings }) {
    const session = await compiledSession(graph, runtime);
    return {
        parameters,
        look: async (weights, batch, more = {}) => readings(await session.run({ ...inputs(weights, batch), ...more })),
        release: () => session.release(),
    };
}
/**
 * Weights as inputs of a graph.
 *
 * @throws Error naming a parameter whose weights are missing or have the wrong size
 */
export function weightTensors({ parameters }, weights) {
    return Object.fromEntries(parameters.map(({ name, shape }) => {
        const data = weights[name];
        if (data?.length === sizeOf(shape))
            return [name, { type: "float32", shape, data }];
        throw new Error(`Parameter "${name}" [${shape.join(", ")}] needs ${sizeOf(shape)} numbers, got ${data?.length ?? "none"}.`);
    }));
}
/** Running statistics at their initial values, as inputs of a graph. */
export function stateTensors({ states }) {
    return Object.fromEntries(states.map(({ name, shape, initial }) => [name, filled("float32", shape, initial)]));
}
