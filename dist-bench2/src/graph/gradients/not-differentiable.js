/** Operators whose gradient is zero or undefined everywhere. */
export const notDifferentiable = new Set([
    "Equal",
    "Greater",
    "GreaterOrEqual",
    "Less",
    "LessOrEqual",
    "And",
    "Or",
    "Xor",
    "Not",
    "Sign",
    "Floor",
    "Ceil",
    "Round",
    "ArgMax",
    "OneHot",
    "Shape",
    "ConstantOfShape",
    "Range",
]);
/**
 * Inputs that say how rather than what (a condition, indices, a shape): no gradient flows into
 * them.
 */
export function constantWhereDifferentiable(node, input) {
    const type = node.inputs[input]?.type;
    return type !== "float32" && type !== "float64";
}
