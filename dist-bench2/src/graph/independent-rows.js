import { sizeOf, toNumbers } from "./tensor.js";
/**
 * Whether two graphs, built by one program for different numbers of rows, do the same to each row
 * and mix none, up to sums over rows that the graph returns.
 *
 * @param names of the inputs whose first axis is the rows
 */
export function hasIndependentRows(whole, part, names) {
    const values = valuesOf(whole);
    const others = valuesOf(part);
    if (whole.nodes.length !== part.nodes.length || values.length !== others.length)
        return false;
    const rows = new Map();
    for (const [i, v] of values.entries()) {
        const axis = rowAxis(v, others[i]);
        if (axis === "several")
            return false;
        if (axis !== undefined)
            rows.set(v, axis);
    }
    if (!names.every((name) => rows.get(whole.inputs.find((v) => v.name === name)) === 0))
        return false;
    if (!whole.inputs.every((v) => names.includes(v.name) || !rows.has(v)))
        return false;
    if (!sameConstants(whole, part, rows))
        return false;
    const returned = new Set(whole.outputs.values());
    return whole.nodes.every((node, i) => keepsRowsApart(node, part.nodes[i], { rows, returned, graph: whole }));
}
const valuesOf = ({ inputs, constants, nodes }) => [
    ...inputs,
    ...constants.keys(),
    ...nodes.flatMap(({ outputs }) => outputs),
];
function rowAxis(v, other) {
    if (v.shape.length !== other.shape.length)
        return "several";
    const changing = v.shape.flatMap((n, axis) => (n === other.shape[axis] ? [] : [axis]));
    return changing.length > 1 ? "several" : changing[0];
}
/** Operators that read shapes, axes or places from a constant, by the inputs that hold these. */
const shapeInputs = {
    Reshape: [1],
    Expand: [1],
    Slice: [1, 2, 3, 4],
    Pad: [1, 3],
    Split: [1],
    Tile: [1],
    ReduceSum: [1],
    Squeeze: [1],
    Unsqueeze: [1],
};
/**
 * Whether constants are the same in both graphs. One with rows must have one value throughout;
 * shapes may differ, which the shapes of the nodes' outputs show.
 */
function sameConstants(whole, part, rows) {
    const isShape = new Set();
    const isNumber = new Set();
    for (const { operator, inputs } of whole.nodes) {
        for (const [i, v] of inputs.entries()) {
            if (v !== undefined)
                (shapeInputs[operator]?.includes(i) ? isShape : isNumber).add(v);
        }
    }
    const others = [...part.constants.values()];
    return [...whole.constants].every(([v, numbers], i) => {
        if (rows.has(v))
            return isUniform(numbers) && isUniform(others[i]) && numbers.data[0] === others[i].data[0];
        return (isShape.has(v) && !isNumber.has(v)) || sameNumbers(numbers, others[i]);
    });
}
const isUniform = ({ data }) => data.every((n) => n === data[0]);
const sameNumbers = (a, b) => a.data.length === b.data.length && a.data.every((n, i) => Object.is(n, b.data[i]));
function keepsRowsApart(node, other, context) {
    const { rows, returned, graph } = context;
    if (node.operator !== other.operator || JSON.stringify(node.attributes) !== JSON.stringify(other.attributes)) {
        return false;
    }
    if (!node.inputs.some((v) => v !== undefined && rows.has(v)))
        return true;
    // A value that depends on rows but has no axis for them mixes them. Only a sum may, at the end.
    if (!node.outputs.every((v) => rows.has(v))) {
        const isRead = graph.nodes.some(({ inputs }) => inputs.includes(node.outputs[0]));
        return node.operator === "ReduceSum" && returned.has(node.outputs[0]) && !isRead;
    }
    const rule = rules[node.operator] ?? (pointwise.has(node.operator) ? aligned : undefined);
    return rule?.(node, context) ?? false;
}
const fromEnd = (v, axis) => v.shape.length - axis;
/** Elementwise operators: what broadcasts has its rows at the same place from the end. */
const aligned = ({ inputs, outputs }, { rows }) => {
    const place = fromEnd(outputs[0], rows.get(outputs[0]));
    return inputs.every((v) => v === undefined || !rows.has(v) || fromEnd(v, rows.get(v)) === place);
};
/** Rows must not lie along these axes, counted from the front or from the end. */
const notAlong = (axes, x, row) => axes.every((axis) => (axis < 0 ? axis + x.shape.length : axis) !== row);
const alongAttribute = ({ inputs, attributes }, { rows }) => inputs.every((v) => v === undefined || !rows.has(v) || notAlong([attributes.axis], v, rows.get(v)));
/** The first input has rows, the others (weights) have none; the first axis is theirs. */
const firstAxis = ({ inputs, outputs }, { rows }) => inputs.every((v, i) => v === undefined || rows.get(v) === (i === 0 ? 0 : undefined)) &&
    outputs.every((v) => rows.get(v) === 0);
