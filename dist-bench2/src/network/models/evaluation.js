/** A model's evaluation graph with its weights inside: what `stepzero init` writes as .onnx. */
import { GraphBuilder } from "../../graph/builder.js";
import { sizeOf } from "../../graph/tensor.js";
import { buildNetwork } from "../layers/build-network.js";
/**
 * The evaluation network of some layers.
 *
 * @param batch rows of the graph's input
 * @defaultValue `batch`: 1
 * @throws ShapeError where the network does not fit the problem
 * @example
 * import { dense, flatten, he, initialWeights, sequential } from "stepzero";
 * import { writeOnnx } from "stepzero/graph";
 * import { evaluationNetwork } from "stepzero/networks";
 *
 * const layers = sequential(flatten(), dense(10));
 * const network = evaluationNetwork("linear", layers, { input: [1, 28, 28], classes: 10 });
 * const bytes = writeOnnx(network.graph(initialWeights(he, network.parameters, 0)));
 */
export function evaluationNetwork(name, layers, problem, batch = 1) {
    const shape = [batch, ...problem.input];
    const plan = new GraphBuilder(name);
    const network = buildNetwork(plan, layers, plan.input("x", "float32", shape), { mode: "evaluate" });
    const parameters = network.parameters.map(({ value, ...specification }) => {
        const channels = flattenedChannels(plan, network, value);
        return { ...specification, ...(channels === undefined ? {} : { flattenedChannels: channels }) };
    });
    return {
        parameters,
        states: network.states.map(({ name: state, shape: size, initial }) => ({ name: state, shape: size, initial })),
        graph: (weights) => {
            const g = new GraphBuilder(name);
            const x = g.input("x", "float32", shape);
            const constant = (tensor, size, data) => {
                if (data?.length !== sizeOf(size)) {
                    throw new Error(`"${tensor}" [${size.join(", ")}] has ${data?.length ?? "no"} numbers`);
                }
                return [tensor, g.constant({ type: "float32", shape: size, data }, tensor)];
            };
            const parameterInputs = new Map([
                ...parameters.map((p) => constant(p.name, p.shape, weights[p.name])),
                ...network.states.map((s) => constant(s.name, s.shape, new Float32Array(sizeOf(s.shape)).fill(s.initial))),
            ]);
            g.output("logits", buildNetwork(g, layers, x, { mode: "evaluate", parameterInputs }).logits);
            return g.build();
        },
    };
}
/**
 * Follows a dense kernel's input back, through elementwise operators, to the image that was
 * flattened.
 */
function flattenedChannels(g, network, kernel) {
    const parameters = new Set(network.parameters.map((p) => p.value));
    let value = g.nodes.find(({ operator, inputs }) => operator === "Gemm" && inputs[1] === kernel)?.inputs[0];
    while (value !== undefined) {
        const node = g.producer(value);
        if (node?.inputs.some((v) => v !== undefined && parameters.has(v)))
            return undefined;
        const source = node?.inputs[0];
        if (source === undefined)
            return undefined;
        if (node?.operator === "Reshape") {
            const [rows, channels] = source.shape;
            if (source.shape.length === 4 && value.shape.length === 2 && value.shape[0] === rows)
                return channels;
            if (source.shape.length !== value.shape.length)
                return undefined;
        }
        else if (source.shape.join() !== value.shape.join())
            return undefined;
        value = source;
    }
    return undefined;
}
