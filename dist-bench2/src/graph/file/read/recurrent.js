/** LSTM, GRU and RNN in the form of opset 14 with time first; ours has all attributes it needs. */
import { transpose } from "../../expressions.js";
import { without } from "./file-node.js";
/** Swaps steps and batch. */
const swapped = [1, 0, 2];
/**
 * Where `layout` is 1, X, the states and their results are [N, …]: they are transposed around a
 * node of layout 0 (ONNX Runtime's CPU provider refuses 1).
 */
const recurrent = (node) => {
    const { g, inputs, operator, outputCount } = node;
    const r = inputs[2] ?? node.fail("has no R");
    const attributes = {
        hidden_size: r.shape[2] ?? node.fail("R must have three axes"),
        // Opset 6 said here whether Y is wanted.
        ...without(node.attributes, "layout", "output_sequence"),
    };
    if (node.attributes.layout !== 1)
        return { inputs, attributes };
    const turn = (v) => {
        if (v !== undefined && v.shape.length !== 3)
            node.fail("X and the states must have three axes");
        return v === undefined ? undefined : transpose(g, v, swapped);
    };
    const turned = inputs.map((v, i) => (i === 0 || i === 5 || i === 6 ? turn(v) : v));
    const [y, ...states] = g.applyAll(operator, turned, attributes, { outputs: outputCount });
    return [transpose(g, y, [2, 0, 1, 3]), ...states.map((v) => transpose(g, v, swapped))];
};
/** The recurrent operators. */
export const recurrentForms = { LSTM: recurrent, GRU: recurrent, RNN: recurrent };
