/**
 * Operators as other opsets have them, brought to the forms of opset 17. The table has one entry
 * per operator that ever changed. Operators without an entry have had one form since opset 7, or
 * since they exist, as far as their inputs go.
 */
import { cast, reshape } from "../../expressions.js";
import { reducedShape } from "../../operators/axes.js";
import { unpooledShape } from "../../operators/pooling.js";
import { transposedWindow } from "../../operators/window.js";
import { sameShape, tensor } from "../../tensor.js";
import { dilatedAveragePool } from "./definitions/pooling.js";
import { checkCount, integers, numbersOf, without } from "./file-node.js";
import { resize, upsample } from "./resize-forms.js";
import { structured } from "./structured.js";
/** Attributes that became inputs in `since`, in the order of those inputs (after the first). */
function attributesToInputs(since, names) {
    return (node) => {
        if (node.opset >= since)
            return {};
        const listed = names.map((name) => {
            const values = node.attributes[name];
            return values === undefined ? undefined : integers(node, values, name);
        });
        while (listed.length > 0 && listed.at(-1) === undefined)
            listed.pop();
        return { inputs: [node.inputs[0], ...listed], attributes: without(node.attributes, ...names) };
    };
}
/** Opset 20 lets ReduceMax and ReduceMin find out whether any or all are true. */
function ofTruths(node, x) {
    const { g, operator } = node;
    const not = (value) => (operator === "ReduceMin" ? g.apply("Not", [value]) : value);
    const counted = cast(g, not(x), "int64"); // all are true where no "not" is
    const axes = g.integers(numbersOf(node, 1, "axes") ?? []);
    return [not(cast(g, g.apply("ReduceSum", [counted, axes], node.attributes), "bool"))];
}
/** ReduceMean and its kind: `axes` is an input since opset 18; ours is the attribute. */
const reduction = (node) => {
    const x = node.inputs[0];
    if (x?.type === "bool")
        return ofTruths(node, x);
    if (node.opset < 18)
        return {};
    const axes = numbersOf(node, 1, "axes") ?? [];
    if (axes.length === 0 && node.attributes.noop_with_empty_axes === 1) {
        return { operator: "Identity", inputs: [node.inputs[0]], attributes: {} };
    }
    const attributes = without(node.attributes, "noop_with_empty_axes");
    return { inputs: [node.inputs[0]], attributes: axes.length === 0 ? attributes : { ...attributes, axes } };
};
/** Each axis goes on with its other end: its elements by number. */
function wrapped(node, pads) {
    const { g } = node;
    const x = node.inputs[0];
    const rank = x.shape.length;
    return [
        x.shape.reduce((y, n, axis) => {
            const [before, after] = [pads[axis], pads[axis + rank]];
            if (before === 0 && after === 0)
                return y;
            checkCount(node, before + n + after);
            const places = Array.from({ length: before + n + after }, (_, i) => (((i - before) % n) + n) % n);
            return g.apply("Gather", [y, g.integers(places)], { axis });
        }, x),
    ];
}
const pad = (node) => {
    const { inputs, attributes, opset } = node;
    if (opset < 11) {
        const value = attributes.value ?? 0;
        const fill = value === 0 ? [] : [node.g.constant(tensor(inputs[0].type, [], [value]), `${node.name}/value`)];
        return {
            inputs: [inputs[0], integers(node, attributes.pads, "pads"), ...fill],
            attributes: without(attributes, "pads", "value"),
        };
    }
    const axes = numbersOf(node, 3, "axes");
    const wraps = attributes.mode === "wrap";
    if (axes === undefined && !wraps)
        return { inputs: inputs.slice(0, 3) };
    const rank = inputs[0].shape.length;
    const listed = numbersOf(node, 1, "pads");
    if (axes === undefined)
        return wrapped(node, listed);
    const pads = new Array(2 * rank).fill(0);
    axes.forEach((axis, i) => {
        const at = axis < 0 ? axis + rank : axis;
        pads[at] = listed[i];
        pads[at + rank] = listed[i + axes.length];
    });
    return wraps ? wrapped(node, pads) : { inputs: [inputs[0], integers(node, pads, "pads"), inputs[2]] };
};
const clip = (node) => {
    if (node.opset >= 11)
        return {};
    const bounds = ["min", "max"].map((name) => {
        const bound = node.attributes[name];
        return bound === undefined
            ? undefined
            : node.g.constant(tensor(node.inputs[0].type, [], [bound]), `${node.name}/${name}`);
    });
    return { inputs: [node.inputs[0], ...bounds], attributes: {} };
};
/** Before opset 13 the axes from `axis` (default 1) on were flattened into one. */
const softmax = (node) => {
    if (node.opset >= 13)
        return {};
    const x = node.inputs[0];
    const rank = x.shape.length;
    const signed = node.attributes.axis ?? 1;
    const axis = signed < 0 ? signed + rank : signed;
    if (axis < 0 || axis >= rank)
        node.fail(`axis ${signed} is outside the ${rank} axes of the input`);
    if (x.shape.slice(axis + 1).every((n) => n === 1))
        return { attributes: { axis } };
    const size = (shape) => shape.reduce((a, b) => a * b, 1);
    const flat = [size(x.shape.slice(0, axis)), size(x.shape.slice(axis))];
    const rows = node.g.apply("Reshape", [x, integers(node, flat, "flat")]);
    const result = node.g.apply(node.operator, [rows], { axis: 1 });
    return { operator: "Reshape", inputs: [result, integers(node, x.shape, "shape")], attributes: {} };
};
/**
 * Sizes: an attribute before opset 13; equal parts where left out, the last one smaller with
 * `num_outputs` (opset 18).
 */
