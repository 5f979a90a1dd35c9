import { sizeOf } from "../../graph/tensor.js";
import { numberOf } from "./stored-source.js";
/** Operators that give the elements of their first input, perhaps in other places. */
const moves = new Set([
    ...["Identity", "Cast", "CastLike", "Dropout", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose"],
    ...["Slice", "Split", "Gather", "Expand", "Pad"],
]);
/** Whether a node gives the elements of its first input, perhaps in other places. */
export const isMovement = ({ operator }) => moves.has(operator);
/**
 * The kernel's product that a value is, moved and multiplied by numbers at most; `undefined` where
 * it is none, or the axis of the units cannot be followed.
 */
export function productBehind(outline, products, value) {
    if (value === undefined)
        return undefined;
    const product = products.get(value);
    const node = value.producer;
    if (product !== undefined || node === undefined)
        return product;
    const factor = (node.operator === "Mul" || node.operator === "Div") && scaledInput(outline, node);
    if (factor)
        return productBehind(outline, products, factor);
    if (!moves.has(node.operator))
        return undefined;
    const [input] = node.inputs;
    const before = productBehind(outline, products, input);
    const axisFromEnd = before && axisAfter(node, before.axisFromEnd, input?.shape, value.shape);
    return axisFromEnd === undefined ? undefined : { ...before, axisFromEnd };
}
/** The input of a product by one number. */
export function scaledInput(outline, { operator, inputs }) {
    const [a, b] = inputs;
    if (numberOf(outline, b) !== undefined)
        return a;
    return operator !== "Div" && operator !== "Sub" && numberOf(outline, a) !== undefined ? b : undefined;
}
/** Where an axis, counted from the end, is after a movement. */
function axisAfter(node, fromEnd, before, after) {
    switch (node.operator) {
        case "Identity":
        case "Cast":
        case "CastLike":
        case "Dropout":
            return fromEnd;
        case "Transpose": {
            const order = node.attributes.perm;
            const rank = order?.length ?? before?.length;
            if (rank === undefined)
                return undefined;
            const axis = rank - fromEnd;
            return rank - (order?.indexOf(axis) ?? rank - 1 - axis);
        }
        case "Reshape":
        case "Flatten":
        case "Squeeze":
        case "Unsqueeze": {
            if (before === undefined || after === undefined)
                return undefined;
            const axis = before.length - fromEnd;
            const inner = sizeOf(before.slice(axis + 1));
            const same = after.findIndex((n, i) => n === before[axis] && sizeOf(after.slice(i + 1)) === inner);
            return same < 0 ? undefined : after.length - same;
        }
        default:
            return undefined;
    }
}
/** The only axis of more than one element, counted from the end; `undefined` if there are more. */
export function onlyAxisFromEnd(shape) {
    const wide = [...shape.keys()].filter((axis) => shape[axis] > 1);
    return wide.length === 1 ? shape.length - wide[0] : undefined;
}
/** Number of axes of more than one element. */
export const numberOfAxes = (shape) => shape.filter((n) => n > 1).length;
/**
 * The values whose elements a node computes with, those that its branches return included. Shapes
 * are known before the model runs: what only gives its shape is none of them, nor what only gives
 * its type.
 */
export function operandsOf(node) {
    if (node.operator === "Shape" || node.operator === "Size")
        return [];
    const inputs = node.operator === "CastLike" ? node.inputs.slice(0, 1) : node.inputs;
    return [...inputs, ...node.results].filter((value) => value !== undefined);
}
/**
 * Walks back from a value, breadth first; `visit` says whether to go on behind a node. What only
 * gives its shape is not visited.
 */
export function walkBack(from, visit) {
    // Also the queue: a set keeps its order while it grows.
    const seen = new Set([from]);
    for (const value of seen) {
        const node = value.producer;
        if (node === undefined || node.operator === "Shape" || node.operator === "Size" || !visit(node, value))
            continue;
        for (const next of operandsOf(node))
            seen.add(next);
    }
}
/**
 * The values that are computed from an input of the model, or from what a loop passes to its body.
 */
export function valuesFromInputs({ nodes, inputs }) {
    const values = new Set(inputs);
    for (const node of nodes) {
        const operands = operandsOf(node);
        for (const value of operands)
            if (value.producer === undefined && value.tensor === undefined)
                values.add(value);
        if (!operands.some((value) => values.has(value)))
            continue;
        for (const output of node.outputs)
            if (output !== undefined)
                values.add(output);
    }
    return values;
}
