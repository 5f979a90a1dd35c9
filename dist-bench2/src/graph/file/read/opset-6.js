/** What was different in opset 6: broadcasting by attributes, and factors of Upsample. */
import { reshape } from "../../expressions.js";
import { tensor } from "../../tensor.js";
import { numberOf, without } from "./file-node.js";
/** Operators that broadcast their second input where `broadcast` is 1. */
const broadcasting = [
    ...["Add", "Sub", "Mul", "Div", "Pow"],
    ...["And", "Or", "Xor", "Equal", "Greater", "Less"],
];
/** The second input with the axes that follow those it stands on, from `axis` on, as 1. */
function broadcastSecond(node) {
    const [a, b] = node.inputs;
    const attributes = without(node.attributes, "axis", "broadcast");
    const signed = node.attributes.axis;
    if (node.attributes.broadcast !== 1) {
        if (a.shape.join() !== b.shape.join())
            node.fail("the shapes differ and broadcast is not 1");
        return { ...node, attributes };
    }
    if (signed === undefined)
        return { ...node, attributes };
    const axis = signed < 0 ? signed + a.shape.length : signed;
    const behind = a.shape.length - axis - b.shape.length;
    if (behind < 0)
        node.fail(`the second input does not fit behind axis ${axis} of the first`);
    return { ...node, attributes, inputs: [a, reshape(node.g, b, [...b.shape, ...new Array(behind).fill(1)])] };
}
/** Upsample had a factor for height and one for width. */
function upsample(node) {
    const scales = [1, 1, numberOf(node, "height_scale", 1), numberOf(node, "width_scale", 1)];
    const value = node.g.constant(tensor("float32", [4], scales), `${node.name}/scales`);
    return {
        ...node,
        inputs: [node.inputs[0], value],
        attributes: without(node.attributes, "height_scale", "width_scale"),
    };
}
/** A node of opset 6 in the form of opset 7. */
export function fromOpset6(node) {
    if (broadcasting.includes(node.operator))
        return broadcastSecond(node);
    switch (node.operator) {
        case "Gemm":
            return { ...node, attributes: without(node.attributes, "broadcast") };
        case "Upsample":
            return upsample(node);
        default:
            return node;
    }
}