const split = (node) => {
    const attributes = without(node.attributes, "split", "num_outputs");
    if (node.inputs[1] !== undefined)
        return { attributes };
    const x = node.inputs[0];
    const stated = node.attributes.split;
    const axis = node.attributes.axis ?? 0;
    const n = x.shape[axis < 0 ? axis + x.shape.length : axis] ?? node.fail(`axis ${axis} is outside the input`);
    const part = Math.ceil(n / node.outputCount);
    const equal = Array.from({ length: node.outputCount }, (_, i) => Math.max(0, Math.min(part, n - i * part)));
    return { inputs: [x, integers(node, stated ?? equal, "split")], attributes };
};
/** Since opset 12 base and exponent may differ in type; the result has the base's. */
const pow = (node) => {
    const [base, exponent] = node.inputs;
    const isFloat = ({ type }) => type === "float32" || type === "float64";
    if (isFloat(exponent) && !isFloat(base)) {
        const wide = cast(node.g, base, exponent.type);
        return [cast(node.g, node.g.apply("Pow", [wide, exponent]), base.type)];
    }
    return base.type === exponent.type ? {} : { inputs: [base, node.g.apply("Cast", [exponent], { to: base.type })] };
};
const averagePool = (node) => {
    const dilations = node.attributes.dilations;
    if (dilations?.some((d) => d !== 1))
        return dilatedAveragePool(node);
    return { attributes: without(node.attributes, "dilations") };
};
/** Vectors are matrices of one row or one column, an axis that the product loses again. */
const matMul = (node) => {
    const [a, b] = node.inputs;
    if (a.shape.length > 1 && b.shape.length > 1)
        return {};
    const { g } = node;
    const left = a.shape.length > 1 ? a : reshape(g, a, [1, ...a.shape]);
    const right = b.shape.length > 1 ? b : reshape(g, b, [...b.shape, 1]);
    const product = g.apply("MatMul", [left, right]);
    const rank = product.shape.length;
    const lost = [...(left === a ? [] : [rank - 2]), ...(right === b ? [] : [rank - 1])];
    return [reshape(g, product, reducedShape(product.shape, lost, false))];
};
/** `k` was an attribute until opset 9; the second output may be left out. */
const topK = (node) => {
    const { k, ...attributes } = node.attributes;
    const inputs = node.opset < 10 ? [node.inputs[0], integers(node, [k], "k")] : node.inputs;
    return { inputs, attributes, outputCount: 2 };
};
/**
 * `output_shape` may name batch and channels too, and be more than the windows reach: zeros follow,
 * which is `output_padding`.
 */
const convTranspose = (node) => {
    const stated = node.attributes.output_shape;
    const [x, w] = node.inputs;
    const space = x.shape.slice(2);
    if (stated === undefined)
        return {};
    const sizes = stated.slice(stated.length === x.shape.length ? 2 : 0);
    const attributes = { ...node.attributes, output_shape: sizes };
    if (sizes.length !== space.length)
        return {};
    const { output, padsBefore, padsAfter } = transposedWindow(attributes, space, w.shape.slice(2));
    const missing = sizes.map((size, i) => size - output[i]);
    if (missing.every((n) => n <= 0))
        return { attributes };
    const padding = attributes.output_padding ?? space.map(() => 0);
    return {
        attributes: {
            ...without(attributes, "output_shape", "auto_pad"),
            pads: [...padsBefore, ...padsAfter],
            output_padding: padding.map((n, i) => n + missing[i]),
        },
    };
};
/**
 * ONNX counts the indices in the output of the windows and puts zeros behind it up to
 * `output_shape`; ONNX Runtime counts them in the output itself.
 */
const maxUnpool = (node) => {
    const shape = numbersOf(node, 2, "output_shape");
    if (shape === undefined)
        return {};
    const covered = unpooledShape(node.inputs[0].shape, node.attributes);
    if (!sameShape(covered, shape)) {
        node.fail(`output_shape [${shape.join(", ")}] is not what the windows cover, [${covered.join(", ")}]: ONNX and ONNX Runtime place elements differently there. Leave output_shape out and pad the result`);
    }
    return {};
};
/** Attributes that say nothing about the values we compute. */
const ignoring = (...names) => (node) => ({ attributes: without(node.attributes, ...names) });
/** The changes of form, by operator. */
export const forms = {
    Squeeze: attributesToInputs(13, ["axes"]),
    Unsqueeze: attributesToInputs(13, ["axes"]),
    ReduceSum: attributesToInputs(13, ["axes"]),
    Slice: attributesToInputs(10, ["starts", "ends", "axes"]),
    ...Object.fromEntries(["ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare"].map((name) => [
        name,
        reduction,
    ])),
    Pad: pad,
    Clip: clip,
    Softmax: softmax,
    LogSoftmax: softmax,
    Split: split,
    Upsample: upsample,
    Resize: resize,
    Pow: pow,
    MatMul: matMul,
    TopK: topK,
    MaxUnpool: maxUnpool,
    ConvTranspose: convTranspose,
    AveragePool: averagePool,
    Cast: ignoring("saturate", "round_mode"),
    Scatter: () => ({ operator: "ScatterElements" }),
    ...structured,
};
/** Names that only files know: of older opsets, or with a definition. */
export const olderOperators = ["Upsample", "Scatter", ...Object.keys(structured)];
