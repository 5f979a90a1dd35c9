/** Evaluators that move, repeat and make elements, and that reduce whole numbers. */
import { sliceRanges } from "../../../operators/slicing.js";
import { emptyData, sizeOf, tensor, toNumbers } from "../../../tensor.js";
import { broadcastTo, pick, rowMajorStrides } from "./evaluator.js";
const reshaped = ([x], _node, out) => ({ type: out.type, shape: out.shape, data: x.data });
const transpose = ([x], node, out) => {
    const perm = node.attributes.perm ?? x.shape.map((_, i) => x.shape.length - 1 - i);
    const strides = rowMajorStrides(x.shape);
    return pick(x, out.shape, perm.map((axis) => strides[axis]));
};
const slice = ([x, starts, ends, axes, steps], _node, out) => {
    const [from, to, along, by] = [starts, ends, axes, steps].map((t) => (t === undefined ? undefined : toNumbers(t)));
    const ranges = sliceRanges(x.shape, from, to, along, by);
    const strides = rowMajorStrides(x.shape);
    return pick(x, out.shape, ranges.map((range, i) => range.step * strides[i]), ranges.reduce((offset, range, i) => offset + range.start * strides[i], 0));
};
const gather = ([x, indices], node, out) => {
    const axis = (node.attributes.axis + x.shape.length) % x.shape.length;
    const n = x.shape[axis];
    const at = toNumbers(indices).map((i) => (i < 0 ? i + n : i));
    if (at.some((i) => i < 0 || i >= n))
        return undefined; // the runtime's error
    const inner = sizeOf(x.shape.slice(axis + 1));
    const outer = sizeOf(x.shape.slice(0, axis));
    const data = emptyData(out.type, sizeOf(out.shape));
    let next = 0;
    for (let o = 0; o < outer; o++) {
        for (const i of at) {
            for (let k = 0; k < inner; k++)
                data[next++] = x.data[(o * n + i) * inner + k];
        }
    }
    return { type: out.type, shape: out.shape, data };
};
const concat = (inputs, node, out) => {
    const axis = (node.attributes.axis + out.shape.length) % out.shape.length;
    const outer = sizeOf(out.shape.slice(0, axis));
    const data = emptyData(out.type, sizeOf(out.shape));
    let next = 0;
    for (let o = 0; o < outer; o++) {
        for (const t of inputs) {
            const block = t.data.length / outer;
            for (let k = 0; k < block; k++)
                data[next++] = t.data[o * block + k];
        }
    }
    return { type: out.type, shape: out.shape, data };
};
const constantOfShape = (_inputs, node, out) => {
    const value = node.attributes.value;
    return value === undefined
        ? { ...out, data: emptyData(out.type, sizeOf(out.shape)) }
        : broadcastTo(scalarOf(value), out.shape);
};
const scalarOf = (t) => ({ ...t, shape: [] });
const range = ([start, , delta], _node, out) => {
    // Accumulated or multiplied: runtimes differ
    if (out.type === "float32" || out.type === "float64")
        return undefined;
    const [from, by] = [toNumbers(start)[0], toNumbers(delta)[0]];
    return tensor(out.type, out.shape, Array.from({ length: sizeOf(out.shape) }, (_, i) => from + i * by));
};
/** Sums, products and extremes of int64 and int32, whose order does not matter. */
function reducing(f) {
    return ([x, axesInput], node, out) => {
        if (x.type !== "int64" && x.type !== "int32")
            return undefined;
        const listed = axesInput === undefined ? node.attributes.axes : toNumbers(axesInput);
        const rank = x.shape.length;
        const none = listed === undefined || listed.length === 0;
        if (none && node.attributes.noop_with_empty_axes === 1)
            return { ...x };
        const axes = none ? x.shape.map((_, i) => i) : listed.map((axis) => (axis < 0 ? axis + rank : axis));
        const rest = x.shape.flatMap((_, i) => (axes.includes(i) ? [] : [i]));
        const order = [...rest, ...axes];
        const strides = rowMajorStrides(x.shape);
        const lines = pick(x, order.map((axis) => x.shape[axis]), order.map((axis) => strides[axis]));
        const count = sizeOf(axes.map((axis) => x.shape[axis]));
        if (count === 0)
            return undefined; // the runtime's own value of nothing
        const data = emptyData(out.type, sizeOf(out.shape));
        for (let i = 0; i < data.length; i++) {
            const line = Array.from(lines.data.slice(i * count, (i + 1) * count), BigInt);
            const result = line.reduce(f);
            // Overflow: the runtime decides
            if (BigInt.asIntN(out.type === "int64" ? 64 : 32, result) !== result)
                return undefined;
            data[i] = out.type === "int64" ? result : Number(result);
        }
        return { type: out.type, shape: out.shape, data };
    };
}
const tile = ([x], _node, out) => {
    const strides = rowMajorStrides(x.shape);
    // Each axis as [repeats, size], of which only the second moves on
    const pairs = x.shape.flatMap((n, i) => [n === 0 ? 1 : out.shape[i] / n, n]);
    return {
        ...pick(x, pairs, strides.flatMap((stride) => [0, stride])),
        shape: out.shape,
    };
};
/** The evaluators of this family, by operator. */
export const movement = {
    Identity: reshaped,
    Reshape: reshaped,
    Flatten: reshaped,
    Squeeze: reshaped,
    Unsqueeze: reshaped,
    Expand: ([x], _node, out) => broadcastTo(x, out.shape),
    Tile: tile,
    Transpose: transpose,
    Slice: slice,
    Gather: gather,
    Concat: concat,
    ConstantOfShape: constantOfShape,
    Range: range,
    ReduceSum: reducing((a, b) => a + b),
    ReduceProd: reducing((a, b) => a * b),
    ReduceMax: reducing((a, b) => (a > b ? a : b)),
    ReduceMin: reducing((a, b) => (a < b ? a : b)),
};
