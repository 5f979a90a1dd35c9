/**
 * A node of a graph that was read at one batch, on values of another: exporters that fix the batch
 * write it into shapes.
 */
import { InputError } from "../../../errors.js";
import { expand, slice } from "../../../graph/expressions.js";
import { sizeOf } from "../../../graph/tensor.js";
/** What to do where a file fixes the batch. */
const remedy = "Export the model with an open batch: dynamic_axes (or dynamic_shapes, with dynamo=True) of torch.onnx.export, " +
    "or an input signature whose first size is None in tf2onnx.";
/** Moves nodes from one batch to another. */
export function rebatch(change) {
    if (change.from === change.to)
        return { inputs: (_, __, inputs) => inputs, keep: () => { } };
    const outside = new Map();
    const outsideOf = (v) => outside.get(v) ?? 1;
    return {
        inputs: (g, node, inputs) => {
            const rule = Object.hasOwn(rules, node.operator) ? rules[node.operator] : undefined;
            return rule?.({ g, node, inputs, change, outsideOf }) ?? inputs;
        },
        keep: (node, inputs, outputs, used) => {
            if (readsShapes.has(node.operator))
                return;
            const grown = inputs.findIndex((v, i) => v !== undefined && growsFrom(node.inputs[i], v) !== undefined);
            for (const [i, output] of outputs.entries()) {
                const old = node.outputs[i];
                if (!used.has(old))
                    continue;
                const axis = growsFrom(old, output);
                if (!grewRightly(old.shape, output.shape, axis, change) || (axis === undefined) !== grown < 0) {
                    const [now, before] = [output.shape.join(", "), old.shape.join(", ")];
                    throw fixedBatch(node, change, `makes [${now}] where it made [${before}], and rows are joined or dropped`);
                }
                if (axis === undefined)
                    continue;
                const x = node.inputs[grown];
                const within = outsideOf(inputs[grown]);
                const inOrder = rowMajor.has(node.operator);
                const outer = within * sizeOf(x.shape.slice(0, growsFrom(x, inputs[grown])));
                outside.set(output, inOrder ? outer / sizeOf(old.shape.slice(0, axis)) : within);
            }
        },
    };
}
/** Whether a shape is the old one, with one axis as many times as large as the batch. */
function grewRightly(old, now, axis, { from, to }) {
    return now.length === old.length && now.every((n, i) => (i === axis ? n * from === old[i] * to : n === old[i]));
}
/** The error for a node that cannot work at another batch. */
export function fixedBatch(node, { from, to }, why) {
    return new InputError(`"${node.outputs[0].name}" (${node.operator}) fixes the batch to ${from}: at batch ${to} it ${why}. ${remedy}`);
}
/** The first axis whose size changed; undefined where the shape is the same. */
function growsFrom({ shape: old }, { shape: now }) {
    const axis = now.findIndex((n, i) => n !== old[i]);
    return axis >= 0 ? axis : now.length === old.length ? undefined : now.length;
}
/** Operators whose result is about shapes: it need not grow with them. */
const readsShapes = new Set(["Shape", "Size"]);
/** Operators that leave the elements in their order. */
const rowMajor = new Set(["Reshape", "Flatten", "Squeeze", "Unsqueeze"]);
/**
 * The shape of a reshaped value, grown where the batch is in it: where as many elements lie before
 * it, in row-major order, as in the input. Where the old batch is 1 several axes may be that place:
 * best one that begins with the batch and is nothing else, then one that begins with it. The last
 * axis has the features, so it comes last.
 */
