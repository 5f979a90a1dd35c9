import { sameShape, sizeOf } from "../../../graph/tensor.js";
import { isMovement, numberOfAxes, scaledInput } from "../neighbourhood.js";
import { numberOf } from "../stored-source.js";
import { flat } from "./kernel-claims.js";
import { isNorm, scaleInput } from "./norm-operators.js";
/** The claims of one node on scales, shifts and statistics. */
export function normClaims(outline, node, find) {
    if (isNorm(node)) {
        const first = scaleInput(node);
        const fixed = hasFixedScale(outline, node, find, find(node.inputs[first]));
        const parameters = fixed ? [] : affineOf(node, first, find);
        return node.operator === "BatchNormalization" ? [...parameters, ...statistics(node, find)] : parameters;
    }
    const [a, b] = node.inputs;
    const [constant, other, input] = find(a) === undefined ? [find(b), a, 1] : [find(a), b, 0];
    if (constant === undefined || other === undefined || !isAffineShape(constant.shape, other.shape))
        return [];
    const claim = (kind) => [
        { node, input, role: { kind }, steps: flat(constant.shape), factor: 1 },
    ];
    if (sizeOf(constant.shape) === 1 && !isOneChannel(constant, other))
        return [];
    if (node.operator === "Mul" && isNormalized(outline, other))
        return claim("norm-scale");
    if (node.operator === "Add" && isScaledNorm(outline, other, find))
        return claim("norm-shift");
    return [];
}
/** One number per channel, or one per element of the axes that were normalized. */
function isAffineShape(shape, normal) {
    if (numberOfAxes(shape) <= 1)
        return true;
    return normal !== undefined && shape.length < normal.length && sameShape(shape, normal.slice(-shape.length));
}
/**
 * Whether a tensor of one number has an axis for the one channel that there is: else it is a
 * factor.
 */
function isOneChannel({ shape, stored }, { shape: normal }) {
    if (stored.tensor.place !== "initializer" || shape.length === 0 || normal === undefined)
        return false;
    return normal[normal.length - shape.length] === 1;
}
function affineOf(node, first, find) {
    return ["norm-scale", "norm-shift"].flatMap((kind, i) => {
        const source = find(node.inputs[first + i]);
        if (source === undefined)
            return [];
        return [{ node, input: first + i, role: { kind }, steps: flat(source.shape), factor: 1 }];
    });
}
function statistics(node, find) {
    return ["running-mean", "running-variance"].flatMap((role, i) => find(node.inputs[3 + i]) === undefined ? [] : [{ node, input: 3 + i, role, steps: [], factor: 1 }]);
}
/**
 * Whether the scale of a norm belongs to the operator and is no parameter: ones in a Constant node,
 * which exporters write because the operator needs a scale, or ones before the true scale, as in a
 * group normalization that is spelled out.
 */
