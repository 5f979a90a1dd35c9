import { sizeOf, tensor } from "../../tensor.js";
import { elementwise } from "./evaluators/elementwise.js";
import { movement } from "./evaluators/movement.js";
const evaluators = new Map(Object.entries({ ...elementwise, ...movement }));
/**
 * The node's only output, from the numbers of its inputs; undefined for operators without an
 * evaluator.
 */
export function evaluate(node, inputs) {
    const evaluator = evaluators.get(node.operator);
    return evaluator?.(inputs, node, node.outputs[0]);
}
/**
 * What a node with one output of at most `largest` elements comes to, where that follows from
 * constants and shapes alone.
 */
export function fold(node, constant, largest) {
    const out = node.outputs[0];
    if (node.outputs.length > 1 || sizeOf(out.shape) > largest)
        return undefined;
    if (node.operator === "Shape") {
        const { start, end } = node.attributes;
        return tensor("int64", out.shape, node.inputs[0].shape.slice(start, end));
    }
    if (!evaluators.has(node.operator))
        return undefined;
    // Inputs that are left out only occur where all after them may be too (the axes and steps of
    // Slice).
    for (const v of node.inputs)
        if (v !== undefined && constant(v) === undefined)
            return undefined;
    return evaluate(node, node.inputs.map((v) => v && constant(v)));
}
