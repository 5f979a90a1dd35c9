import { sizeOf } from "../../graph/tensor.js";
const lengths = new Set(["ReduceL2", "ReduceSumSquare", "ReduceSum"]);
/** Nodes between a tensor and its length: squares, sums, roots. */
const between = new Set([
    ...lengths,
    ...["Pow", "Mul", "Abs", "Sqrt", "Add", "Max", "Clip", "Reshape", "Unsqueeze", "Squeeze", "Identity", "Cast"],
    ...["Div", "Reciprocal", "Expand", "Transpose"],
]);
/**
 * The direction v as the source of a product, with the tensor of its magnitude g; `undefined` where
 * the node is no weight normalization.
 */
export function weightNormOf(node, sourceOf) {
    const product = factorsOf(node.outputs[0], sourceOf);
    if (product === undefined || product.factors.length > 2)
        return undefined;
    const [direction, magnitude] = [...product.factors].sort((a, b) => sizeOf(b.shape) - sizeOf(a.shape));
    if (direction?.stored !== product.direction || direction.scale !== 1 || direction.offset !== 0)
        return undefined;
    return magnitude === undefined ? direction : { ...direction, magnitude: magnitude.stored };
}
/** The stored factors of a product in which one is divided by its own length. */
function factorsOf(value, sourceOf) {
    const factors = [];
    let divisor;
    const visit = (at, inverse) => {
        const length = at && lengthOf(at);
        if (length !== undefined) {
            if (!inverse || divisor !== undefined)
                return false;
            divisor = length;
            return true;
        }
        const node = at?.producer;
        if (node?.operator === "Mul")
            return visit(node.inputs[0], inverse) && visit(node.inputs[1], inverse);
        if (node?.operator === "Div")
            return visit(node.inputs[0], inverse) && visit(node.inputs[1], !inverse);
        if (node?.operator === "Reciprocal")
            return visit(node.inputs[0], !inverse);
        if (node?.operator === "Expand" || node?.operator === "Identity")
            return visit(node.inputs[0], inverse);
        const source = inverse ? undefined : sourceOf(at);
        if (source === undefined)
            return false;
        factors.push(source);
        return true;
    };
    const node = value.producer;
    if (node?.operator !== "Mul" && node?.operator !== "Div")
        return undefined;
    return visit(value, false) && divisor !== undefined ? { factors, direction: divisor } : undefined;
}
/** The stored tensor that a value is the length of. */
function lengthOf(value) {
    const leaves = new Set();
    let reduces = false;
    const visit = (at) => {
        if (at === undefined)
            return true;
        if (at.tensor !== undefined) {
            if (sizeOf(at.tensor.shape) > 1 && at.tensor.type.includes("float"))
                leaves.add(at);
            return true;
        }
        const node = at.producer;
        if (node === undefined || !between.has(node.operator))
            return false;
        reduces ||= lengths.has(node.operator);
        return node.inputs.every((input, i) => (i > 0 && lengths.has(node.operator) ? true : visit(input)));
    };
    const node = value.producer;
    // A quotient of the tensor by its length is no length itself.
    if (node === undefined || node.operator === "Div" || node.operator === "Mul" || !visit(value))
        return undefined;
    return reduces && leaves.size === 1 ? [...leaves][0] : undefined;
}
