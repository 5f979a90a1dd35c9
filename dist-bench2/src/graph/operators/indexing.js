import { sizeOf, toNumbers } from "../tensor.js";
import { checkIndices, constantIntegers, normalizeAxis, optionalIntegers } from "./axes.js";
import { sameType } from "./broadcast.js";
const axisOf = (context, rank) => normalizeAxis(context, context.attributes.axis, rank);
function inferGather(context) {
    const [data, indices] = context.inputs;
    checkIndices(context, indices);
    const axis = axisOf(context, data.shape.length);
    const shape = [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)];
    return [{ type: data.type, shape }];
}
function inferGatherElements(context) {
    const [data, indices] = context.inputs;
    checkIndices(context, indices);
    const axis = axisOf(context, data.shape.length);
    if (indices.shape.length !== data.shape.length ||
        indices.shape.some((n, i) => i !== axis && n > data.shape[i])) {
        context.fail(`the indices may reach beyond the data on axis ${axis} only`);
    }
    return [{ type: data.type, shape: indices.shape }];
}
const scatterReductions = ["none", "add", "mul", "max", "min"];
function inferScatterElements(context) {
    const [data, indices, updates] = context.inputs;
    checkIndices(context, indices);
    sameType(context, [data, updates]);
    const axis = axisOf(context, data.shape.length);
    const { reduction } = context.attributes;
    if (!scatterReductions.includes(reduction)) {
        context.fail(`reduction "${reduction}" is not among ${scatterReductions.join(", ")}`);
    }
    if (indices.shape.join() !== updates.shape.join())
        context.fail("indices and updates must have one shape");
    if (indices.shape.length !== data.shape.length ||
        indices.shape.some((n, i) => i !== axis && n > data.shape[i])) {
        context.fail(`the indices may reach beyond the data on axis ${axis} only`);
    }
    return [{ type: data.type, shape: data.shape }];
}
function inferOneHot(context) {
    const [indices, depth, values] = context.inputs;
    const depthData = context.constant(depth);
    if (depthData === undefined || sizeOf(depthData.shape) !== 1)
        context.fail("depth must be a constant scalar");
    if (values.shape.length !== 1 || values.shape[0] !== 2)
        context.fail("values must be [off, on]");
    const axis = axisOf(context, indices.shape.length + 1);
    const shape = indices.shape.slice();
    shape.splice(axis, 0, toNumbers(depthData)[0]);
    return [{ type: values.type, shape }];
}
function inferCumSum(context) {
    const { type, shape } = context.inputs[0];
    const axis = optionalIntegers(context, context.inputs[1], "the axis");
    normalizeAxis(context, axis?.length === 1 ? axis[0] : context.fail("the axis must be one number"), shape.length);
    return [{ type, shape }];
}
function inferTopK(context) {
    const { type, shape } = context.inputs[0];
    const axis = axisOf(context, shape.length);
    if (context.outputCount !== 2)
        context.fail("has two outputs, values and places (ONNX Runtime refuses one)");
    const [k, ...more] = constantIntegers(context, context.inputs[1], "k");
    if (k === undefined || more.length > 0 || context.inputs[1].shape.length !== 1) {
        context.fail("k must be a list of one number");
    }
    if (k > shape[axis] || k < 0)
        context.fail(`cannot take ${k} of the ${shape[axis]} elements of axis ${axis}`);
    const taken = shape.map((n, i) => (i === axis ? k : n));
    return [
        { type, shape: taken },
        { type: "int64", shape: taken },
    ];
}
function inferTrilu(context) {
    const { type, shape } = context.inputs[0];
    if (shape.length < 2)
        context.fail("takes matrices: at least two axes");
    optionalIntegers(context, context.inputs[1], "k");
    return [{ type, shape }];
}
/** The operators of this family. */
export const indexing = [
    {
        name: "Gather",
        inputs: [2, 2],
        outputs: [1, 1],
        attributes: { axis: { kind: "int", default: 0 } },
        infer: inferGather,
    },
    {
        name: "GatherElements",
        inputs: [2, 2],
        outputs: [1, 1],
        attributes: { axis: { kind: "int", default: 0 } },
        infer: inferGatherElements,
    },
    {
        name: "ScatterElements",
        inputs: [3, 3],
        outputs: [1, 1],
        attributes: { axis: { kind: "int", default: 0 }, reduction: { kind: "string", default: "none" } },
        infer: inferScatterElements,
        opset: ({ reduction }) => (reduction === "max" || reduction === "min" ? 18 : 0),
    },
    {
        name: "OneHot",
        inputs: [3, 3],
        outputs: [1, 1],
        attributes: { axis: { kind: "int", default: -1 } },
        infer: inferOneHot,
    },
    /**
     * X and [k]: the k largest (or smallest) elements of each line along `axis`, and their places
     * there; the first of equal ones. In order where `sorted` is 1.
     */
    {
        name: "TopK",
        inputs: [2, 2],
        outputs: [2, 2],
        attributes: {
            axis: { kind: "int", default: -1 },
            largest: { kind: "int", default: 1 },
            sorted: { kind: "int", default: 1 },
        },
        infer: inferTopK,
    },
    {
        name: "CumSum",
        inputs: [2, 2],
        outputs: [1, 1],
        attributes: { exclusive: { kind: "int", default: 0 }, reverse: { kind: "int", default: 0 } },
        infer: inferCumSum,
    },
    {
        name: "Trilu",
        inputs: [1, 2],
        outputs: [1, 1],
        attributes: { upper: { kind: "int", default: 1 } },
        infer: inferTrilu,
    },
];
