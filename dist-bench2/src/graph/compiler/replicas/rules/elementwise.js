/** One element in, one element out. */
import { broadcastable } from "../axes.js";
/** The first input stacked, all others (bounds) shared scalars. */
export const unary = ({ g, node, inputs }) => {
    const [x, ...others] = inputs;
    if (others.some((other) => other?.stacked) || node.outputs.length > 1)
        return undefined;
    return [g.apply(node.operator, [x.value, ...others.map((other) => other?.value)], node.attributes)];
};
/** Operators of inputs that are broadcast together. */
export const broadcasting = ({ g, node, inputs }) => {
    const rank = node.outputs[0].shape.length;
    return [
        g.apply(node.operator, inputs.map((input) => broadcastable(g, input, rank)), node.attributes),
    ];
};
