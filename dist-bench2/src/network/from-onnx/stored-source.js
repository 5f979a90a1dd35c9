import { sizeOf, toNumbers } from "../../graph/tensor.js";
import { shapeAfter } from "./steps.js";
import { weightNormOf } from "./weight-norm.js";
const floats = new Set(["float", "double", "float16", "bfloat16"]);
/** Whether a stored tensor has floats, which training could have changed. */
export const isFloat = ({ type }) => floats.has(type);
/** Whether a value is stored, with floats. */
export const isStoredFloat = (value) => value?.tensor !== undefined && isFloat(value.tensor);
/**
 * A function that says what stands behind a value through Identity, Cast, Reshape, Transpose,
 * Slice, Split, factors and summands of one number, and weight normalization; `undefined` where the
 * value is computed from anything else.
 */
export function storedSources(outline) {
    const sources = new Map();
    const find = (value) => {
        if (value === undefined)
            return undefined;
        if (!sources.has(value)) {
            sources.set(value, undefined); // of a damaged file, in which a value is computed from itself
            sources.set(value, sourceOf(outline, value, find));
        }
        return sources.get(value);
    };
    // In the order of the nodes: a long chain of them is no deep recursion.
    for (const { outputs } of outline.nodes)
        for (const output of outputs)
            find(output);
    return find;
}
function sourceOf(outline, value, find) {
    if (isStoredFloat(value)) {
        return { stored: value, steps: [], scale: 1, offset: 0, shape: value.tensor.shape };
    }
    const node = value.producer;
    if (node === undefined)
        return undefined;
    const first = find(node.inputs[0]);
    switch (node.operator) {
        case "Identity":
            return first?.stored === node.inputs[0] ? { ...first, alias: value.name } : first;
        case "Cast":
        case "CastLike":
        case "Dropout":
            return first;
        case "Neg":
            return first && { ...first, scale: -first.scale, offset: -first.offset };
        case "Mul":
        case "Div":
        case "Add":
        case "Sub":
            return weightNormOf(node, find) ?? reshapedLike(value, affine(outline, node, find));
        default:
            return first && rearranged(outline, value, node, first);
    }
}
/** The source behind a node that moves elements. */
function rearranged(outline, value, node, source) {
    const via = (from, step) => ({
        ...from,
        steps: [...from.steps, step],
        shape: shapeAfter(from.shape, [step]),
    });
    const reshaped = (from) => {
        const shape = value.shape ?? shapeWithout(outline, node, from.shape);
        return shape !== undefined && sizeOf(shape) === sizeOf(from.shape)
            ? via(from, { kind: "reshape", shape })
            : undefined;
    };
    switch (node.operator) {
        case "Reshape":
        case "Flatten":
        case "Squeeze":
        case "Unsqueeze":
        case "Expand":
            return reshaped(source);
        case "Transpose": {
            const reverse = source.shape.map((_, axis) => axis).reverse();
            return via(source, { kind: "transpose", order: node.attributes.perm ?? reverse });
        }
        case "Slice":
        case "Split":
        case "Gather": {
            const step = sliceOf(outline, node, value, source.shape);
            if (step === undefined)
                return undefined;
            return node.operator === "Gather" ? reshaped(via(source, step)) : via(source, step);
        }
        default:
            return undefined;
    }
}
/** Of a product or sum of a stored tensor and a number. */
function affine(outline, { operator, inputs }, find) {
    const [a, b] = inputs;
    const [left, right] = [numberOf(outline, a), numberOf(outline, b)];
    if ((left === undefined) === (right === undefined))
        return undefined;
    const source = find(left === undefined ? a : b);
    if (source === undefined)
        return undefined;
    const by = (scale, offset) => ({
        ...source,
        scale: source.scale * scale,
        offset: source.offset * scale + offset,
    });
    switch (operator) {
        case "Mul":
            return by((left ?? right), 0);
        case "Div":
            return right === undefined || right === 0 ? undefined : by(1 / right, 0);
        case "Add":
            return by(1, (left ?? right));
        default:
            return left === undefined ? by(1, -right) : by(-1, left);
    }
}
function reshapedLike({ shape }, source) {
    if (source === undefined || shape === undefined || shape.length === source.shape.length)
        return source;
    if (sizeOf(shape) !== sizeOf(source.shape))
        return undefined;
    return { ...source, steps: [...source.steps, { kind: "reshape", shape }], shape };
}
/** The number that a value is everywhere, where it is one number in the file. */
export function numberOf(outline, value) {
    if (value === undefined)
        return undefined;
    const shape = value.tensor?.shape ?? value.shape;
    if (shape === undefined || sizeOf(shape) !== 1)
        return undefined;
    const numbers = outline.numbersOf(value);
    return numbers === undefined ? undefined : toNumbers(numbers)[0];
}
/** The list of whole numbers that a value is. */
export function listOf(outline, value) {
    const numbers = value && outline.numbersOf(value);
    return numbers && toNumbers(numbers);
}
/** The part that Slice, Split or Gather takes of one axis, where it is one run of places. */
function sliceOf(outline, node, value, shape) {
    const { attributes, inputs, outputs } = node;
    const axisOf = (axis) => (axis < 0 ? axis + shape.length : axis);
    if (node.operator === "Gather") {
        const axis = axisOf(Number(attributes.axis ?? 0));
        const start = numberOf(outline, inputs[1]);
        if (start === undefined)
            return undefined;
        return { kind: "slice", axis, start: start < 0 ? start + shape[axis] : start, size: 1 };
    }
    if (node.operator === "Split") {
        const axis = axisOf(Number(attributes.axis ?? 0));
        const sizes = attributes.split ??
            listOf(outline, inputs[1]) ??
            outputs.map(() => shape[axis] / outputs.length);
        const part = outputs.indexOf(value);
        if (!sizes.every(Number.isInteger))
            return undefined;
        const start = sizes.slice(0, part).reduce((sum, n) => sum + n, 0);
        return { kind: "slice", axis, start, size: sizes[part] };
    }
    const list = (name, input) => attributes[name] ?? listOf(outline, inputs[input]);
    const [starts, ends] = [list("starts", 1), list("ends", 2)];
    const axes = list("axes", 3) ?? starts?.map((_, i) => i);
    const strides = list("steps", 4);
    if (starts?.length !== 1 || ends?.length !== 1 || axes?.length !== 1 || (strides?.[0] ?? 1) !== 1)
        return undefined;
    const axis = axisOf(axes[0]);
    const length = shape[axis];
    const clamp = (at) => Math.min(length, Math.max(0, at < 0 ? at + length : at));
    const start = clamp(starts[0]);
    return { kind: "slice", axis, start, size: Math.max(0, clamp(ends[0]) - start) };
}
/** The shape behind Reshape and its kind, from constants alone. */
function shapeWithout(outline, node, shape) {
    if (node.operator !== "Reshape")
        return undefined;
    const target = listOf(outline, node.inputs[1]) ?? node.attributes.shape;
    if (target === undefined)
        return undefined;
    const sizes = target.map((n, axis) => (n === 0 ? shape[axis] : n));
    const rest = sizes.reduce((product, n) => (n < 0 ? product : product * n), 1);
    return sizes.map((n) => (n < 0 ? sizeOf(shape) / rest : n));
}
