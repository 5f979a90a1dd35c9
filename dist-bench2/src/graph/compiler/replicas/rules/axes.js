/** Operators that work along axes: the same, one axis further back. */
import { expand, reshape, transpose } from "../../../expressions.js";
import { broadcastable, integersOf, shiftedAxis, stackedValue } from "../axes.js";
/** Softmax and the place of the maximum: one axis, in an attribute. */
export const alongAxis = ({ g, node, inputs }) => {
    const [x] = inputs;
    const axis = shiftedAxis(node.attributes.axis, x.shape.length);
    return [g.apply(node.operator, [x.value], { ...node.attributes, axis })];
};
/** The largest along an axis: the axis in an attribute, the number of them in a constant. */
export const largest = ({ g, node, inputs }) => {
    const [x, k] = inputs;
    const axis = shiftedAxis(node.attributes.axis, x.shape.length);
    return g.applyAll("TopK", [x.value, k.value], { ...node.attributes, axis }, { outputs: 2 });
};
/** Axes in an attribute; all axes where it is left out. */
export const reduction = ({ g, node, inputs }) => {
    const { shape, value } = inputs[0];
    const axes = shiftedAxes(node.attributes.axes, shape.length);
    if (axes.length === 0)
        return undefined;
    return [g.apply(node.operator, [value], { ...node.attributes, axes })];
};
/** Axes in an input. */
export const sum = (context) => {
    const { g, node, inputs } = context;
    const { shape, value } = inputs[0];
    const listed = integersOf(context, inputs[1]) ?? [];
    if (listed.length === 0 && node.attributes.noop_with_empty_axes === 1)
        return [g.apply("Identity", [value])];
    const axes = shiftedAxes(listed, shape.length);
    if (axes.length === 0)
        return undefined;
    return [g.apply("ReduceSum", [value, g.integers(axes)], node.attributes)];
};
function shiftedAxes(axes, rank) {
    const listed = axes === undefined || axes.length === 0 ? Array.from({ length: rank }, (_, i) => i) : axes;
    return listed.map((axis) => shiftedAxis(axis, rank));
}
/** Reshape, Flatten, Squeeze, Unsqueeze: other axes for the same elements in the same order. */
export const reshaping = ({ g, count, node, inputs }) => [
    reshape(g, inputs[0].value, [count, ...node.outputs[0].shape]),
];
/** Transpose: the replica axis stays in front. */
export const transposition = ({ g, node, inputs }) => {
    const { shape, value } = inputs[0];
    const order = node.attributes.perm ?? shape.map((_, i) => shape.length - 1 - i);
    return [transpose(g, value, [0, ...order.map((axis) => axis + 1)])];
};
/** Slice: the same places of every replica. */
export const slicing = (context) => {
    const { g, inputs } = context;
    const [x, , , , steps] = inputs;
    const [starts, ends] = [integersOf(context, inputs[1]), integersOf(context, inputs[2])];
    const axes = integersOf(context, inputs[3]) ?? starts.map((_, i) => i);
    const shifted = axes.map((axis) => shiftedAxis(axis, x.shape.length));
    return [g.apply("Slice", [x.value, ...[starts, ends, shifted].map((list) => g.integers(list)), steps?.value])];
};
/** Pad: nothing along the replica axis. */
export const padding = (context) => {
    const { g, node, inputs } = context;
    const [x, , value] = inputs;
    if (value?.stacked)
        return undefined;
    const pads = integersOf(context, inputs[1]);
    const rank = pads.length / 2;
    const widened = g.integers([0, ...pads.slice(0, rank), 0, ...pads.slice(rank)]);
    return [g.apply("Pad", [x.value, widened, ...(value === undefined ? [] : [value.value])], node.attributes)];
};
/** Concat, of values that are all stacked first. */
export const concatenation = (context) => {
    const { g, node, inputs } = context;
    const axis = shiftedAxis(node.attributes.axis, node.outputs[0].shape.length);
    return [
        g.apply("Concat", inputs.map((input) => stackedValue(context, input)), { axis }),
    ];
};
/** Split into the same parts of every replica. */
export const splitting = ({ g, node, inputs }) => {
    const [x, sizes] = inputs;
    const axis = shiftedAxis(node.attributes.axis, x.shape.length);
    return g.applyAll("Split", [x.value, sizes.value], { axis }, { outputs: node.outputs.length });
};
/** Expand to the shape of one replica, with the replica axis in front. */
export const expansion = ({ g, count, node, inputs }) => {
    const { shape } = node.outputs[0];
    return [expand(g, broadcastable(g, inputs[0], shape.length), [count, ...shape])];
};
/** Tile: once along the replica axis. */
export const repetition = (context) => {
    const { g, inputs } = context;
    return [g.apply("Tile", [inputs[0].value, g.integers([1, ...integersOf(context, inputs[1])])])];
};
/** Rows by number: numbers that differ, of shared rows; or shared numbers, of rows that differ. */
export const gathering = ({ g, node, inputs }) => {
    const [data, indices] = inputs;
    const rank = data.shape.length;
    const axis = node.attributes.axis;
    if (!indices.stacked) {
        return [g.apply("Gather", [data.value, indices.value], { axis: shiftedAxis(axis, rank) })];
    }
    const from = axis < 0 ? axis + rank : axis;
    if (data.stacked)
        return undefined;
    // [before…, R, …indices, after…]
    const picked = g.apply("Gather", [data.value, indices.value], { axis: from });
    const order = picked.shape.map((_, i) => (i === 0 ? from : i <= from ? i - 1 : i));
    return [transpose(g, picked, order)];
};
