/**
 * How the elements of a tensor move from the file to where an operator reads them: rearrangements
 * that change no number.
 */
import { sizeOf } from "../../graph/tensor.js";
/** The shape after some steps. */
export function shapeAfter(shape, steps) {
    return steps.reduce((now, step) => shapeAfterOne(now, step), shape);
}
function shapeAfterOne(shape, step) {
    switch (step.kind) {
        case "transpose":
            return step.order.map((axis) => shape[axis]);
        case "reshape":
            return step.shape;
        case "slice":
            return shape.map((n, axis) => (axis === step.axis ? step.size : n));
    }
}
/** For each element after the steps, its index in the tensor before them. */
export function indicesAfter(shape, steps) {
    let indices = Int32Array.from({ length: sizeOf(shape) }, (_, i) => i);
    let now = shape;
    for (const step of steps) {
        const next = shapeAfterOne(now, step);
        if (step.kind === "transpose") {
            const strides = stridesOf(now);
            indices = pick(indices, next, step.order.map((axis) => strides[axis]), 0);
        }
        else if (step.kind === "slice") {
            const strides = stridesOf(now);
            indices = pick(indices, next, strides, step.start * strides[step.axis]);
        }
        now = next;
    }
    return indices;
}
/** Whether some steps leave out no element. */
export const keepsAll = (steps) => steps.every(({ kind }) => kind !== "slice");
function stridesOf(shape) {
    const strides = new Array(shape.length).fill(1);
    for (let i = shape.length - 2; i >= 0; i--)
        strides[i] = strides[i + 1] * shape[i + 1];
    return strides;
}
function pick(data, shape, strides, offset) {
    const result = new Int32Array(sizeOf(shape));
    const index = new Array(shape.length).fill(0);
    let at = offset;
    for (let i = 0; i < result.length; i++) {
        result[i] = data[at];
        for (let axis = shape.length - 1; axis >= 0; axis--) {
            at += strides[axis];
            if (++index[axis] < shape[axis])
                break;
            at -= strides[axis] * shape[axis];
            index[axis] = 0;
        }
    }
    return result;
}