function hasFixedScale(outline, node, find, scale) {
    if (scale === undefined)
        return false;
    const numbers = outline.numbersOf(scale.stored);
    if (!numbers?.data.every((x) => Number(x) === 1))
        return false;
    return scale.stored.tensor.place !== "initializer" || isScaledBehind(node, find);
}
/** Whether the result of a norm, moved at most, is multiplied by one number per channel. */
function isScaledBehind({ outputs }, find) {
    const readers = outputs[0]?.readers ?? [];
    return readers.some(({ node, input }) => {
        if (isMovement(node))
            return isScaledBehind(node, find);
        const factor = node.operator === "Mul" ? find(node.inputs[1 - input]) : undefined;
        return factor !== undefined && numberOfAxes(factor.shape) === 1;
    });
}
/** Whether a value has been divided by the size of its own elements. */
export function isNormalized(outline, value) {
    const node = value.producer;
    if (node === undefined)
        return false;
    if (isNorm(node))
        return true;
    if (isMovement(node))
        return node.inputs[0] !== undefined && isNormalized(outline, node.inputs[0]);
    if (node.operator === "Div")
        return node.inputs[1] !== undefined && isDeviation(outline, node.inputs[1], 0);
    if (node.operator !== "Mul")
        return node.operator === "LpNormalization";
    return node.inputs.some((input) => input !== undefined && isInverseDeviation(outline, input));
}
/** Whether a value is a normalized one, times its scale or bare. */
function isScaledNorm(outline, value, find) {
    const node = value.producer;
    if (node === undefined)
        return false;
    if (isMovement(node))
        return node.inputs[0] !== undefined && isScaledNorm(outline, node.inputs[0], find);
    if (isNorm(node))
        return false; // it has a shift of its own
    if (isNormalized(outline, value))
        return true;
    if (node.operator !== "Mul")
        return false;
    const other = node.inputs.find((input) => find(input) === undefined);
    return other !== undefined && isNormalized(outline, other);
}
/** Nodes between a deviation and the mean of squares that it comes from. */
const roots = new Set(["Sqrt", "Add", "Max", "Clip", "Cast", "Identity", "Pow", "Expand", "Abs"]);
const means = new Set([
    "ReduceMean",
    "ReduceSum",
    "ReduceL2",
    "ReduceSumSquare",
    "GlobalAveragePool",
]);
/** √(mean of squares + ε), or the like. */
function isDeviation(outline, value, depth) {
    const node = value.producer;
    if (node === undefined || depth > 8)
        return false;
    if (node.operator === "ReduceL2" || node.operator === "ReduceSumSquare")
        return true;
    if (means.has(node.operator))
        return node.inputs[0] !== undefined && isSquare(node.inputs[0]);
    if (node.operator === "Mul" || node.operator === "Div") {
        const scaled = scaledInput(outline, node);
        return scaled !== undefined && isDeviation(outline, scaled, depth + 1);
    }
    if (!roots.has(node.operator) && !isMovement(node))
        return false;
    return node.inputs.some((input) => input !== undefined && isDeviation(outline, input, depth + 1));
}
/** 1 / √(mean of squares + ε): a reciprocal, a quotient of 1, or a power of −1/2. */
function isInverseDeviation(outline, value) {
    const node = value.producer;
    if (node === undefined)
        return false;
    const [a, b] = node.inputs;
    switch (node.operator) {
        case "Reciprocal":
            return a !== undefined && isDeviation(outline, a, 0);
        case "Div":
            return b !== undefined && numberOf(outline, a) !== undefined && isDeviation(outline, b, 0);
        case "Pow":
            return a !== undefined && (numberOf(outline, b) ?? 0) < 0 && isDeviation(outline, a, 0);
        case "Cast":
        case "Identity":
            return a !== undefined && isInverseDeviation(outline, a);
        default:
            return false;
    }
}
function isSquare({ producer }) {
    if (producer?.operator === "Mul")
        return producer.inputs[0] === producer.inputs[1];
    return producer?.operator === "Pow" || producer?.operator === "Abs";
}
/**
 * The values between what a norm divides and the size that it divides by: their squares and roots
 * are no activations.
 */
export function normInternals(outline) {
    const internal = new Set();
    const mark = (value, depth) => {
        if (value === undefined || depth > 10 || value.producer === undefined)
            return;
        internal.add(value);
        const { operator, inputs } = value.producer;
        // The square itself is internal; what is squared is not.
        if (means.has(operator)) {
            if (inputs[0]?.producer !== undefined && isSquare(inputs[0]))
                internal.add(inputs[0]);
            return;
        }
        for (const input of inputs)
            mark(input, depth + 1);
    };
    for (const { operator, inputs } of outline.nodes) {
        const [a, b] = inputs;
        if (operator === "Div" && b !== undefined && isDeviation(outline, b, 0))
            mark(b, 0);
        if (operator !== "Mul")
            continue;
        for (const input of [a, b])
            if (input !== undefined && isInverseDeviation(outline, input))
                mark(input, 0);
    }
    return internal;
}
