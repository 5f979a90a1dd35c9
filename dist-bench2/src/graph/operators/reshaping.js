import { sizeOf, toNumbers } from "../tensor.js";
import { constantIntegers, normalizeAxes, normalizeAxis, optionalIntegers, reducedShape } from "./axes.js";
import { broadcastShapes, sameType } from "./broadcast.js";
import { sliceRanges } from "./slicing.js";
/** One output of the first input's element type, in the shape that `rule` gives. */
function shaped(rule) {
    return (context) => {
        const { type, shape } = context.inputs[0];
        return [{ type, shape: rule(context, shape) }];
    };
}
const reshapeShape = shaped((context, shape) => {
    const target = constantIntegers(context, context.inputs[1], "the shape");
    const copiesZero = context.attributes.allowzero === 0;
    const free = target.filter((n) => n === -1).length;
    if (free > 1)
        context.fail(`the shape [${target.join(", ")}] has more than one -1`);
    const copied = target.map((n, i) => {
        if (n === 0 && copiesZero)
            return shape[i] ?? context.fail(`0 at place ${i} of the shape copies an axis that is not there`);
        if (n < -1)
            context.fail(`the shape [${target.join(", ")}] has a negative size`);
        return n;
    });
    const fixed = copied.reduce((size, n) => (n === -1 ? size : size * n), 1);
    const size = sizeOf(shape);
    if (free === 0 ? fixed !== size : fixed === 0 || size % fixed !== 0) {
        context.fail(`${size} elements do not fit the shape [${target.join(", ")}]`);
    }
    return copied.map((n) => (n === -1 ? size / fixed : n));
});
const flattenShape = shaped((context, shape) => {
    const axis = context.attributes.axis;
    const rank = shape.length;
    if (axis < -rank || axis > rank)
        context.fail(`axis ${axis} is outside ${-rank} to ${rank}`);
    const at = axis < 0 ? axis + rank : axis;
    return [sizeOf(shape.slice(0, at)), sizeOf(shape.slice(at))];
});
const squeezeShape = shaped((context, shape) => {
    const signedAxes = optionalIntegers(context, context.inputs[1], "axes");
    if (signedAxes === undefined)
        return shape.filter((n) => n !== 1);
    const axes = normalizeAxes(context, signedAxes, shape.length);
    for (const axis of axes)
        if (shape[axis] !== 1)
            context.fail(`axis ${axis} has size ${shape[axis]}, not 1`);
    return reducedShape(shape, axes, false);
});
const unsqueezeShape = shaped((context, shape) => {
    const signedAxes = constantIntegers(context, context.inputs[1], "axes");
    const axes = normalizeAxes(context, signedAxes, shape.length + signedAxes.length);
    const rest = shape.slice();
    const out = [];
    for (let i = 0; i < shape.length + axes.length; i++)
        out.push(axes.includes(i) ? 1 : rest.shift());
    return out;
});
const transposeShape = shaped((context, shape) => {
    const perm = context.attributes.perm ?? shape.map((_, i) => shape.length - 1 - i);
    if (perm.length !== shape.length || new Set(perm).size !== perm.length || perm.some((a) => shape[a] === undefined)) {
        context.fail(`perm [${perm.join(", ")}] is not a permutation of the ${shape.length} axes`);
    }
    return perm.map((axis) => shape[axis]);
});
const sliceShape = shaped((context, shape) => {
    const starts = constantIntegers(context, context.inputs[1], "starts");
    const ends = constantIntegers(context, context.inputs[2], "ends");
    const axes = optionalIntegers(context, context.inputs[3], "axes") ?? starts.map((_, i) => i);
    const steps = optionalIntegers(context, context.inputs[4], "steps") ?? starts.map(() => 1);
    if ([ends, axes, steps].some((list) => list.length !== starts.length)) {
        context.fail(`starts, ends, axes and steps have ${starts.length}, ${ends.length}, ${axes.length} and ${steps.length} numbers; they must agree`);
    }
    if (steps.includes(0))
        context.fail("a step is 0");
    normalizeAxes(context, axes, shape.length);
    return sliceRanges(shape, starts, ends, axes, steps).map((range) => range.count);
});
function inferConcat(context) {
    const inputs = context.inputs;
    const type = sameType(context);
    const shape = inputs[0].shape.slice();
    const axis = normalizeAxis(context, context.attributes.axis, shape.length);
    for (const { shape: other } of inputs.slice(1)) {
        if (other.length !== shape.length || other.some((n, i) => i !== axis && n !== shape[i])) {
            context.fail(`the shapes may differ on axis ${axis} only`);
        }
        shape[axis] += other[axis];
    }
    return [{ type, shape }];
}
function inferSplit(context) {
    const { type, shape } = context.inputs[0];
    const axis = normalizeAxis(context, context.attributes.axis, shape.length);
    const sizes = constantIntegers(context, context.inputs[1], "split");
    if (sizes.length !== context.outputCount) {
        context.fail(`split names ${sizes.length} parts, got ${context.outputCount} outputs`);
    }
    if (sizes.reduce((a, b) => a + b, 0) !== shape[axis]) {
        context.fail(`the parts [${sizes.join(", ")}] do not add up to the ${shape[axis]} of axis ${axis}`);
    }
    return sizes.map((n) => ({ type, shape: shape.map((m, i) => (i === axis ? n : m)) }));
}
const padShape = shaped((context, shape) => {
    const [, padsInput, value] = context.inputs;
    const pads = constantIntegers(context, padsInput, "pads");
    const mode = context.attributes.mode;
    if (!["constant", "reflect", "edge"].includes(mode)) {
        context.fail(`mode "${mode}" is none of constant, reflect, edge`);
    }
    if (pads.length !== 2 * shape.length)
        context.fail(`pads must hold ${2 * shape.length} numbers, got ${pads.length}`);
    if (value !== undefined && (value.type !== context.inputs[0].type || sizeOf(value.shape) !== 1)) {
        context.fail("the fill value must be one element of the input's type");
    }
    return shape.map((n, i) => {
        const before = pads[i];
        const after = pads[i + shape.length];
        if (mode !== "constant" && (before < 0 || after < 0))
            context.fail(`negative pads need mode constant, not ${mode}`);
        if (mode === "reflect" && Math.max(before, after) >= n && before + after > 0) {
            context.fail(`reflection by ${Math.max(before, after)} needs an axis longer than that, axis ${i} has ${n}`);
        }
        return n + before + after;
    });
});
const expandShape = shaped((context, shape) => {
    const target = constantIntegers(context, context.inputs[1], "the shape");
    return broadcastShapes(shape, target) ?? context.fail(`does not broadcast to [${target.join(", ")}]`);
});
const tileShape = shaped((context, shape) => {
    const repeats = constantIntegers(context, context.inputs[1], "repeats");
    if (repeats.length !== shape.length)
        context.fail(`repeats must hold ${shape.length} numbers, got ${repeats.length}`);
    return shape.map((n, i) => n * repeats[i]);
});
const elementTypes = ["float32", "float64", "int32", "int64", "uint8", "bool"];
function inferCast(context) {
    const to = context.attributes.to;
    if (!elementTypes.includes(to))
        context.fail(`cannot cast to "${to}"; legal: ${elementTypes.join(", ")}`);
    return [{ type: to, shape: context.inputs[0].shape }];
}
function inferShape(context) {
    const { start, end } = context.attributes;
    return [{ type: "int64", shape: [context.inputs[0].shape.slice(start, end).length] }];
}
function inferConstantOfShape(context) {
    const value = context.attributes.value;
    if (value !== undefined && sizeOf(value.shape) !== 1)
        context.fail("the value must be one element");
    return [{ type: value?.type ?? "float32", shape: constantIntegers(context, context.inputs[0], "the shape") }];
}
function inferRange(context) {
    const [start, limit, delta] = context.inputs.map((v) => {
        const data = context.constant(v);
        if (data === undefined || data.data.length !== 1)
            context.fail("start, limit and delta must be constant scalars");
        return toNumbers(data)[0];
    });
    if (delta === 0)
        context.fail("delta is 0");
    return [{ type: sameType(context), shape: [Math.max(0, Math.ceil((limit - start) / delta))] }];
}
function oneOutput(name, inputs, infer, attributes = {}) {
    return { name, inputs, outputs: [1, 1], attributes, infer };
}
/** The operators of this family. */
export const reshaping = [
    oneOutput("Reshape", [2, 2], reshapeShape, { allowzero: { kind: "int", default: 0 } }),
    oneOutput("Flatten", [1, 1], flattenShape, { axis: { kind: "int", default: 1 } }),
    oneOutput("Squeeze", [1, 2], squeezeShape),
    oneOutput("Unsqueeze", [2, 2], unsqueezeShape),
    oneOutput("Transpose", [1, 1], transposeShape, { perm: { kind: "ints" } }),
    oneOutput("Slice", [3, 5], sliceShape),
    oneOutput("Concat", [1, Number.POSITIVE_INFINITY], inferConcat, { axis: { kind: "int", required: true } }),
    {
        name: "Split", // sizes are required: what leaving them out means changed with opset 18
        inputs: [2, 2],
        outputs: [1, Number.POSITIVE_INFINITY],
        attributes: { axis: { kind: "int", default: 0 } },
        infer: inferSplit,
    },
    oneOutput("Pad", [2, 3], padShape, { mode: { kind: "string", default: "constant" } }),
    oneOutput("Expand", [2, 2], expandShape),
    oneOutput("Tile", [2, 2], tileShape),
    // An ElementType; a number in files
    oneOutput("Cast", [1, 1], inferCast, { to: { kind: "string", required: true } }),
    oneOutput("Shape", [1, 1], inferShape, { start: { kind: "int", default: 0 }, end: { kind: "int" } }),
    oneOutput("ConstantOfShape", [1, 1], inferConstantOfShape, { value: { kind: "tensor" } }),
    oneOutput("Range", [3, 3], inferRange),
];
