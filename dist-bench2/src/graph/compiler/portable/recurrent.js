/** Recurrent layers without their operators, which WebGPU lacks. */
import { unroll } from "../../gradients/rules/recurrent-unrolled.js";
const recurrent = new Set(["LSTM", "GRU", "RNN"]);
/** Whether a node is a recurrent layer. */
export const isRecurrent = ({ operator }) => recurrent.has(operator);
/** LSTM, GRU and RNN → their steps, one after the other. */
export const recurrentSteps = (node, { g, renewed }) => {
    if (!isRecurrent(node))
        return undefined;
    const inputs = node.inputs.map((v) => v && renewed(v));
    const { output } = unroll(g, { ...node, inputs });
    return node.outputs.map((_, i) => output(i));
};
