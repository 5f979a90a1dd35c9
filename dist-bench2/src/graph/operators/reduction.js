import { normalizeAxes, normalizeAxis, optionalIntegers, reducedShape } from "./axes.js";
function reduced(context, axes, allWhenEmpty) {
    const { type, shape } = context.inputs[0];
    const all = axes === undefined || axes.length === 0 ? allWhenEmpty : false;
    const normal = all ? shape.map((_, i) => i) : normalizeAxes(context, axes ?? [], shape.length);
    return [{ type, shape: reducedShape(shape, normal, context.attributes.keepdims !== 0) }];
}
/** Opset-17 form: `axes` is an attribute (the writer makes it an input from opset 18 on). */
function reduceWithAttribute(name) {
    return {
        name,
        inputs: [1, 1],
        outputs: [1, 1],
        attributes: { axes: { kind: "ints" }, keepdims: { kind: "int", default: 1 } },
        infer: (context) => reduced(context, context.attributes.axes, true),
    };
}
function inferArgMax(context) {
    const { shape } = context.inputs[0];
    const axis = normalizeAxis(context, context.attributes.axis, shape.length);
    return [{ type: "int64", shape: reducedShape(shape, [axis], context.attributes.keepdims !== 0) }];
}
/** The operators of this family. */
export const reduction = [
    {
        name: "ReduceSum", // axes became an input in opset 13 already
        inputs: [1, 2],
        outputs: [1, 1],
        attributes: { keepdims: { kind: "int", default: 1 }, noop_with_empty_axes: { kind: "int", default: 0 } },
        infer: (context) => reduced(context, optionalIntegers(context, context.inputs[1], "axes"), context.attributes.noop_with_empty_axes === 0),
    },
    ...["ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare"].map(reduceWithAttribute),
    {
        name: "ArgMax",
        inputs: [1, 1],
        outputs: [1, 1],
        attributes: {
            axis: { kind: "int", default: 0 },
            keepdims: { kind: "int", default: 1 },
            select_last_index: { kind: "int", default: 0 },
        },
        infer: inferArgMax,
    },
];
