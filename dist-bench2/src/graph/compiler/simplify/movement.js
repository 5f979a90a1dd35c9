import { sameShape, sizeOf, toNumbers } from "../../tensor.js";
const outputShape = (node) => node.outputs[0].shape;
/** In a Reshape 0 copies an axis: shapes without elements are left alone. */
const isEmpty = (node) => sizeOf(outputShape(node)) === 0;
/** The input where the node leaves its shape as it is. */
const unchanged = (node) => (sameShape(node.inputs[0].shape, outputShape(node)) ? node.inputs[0] : undefined);
/** Expand of a single element in another shape: what any reshaping or transposition of one is. */
function expandOfOne(node, r) {
    const one = r.producerOf(node.inputs[0], "Expand")?.inputs[0];
    if (one === undefined || sizeOf(one.shape) !== 1 || one.shape.length > outputShape(node).length)
        return undefined;
    return { operator: "Expand", inputs: [one, r.integers(outputShape(node))] };
}
/** Reshape, Flatten, Squeeze, Unsqueeze: one Reshape of the value before all of them. */
const reshape = (node, r) => {
    const x = node.inputs[0];
    const shape = outputShape(node);
    if (sameShape(x.shape, shape))
        return x;
    if (isEmpty(node))
        return undefined;
    const before = r.producerOf(x, "Reshape")?.inputs[0];
    if (before !== undefined)
        return r.reshape(before, shape);
    const expanded = expandOfOne(node, r);
    if (expanded !== undefined)
        return expanded;
    const dropped = dropReducedAxes(x, node, r);
    if (dropped !== undefined)
        return dropped;
    const target = r.integers(shape);
    return node.operator === "Reshape" && node.inputs[1] === target
        ? undefined
        : { operator: "Reshape", inputs: [x, target] };
};
/** Reshape(Reduce(x, keepdims 1)) that only leaves out the reduced axes → Reduce(x, keepdims 0) */
function dropReducedAxes(x, node, r) {
    const reduce = r.producer(x);
    if (reduce === undefined || !reduce.operator.startsWith("Reduce") || !r.usedOnce(x))
        return undefined;
    const axes = reducedAxes(reduce, r);
    if (axes === undefined || axes.length === 0 || reduce.attributes.keepdims === 0)
        return undefined;
    const left = x.shape.filter((_, i) => !axes.includes(i));
    if (!sameShape(left, outputShape(node)))
        return undefined;
    return { operator: reduce.operator, inputs: reduce.inputs, attributes: { ...reduce.attributes, keepdims: 0 } };
}
const expand = (node, r) => {
    const x = node.inputs[0];
    const same = unchanged(node, r);
    if (same !== undefined || isEmpty(node))
        return same;
    const before = r.producerOf(x, "Expand")?.inputs[0];
    const target = r.integers(outputShape(node));
    return before === undefined && node.inputs[1] === target
        ? undefined
        : { operator: "Expand", inputs: [before ?? x, target] };
};
const permutation = (node) => node.attributes.perm ??
    node.inputs[0].shape.map((_, i, all) => all.length - 1 - i);
const transpose = (node, r) => {
    const x = node.inputs[0];
    const perm = permutation(node);
    if (perm.every((axis, i) => axis === i))
        return x;
    if (isEmpty(node))
        return undefined;
    const before = r.producerOf(x, "Transpose");
    if (before !== undefined) {
        const first = permutation(before);
        return { operator: "Transpose", inputs: before.inputs, attributes: { perm: perm.map((axis) => first[axis]) } };
    }
    // Axes of size 1 move freely: if the others keep their order no element moves.
    const moved = perm.filter((axis) => x.shape[axis] !== 1);
    if (moved.every((axis, i) => i === 0 || axis > moved[i - 1]))
        return r.reshape(x, outputShape(node));
    return expandOfOne(node, r);
};
const slice = (node, r) => {
    const steps = r.constant(node.inputs[4]);
    return steps === undefined || toNumbers(steps).every((n) => n === 1) ? unchanged(node, r) : undefined;
};
const pad = (node, r) => {
    const pads = r.constant(node.inputs[1]);
    return pads !== undefined && toNumbers(pads).every((n) => n === 0) ? node.inputs[0] : undefined;
};
const concat = (node) => (node.inputs.length === 1 ? node.inputs[0] : undefined);
/** The axes that a reduction sums over, from the front; undefined where they are computed. */
function reducedAxes(node, r) {
    const rank = node.inputs[0].shape.length;
    const axesInput = node.operator === "ReduceSum" ? node.inputs[1] : undefined;
    if (axesInput !== undefined && r.constant(axesInput) === undefined)
        return undefined;
    const axes = axesInput === undefined
        ? (node.attributes.axes ?? [])
        : toNumbers(r.constant(axesInput));
    if (axes.length > 0)
        return axes.map((axis) => (axis < 0 ? axis + rank : axis));
    return node.attributes.noop_with_empty_axes === 1 ? [] : Array.from({ length: rank }, (_, i) => i);
}
/**
 * A sum, mean, product or extreme over axes of size 1 is only a Reshape; beside others such axes
 * are left out.
 */
const reduceNothing = (node, r) => {
    const x = node.inputs[0];
    const axes = reducedAxes(node, r);
    if (axes === undefined || isEmpty(node))
        return undefined;
    const real = axes.filter((axis) => x.shape[axis] !== 1);
    if (real.length === 0)
        return r.reshape(x, outputShape(node));
    if (real.length === axes.length || node.attributes.keepdims === 0)
        return undefined;
    return node.operator === "ReduceSum"
        ? { operator: "ReduceSum", inputs: [x, r.integers(real)], attributes: node.attributes }
        : { operator: node.operator, inputs: [x], attributes: { ...node.attributes, axes: real } };
};
/** The rules, by operator. */
export const movement = {
    Reshape: [reshape],
    Flatten: [reshape],
    Squeeze: [reshape],
    Unsqueeze: [reshape],
    Expand: [expand],
    Transpose: [transpose],
    Slice: [slice],
    Pad: [pad],
    Concat: [concat],
    Split: [unchanged],
    Tile: [unchanged],
    ...Object.fromEntries(["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd"].map((name) => [name, [reduceNothing]])),
};