/** The elements before the rows are equally many: no row is torn apart, and their order stays. */
const sameOrder = ({ inputs: [x], outputs: [y] }, { rows }) => {
    const before = (v) => sizeOf(v.shape.slice(0, rows.get(v)));
    return rows.has(x) && before(x) === before(y);
};
const sameSize = ({ inputs: [x], outputs: [y] }, { rows }) => {
    if (!rows.has(x))
        return true;
    return (fromEnd(x, rows.get(x)) === fromEnd(y, rows.get(y)) && x.shape[rows.get(x)] === y.shape[rows.get(y)]);
};
const product = (node, { rows }) => {
    const [a, b, c] = node.inputs;
    const [y] = node.outputs;
    const last = (v, back) => v.shape.length - back;
    const innerOfA = node.attributes.transA === 1 ? last(a, 2) : last(a, 1);
    const innerOfB = node.attributes.transB === 1 || b.shape.length === 1 ? last(b, 1) : last(b, 2);
    if (rows.get(a) === innerOfA || rows.get(b) === innerOfB)
        return false;
    return c === undefined || !rows.has(c) || fromEnd(c, rows.get(c)) === fromEnd(y, rows.get(y));
};
const reduction = ({ operator, inputs, attributes }, { rows, graph }) => {
    const [x, listed] = inputs;
    const constant = listed === undefined ? undefined : graph.constants.get(listed);
    const axes = operator === "ReduceSum" ? constant && toNumbers(constant) : attributes.axes;
    return axes !== undefined && axes.length > 0 && notAlong(axes, x, rows.get(x));
};
/** From this axis on all axes are normalized together. */
const layerNormalization = ({ inputs: [x, ...weights], attributes }, { rows }) => {
    const axis = attributes.axis;
    const first = axis < 0 ? axis + x.shape.length : axis;
    return rows.get(x) < first && weights.every((v) => v === undefined || !rows.has(v));
};
/** Rows by numbers that have rows, or places along another axis than that of rows. */
const gathering = ({ inputs, attributes }, { rows }) => {
    const [data, indices] = inputs;
    if (!rows.has(data))
        return true;
    return !rows.has(indices) && notAlong([attributes.axis], data, rows.get(data));
};
const concatenation = (node, context) => node.inputs.every((v) => context.rows.get(v) === context.rows.get(node.outputs[0])) &&
    alongAttribute(node, context);
const sliced = (node, context) => {
    const axes = context.graph.constants.get(node.inputs[3]);
    return (axes !== undefined &&
        notAlong(toNumbers(axes), node.inputs[0], context.rows.get(node.inputs[0])) &&
        sameSize(node, context));
};
const always = () => true;
const pointwise = new Set([
    ...["Identity", "Neg", "Abs", "Sign", "Exp", "Log", "Sqrt", "Reciprocal", "Erf", "Sin", "Cos", "Tan", "Asin", "Acos"],
    ...["Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh", "Floor", "Ceil", "Round", "Relu", "Sigmoid", "Tanh"],
    ...["Softplus", "Softsign", "LeakyRelu", "Elu", "Selu", "HardSigmoid", "Gelu", "Not", "Cast", "Clip"],
    ...["Add", "Sub", "Mul", "Div", "Pow", "Mod", "Max", "Min", "Sum", "Mean", "Equal", "Greater", "GreaterOrEqual"],
    ...["Less", "LessOrEqual", "And", "Or", "Xor", "Where"],
]);
/** The rule of each operator that is not elementwise. */
const rules = {
    Softmax: alongAttribute,
    LogSoftmax: alongAttribute,
    ArgMax: alongAttribute,
    Split: alongAttribute,
    Concat: concatenation,
    LayerNormalization: layerNormalization,
    ReduceSum: reduction,
    ReduceMean: reduction,
    ReduceMax: reduction,
    ReduceMin: reduction,
    ReduceL2: reduction,
    ReduceSumSquare: reduction,
    Transpose: always,
    Reshape: sameOrder,
    Flatten: sameOrder,
    Squeeze: sameOrder,
    Unsqueeze: sameOrder,
    Slice: sliced,
    Pad: sameSize,
    Expand: sameSize,
    Gather: gathering,
    MatMul: product,
    Gemm: product,
    Conv: firstAxis,
    ConvTranspose: firstAxis,
    MaxPool: firstAxis,
    AveragePool: firstAxis,
    GlobalAveragePool: firstAxis,
    GlobalMaxPool: firstAxis,
    InstanceNormalization: firstAxis,
    LRN: firstAxis,
};
