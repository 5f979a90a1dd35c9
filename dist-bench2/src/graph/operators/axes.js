import { toNumbers } from "../tensor.js";
/**
 * An axis counted from the front; negative ones count from the end. Fails outside [-rank, rank -
 * 1].
 */
export function normalizeAxis(context, axis, rank) {
    if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
        context.fail(`axis ${axis} is outside the ${rank} axes of the input (legal: ${-rank} to ${rank - 1})`);
    }
    return axis < 0 ? axis + rank : axis;
}
/** Several axes counted from the front, ascending; fails where one occurs twice. */
export function normalizeAxes(context, axes, rank) {
    const normal = axes.map((axis) => normalizeAxis(context, axis, rank)).sort((a, b) => a - b);
    if (new Set(normal).size !== normal.length)
        context.fail(`an axis is named twice in [${axes.join(", ")}]`);
    return normal;
}
/** The integers of an input that must be a constant, since it decides the shape. */
export function constantIntegers(context, input, what) {
    if (input !== undefined && input.type !== "int64" && input.type !== "int32") {
        context.fail(`${what} must be int64 or int32, not ${input.type}`);
    }
    const data = context.constant(input);
    if (data === undefined)
        context.fail(`${what} must be a constant: all shapes are static`);
    return toNumbers(data);
}
/** As `constantIntegers`, or undefined where the input is left out. */
export function optionalIntegers(context, input, what) {
    return input === undefined ? undefined : constantIntegers(context, input, what);
}
/** The numbers of indices' type: int32 or int64. */
export function checkIndices(context, indices) {
    if (indices.type !== "int32" && indices.type !== "int64") {
        context.fail(`the indices must be int32 or int64, not ${indices.type}`);
    }
}
/** `shape` with the sizes of `axes` replaced by 1, or left out without `keepdims`. */
export function reducedShape(shape, axes, keepdims) {
    return keepdims ? shape.map((n, i) => (axes.includes(i) ? 1 : n)) : shape.filter((_, i) => !axes.includes(i));
}