function reshapedShape({ node, inputs, change: { from, to }, ...moved }) {
    const [x] = inputs;
    const axis = growsFrom(node.inputs[0], x);
    if (axis === undefined)
        return undefined;
    const { shape } = node.outputs[0];
    const outer = sizeOf(node.inputs[0].shape.slice(0, axis)) * moved.outsideOf(x);
    const places = shape.flatMap((n, k) => {
        const within = outer / sizeOf(shape.slice(0, k));
        if (!Number.isInteger(within) || n % (within * from) !== 0)
            return [];
        const isLast = k === shape.length - 1 && k > 0 && n !== from;
        return [{ k, rank: isLast ? 3 : within > 1 ? 2 : n > from ? 1 : 0 }];
    });
    const best = places.toSorted((a, b) => a.rank - b.rank)[0];
    if (best === undefined) {
        throw fixedBatch(node, { from, to }, `cannot bring [${x.shape.join(", ")}] into its shape`);
    }
    return shape.with(best.k, (shape[best.k] * to) / from);
}
const reshaped = (moved) => {
    const shape = reshapedShape(moved);
    return shape === undefined ? moved.inputs : moved.inputs.with(1, moved.g.integers(shape));
};
/** Of an operator whose input `position` has the sizes of its output, which grows as `x` does. */
const sized = (position) => ({ g, node, inputs, change }) => {
    const [x] = inputs;
    const axis = growsFrom(node.inputs[0], x);
    if (axis === undefined || inputs[position] === undefined)
        return inputs;
    const { shape } = node.outputs[0];
    const place = axis + shape.length - x.shape.length;
    return inputs.with(position, g.integers(shape.with(place, (shape[place] * change.to) / change.from)));
};
/** Repeats what does not grow along the axis along which the other inputs do. */
const concat = (moved) => {
    const { node, inputs } = moved;
    const grown = inputs.findIndex((v, i) => growsFrom(node.inputs[i], v) !== undefined);
    if (grown < 0)
        return inputs;
    const axis = growsFrom(node.inputs[grown], inputs[grown]);
    return inputs.map((v) => (v.shape[axis] === inputs[grown].shape[axis] ? v : repeated(moved, v, axis)));
};
/** Inputs of recurrent operators with an axis for the batch: lengths, and the states before. */
const recurrent = (moved) => {
    const { inputs, change } = moved;
    const axes = { 4: 0, 5: 1, 6: 1 };
    return inputs.map((v, i) => {
        const axis = axes[i];
        return v === undefined || axis === undefined || v.shape[axis] === change.to ? v : repeated(moved, v, axis);
    });
};
/** Makes one row of equal constant rows, which then broadcasts. */
const elementwise = (moved) => {
    const { g, inputs, node, change } = moved;
    const rank = node.outputs[0].shape.length;
    const fromEnd = inputs.flatMap((v, i) => {
        const axis = v === undefined ? undefined : growsFrom(node.inputs[i], v);
        return axis === undefined ? [] : [v.shape.length - axis];
    })[0];
    if (fromEnd === undefined || fromEnd > rank)
        return inputs;
    return inputs.map((v) => {
        const axis = v === undefined ? -1 : v.shape.length - fromEnd;
        if (v === undefined || axis < 0 || v.shape[axis] === 1 || v.shape[axis] !== change.from)
            return v;
        return firstRow(g, v, axis) ?? v;
    });
};
/** A value that is the same for each row, for as many rows as there are now. */
function repeated({ g, node, change }, v, axis) {
    const row = v.shape[axis] === 1 ? v : v.shape[axis] === change.from ? firstRow(g, v, axis) : undefined;
    if (row === undefined) {
        throw fixedBatch(node, change, `reads [${v.shape.join(", ")}], with a row of its own for each of ${change.from}`);
    }
    return expand(g, row, v.shape.with(axis, change.to));
}
/** One of the equal rows of a value; undefined where they are not known to be equal. */
function firstRow(g, v, axis) {
    const data = g.constantOf(v);
    if (data !== undefined)
        return rowsAreEqual(data, axis) ? slice(g, v, [axis], [0], [1]) : undefined;
    const node = g.producer(v);
    const x = node?.operator === "Expand" ? node.inputs[0] : undefined;
    if (x === undefined)
        return undefined;
    const place = axis - v.shape.length + x.shape.length;
    const row = place < 0 || x.shape[place] === 1 ? x : firstRow(g, x, place);
    return row && expand(g, row, v.shape.with(axis, 1));
}
function rowsAreEqual({ shape, data }, axis) {
    const inner = sizeOf(shape.slice(axis + 1));
    return data.every((x, i) => {
        const row = Math.floor(i / inner) % shape[axis];
        return x === data[i - row * inner];
    });
}
const broadcasting = [
    "Add",
    "Sub",
    "Mul",
    "Div",
    "Pow",
    "Where",
    "And",
    "Or",
    "Equal",
    "Less",
    "Greater",
    "Max",
    "Min",
];
/** By operator. */
const rules = {
    Reshape: reshaped,
    Expand: sized(1),
    Resize: sized(3),
    Concat: concat,
    LSTM: recurrent,
    GRU: recurrent,
    RNN: recurrent,
    ...Object.fromEntries(broadcasting.map((name) => [name, elementwise])),
};
