/**
 * Operators that take and place elements by index, by Gather, GatherElements and ScatterElements.
 */
import { add, cast, expand, mul, reduceSum, reshape, sub } from "../../../expressions.js";
import { sizeOf, tensor } from "../../../tensor.js";
import { axisOf, checkCount, numberOf, numbersOf, required } from "../file-node.js";
/** 0 to n − 1. */
const range = (n) => Array.from({ length: n }, (_, i) => i);
const int64s = (g, shape, values) => g.constant(tensor("int64", shape, values), "integers");
/**
 * Indices whose last axis names a place on the leading axes of `shape` → numbers of the row-major
 * places there. Negative ones count from the end.
 */
function flatPlaces(node, indices, shape) {
    const { g } = node;
    const depth = indices.shape.at(-1) ?? node.fail("the indices must have an axis");
    if (depth > shape.length)
        node.fail(`the indices name ${depth} axes of a tensor of ${shape.length}`);
    const leading = shape.slice(0, depth);
    const strides = leading.map((_, i) => sizeOf(leading.slice(i + 1)));
    const sizes = int64s(g, [depth], leading);
    const wide = cast(g, indices, "int64");
    const isNegative = g.apply("Less", [wide, g.scalar(0, "int64")]);
    const places = g.apply("Where", [isNegative, add(g, wide, sizes), wide]);
    return reduceSum(g, mul(g, places, int64s(g, [depth], strides)), [indices.shape.length - 1], false);
}
/** Whole slices of the data at the places that the indices' last axis names. */
const gatherND = (node) => {
    const { g } = node;
    const [x, indices] = [required(node, 0), required(node, 1)];
    const batchAxes = numberOf(node, "batch_dims", 0);
    const batch = x.shape.slice(0, batchAxes);
    const depth = indices.shape.at(-1) ?? 0;
    const rest = x.shape.slice(batchAxes + depth);
    let places = flatPlaces(node, indices, x.shape.slice(batchAxes));
    // Places in one sample of the batch
    const count = sizeOf(x.shape.slice(batchAxes, batchAxes + depth));
    if (batchAxes > 0) {
        const others = indices.shape.slice(batchAxes, -1).map(() => 1);
        checkCount(node, sizeOf(batch));
        const starts = range(sizeOf(batch)).map((sample) => sample * count);
        places = add(g, places, int64s(g, [...batch, ...others], starts));
    }
    const rows = reshape(g, x, [sizeOf(batch) * count, ...rest]);
    return [g.apply("Gather", [rows, places], { axis: 0 })];
};
/** The data with slices replaced by (or combined with) updates. */
const scatterND = (node) => {
    const { g } = node;
    const [x, indices, updates] = [required(node, 0), required(node, 1), required(node, 2)];
    const depth = indices.shape.at(-1) ?? 0;
    const inner = sizeOf(x.shape.slice(depth));
    const count = sizeOf(indices.shape.slice(0, -1));
    const expected = [...indices.shape.slice(0, -1), ...x.shape.slice(depth)];
    if (updates.shape.join() !== expected.join()) {
        node.fail(`the updates are [${updates.shape.join(", ")}], the indices ask for [${expected.join(", ")}]`);
    }
    const places = reshape(g, flatPlaces(node, indices, x.shape), [count, 1]);
    const rows = g.apply("ScatterElements", [
        reshape(g, x, [sizeOf(x.shape.slice(0, depth)), inner]),
        expand(g, places, [count, inner]),
        reshape(g, updates, [count, inner]),
    ], { axis: 0, reduction: node.attributes.reduction ?? "none" });
    return [reshape(g, rows, x.shape)];
};
/**
 * The slices along an axis where the condition, a constant, is true; of the flat data without axis.
 */
const compress = (node) => {
    const { g } = node;
    const x = required(node, 0);
    const places = numbersOf(node, 1, "the condition").flatMap((value, i) => (value === 0 ? [] : [i]));
    const stated = node.attributes.axis;
    const data = stated === undefined ? reshape(g, x, [sizeOf(x.shape)]) : x;
    const axis = axisOf(node, stated ?? 0, data.shape.length);
    return [g.apply("Gather", [data, g.integers(places)], { axis })];
};
/**
 * The first `length` elements along the time axis, a number for each sample, in the opposite order.
 */
const reverseSequence = (node) => {
    const { g } = node;
    const [x, lengths] = [required(node, 0), required(node, 1)];
    const rank = x.shape.length;
    const [time, batch] = [
        axisOf(node, numberOf(node, "time_axis", 0), rank),
        axisOf(node, numberOf(node, "batch_axis", 1), rank),
    ];
    const along = (axis, n) => x.shape.map((_, i) => (i === axis ? n : 1));
    checkCount(node, x.shape[time]);
    const steps = int64s(g, along(time, x.shape[time]), range(x.shape[time]));
    const ends = reshape(g, cast(g, lengths, "int64"), along(batch, x.shape[batch]));
    const back = sub(g, sub(g, ends, g.scalar(1, "int64")), steps);
    const places = g.apply("Where", [g.apply("Less", [steps, ends]), back, steps]);
    return [g.apply("GatherElements", [x, expand(g, places, x.shape)], { axis: time })];
};
/**
 * 1 at the first maximum along an axis, 0 elsewhere; until opset 12 the axes from `axis` on were
 * one.
 */
const hardmax = (node) => {
    const { g } = node;
    const x = required(node, 0);
    const rank = x.shape.length;
    const oldForm = node.opset < 13;
    const axis = axisOf(node, numberOf(node, "axis", oldForm ? 1 : -1), rank);
    const rows = oldForm ? reshape(g, x, [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis))]) : x;
    const at = oldForm ? 1 : axis;
    const first = g.apply("ArgMax", [rows], { axis: at, keepdims: 0 });
    const values = g.constant(tensor(x.type, [2], [0, 1]), "off_and_on");
    const hot = g.apply("OneHot", [first, g.scalar(rows.shape[at], "int64"), values], { axis: at });
    return [reshape(g, hot, x.shape)];
};
/** The definitions of this family, by operator. */
export const indexing = {
    GatherND: gatherND,
    ScatterND: scatterND,
    Compress: compress,
    ReverseSequence: reverseSequence,
    Hardmax: hardmax,
};
