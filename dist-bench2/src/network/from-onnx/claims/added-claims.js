import { sizeOf } from "../../../graph/tensor.js";
import { isMovement, numberOfAxes, onlyAxisFromEnd, productBehind } from "../neighbourhood.js";
import { flat } from "./kernel-claims.js";
/** The constant operand of a node with two operands, and the other one. */
function operands({ inputs }, find) {
    const [a, b] = inputs;
    const [left, right] = [find(a), find(b)];
    if ((left === undefined) === (right === undefined))
        return undefined;
    const [source, input, other] = left === undefined ? [right, 1, a] : [left, 0, b];
    return other === undefined ? undefined : { source, input, other };
}
/** A bias behind a kernel, or positions added to tokens. */
const added = (node, { outline, find, products }) => {
    const pair = operands(node, find);
    if (pair === undefined)
        return [];
    const { source, input, other } = pair;
    const product = productBehind(outline, products, other);
    if (product !== undefined && isPerUnit(source, product.claim.units.count, product.axisFromEnd)) {
        const steps = flat(source.shape);
        return [{ node, input, role: { kind: "bias" }, steps, factor: 1, kernelNode: product.claim.node }];
    }
    if (isPerToken(source, other) && !isMask(outline, source, node))
        return [{ node, input, role: { kind: "position" }, steps: [], factor: 1 }];
    return [];
};
/** Whether a tensor has one number per unit, along their axis. */
function isPerUnit({ shape, stored }, units, axisFromEnd) {
    if (sizeOf(shape) !== units)
        return false;
    // A number without an axis, or in a Constant node, is a number of the architecture.
    if (units === 1)
        return stored.tensor.place === "initializer" && shape.length > 0;
    return onlyAxisFromEnd(shape) === axisFromEnd;
}
/** Whether a tensor has a vector per token: `[1, T, F]` or `[T, F]`, added to `[N, T, F]`. */
function isPerToken({ shape }, { shape: tokens }) {
    if (tokens?.length !== 3 || shape.length > 3 || shape.length < 2)
        return false;
    const [length, width] = shape.slice(-2);
    return numberOfAxes(shape) === 2 && length === tokens[1] && width === tokens[2];
}
/** Whether a tensor is added to scores of attention, or has numbers that forbid. */
function isMask(outline, { stored }, { outputs }) {
    const leads = (value) => value?.readers.some(({ node }) => node.operator === "Softmax" || (isMovement(node) && leads(node.outputs[0]))) ??
        false;
    return leads(outputs[0]) || (outline.numbersOf(stored)?.data.some((x) => Number(x) < -1e3) ?? false);
}
/** A table whose rows the model's input chooses, or consecutive rows: positions. */
const lookedUp = (node, { outline, find, fromInputs }) => {
    const source = find(node.inputs[0]);
    const [, indices] = node.inputs;
    if (source?.shape.length !== 2 || indices === undefined || Number(node.attributes.axis ?? 0) !== 0)
        return [];
    const claim = (kind) => [
        { node, input: 0, role: { kind, operation: "embedding" }, steps: [], factor: 1 },
    ];
    if (fromInputs.has(indices))
        return claim("embedding");
    const numbers = outline.numbersOf(indices)?.data;
    const isConsecutive = numbers !== undefined && numbers.length > 1 && numbers.every((n, i) => Number(n) === i);
    return isConsecutive ? claim("position") : [];
};
/** A token that is put before the others. */
const joined = (node, { find }) => node.inputs.flatMap((value, input) => {
    const [source, other] = [expandedSource(value, find), node.inputs.find((one) => find(one) === undefined)];
    const shape = source?.shape;
    if (source === undefined || other?.shape?.length !== 3 || shape?.length !== 3)
        return [];
    if (shape[0] !== 1 || shape[2] !== other.shape[2])
        return [];
    return [{ node, input, role: { kind: "token" }, steps: [], factor: 1, source }];
});
/** The source of a value that is repeated along the batch. */
function expandedSource(value, find) {
    const expanded = value?.producer?.operator === "Expand" ? value.producer.inputs[0] : value;
    return find(value) ?? find(expanded);
}
/** The slopes of PReLU below 0. */
const slopes = (node, { find }) => find(node.inputs[1]) === undefined ? [] : [{ node, input: 1, role: { kind: "slope" }, steps: [], factor: 1 }];
/** The rules by operator. */
export const addedRules = {
    Add: added,
    Gather: lookedUp,
    Concat: joined,
    PRelu: slopes,
};
