import { toNumbers } from "../tensor.js";
import { perAxis, slidingWindow, windowProblem } from "./window.js";
/** The attributes of pooling. */
export const poolingAttributes = {
    auto_pad: { kind: "string", default: "NOTSET" },
    ceil_mode: { kind: "int", default: 0 },
    kernel_shape: { kind: "ints", required: true },
    pads: { kind: "ints" },
    strides: { kind: "ints" },
};
/** The shape rule of pooling: X [N, C, …] → [N, C, …]. */
export function inferPool(context) {
    const x = context.inputs[0];
    if (x.shape.length < 3)
        context.fail("the input must be [N, C, …space] with at least one spatial axis");
    const space = x.shape.slice(2);
    const problem = windowProblem(context.attributes, space.length);
    if (problem !== undefined)
        context.fail(problem);
    if (context.attributes.storage_order === 1)
        context.fail("storage_order 1 (column-major indices) is not supported");
    const kernel = context.attributes.kernel_shape;
    const { output, padsBefore, padsAfter } = slidingWindow(context.attributes, space, kernel);
    if (output.some((n) => n < 1)) {
        context.fail(`the window is larger than the padded input: the output would be [${output.join(", ")}]`);
    }
    if (kernel.some((k, i) => padsBefore[i] >= k || padsAfter[i] >= k)) {
        context.fail("padding must be smaller than the kernel: a window would see nothing but padding");
    }
    const shape = [...x.shape.slice(0, 2), ...output];
    return [
        { type: x.type, shape },
        { type: "int64", shape },
    ];
}
function inferGlobal(context) {
    const x = context.inputs[0];
    if (x.shape.length < 3)
        context.fail("the input must be [N, C, …space] with at least one spatial axis");
    return [{ type: x.type, shape: x.shape.map((n, i) => (i < 2 ? n : 1)) }];
}
function inferMaxUnpool(context) {
    const [x, indices, outputShape] = context.inputs;
    if (indices.type !== "int64" || indices.shape.join() !== x.shape.join()) {
        context.fail("the indices must be int64 in the shape of the input");
    }
    if (outputShape !== undefined) {
        const stated = context.constant(outputShape) ?? context.fail("output_shape must be a constant");
        return [{ type: x.type, shape: toNumbers(stated) }];
    }
    const space = x.shape.slice(2);
    const problem = windowProblem(context.attributes, space.length);
    if (problem !== undefined)
        context.fail(problem);
    return [{ type: x.type, shape: unpooledShape(x.shape, context.attributes) }];
}
/** What the windows of a MaxUnpool cover: the shape of its output where none is stated. */
export function unpooledShape(shape, attributes) {
    const space = shape.slice(2);
    const kernel = attributes.kernel_shape;
    const strides = perAxis(attributes, "strides", space.length, 1);
    const pads = perAxis(attributes, "pads", 2 * space.length, 0);
    const output = space.map((n, i) => (n - 1) * strides[i] - pads[i] - pads[space.length + i] + kernel[i]);
    return [...shape.slice(0, 2), ...output];
}
/** The operators of this family. */
export const pooling = [
    /**
     * Maximum of each window; a second output has the flat row-major position of that maximum in the
     * whole input, the first one where several are equal.
     */
    {
        name: "MaxPool",
        inputs: [1, 1],
        outputs: [1, 2],
        attributes: {
            ...poolingAttributes,
            dilations: { kind: "ints" },
            storage_order: { kind: "int", default: 0 },
        },
        infer: inferPool,
        portability: "The WebGPU provider has no second output (indices), and in browsers no ceil_mode.",
    },
    /**
     * Zeros with each element of X at the flat position its index names; overlapping windows
     * overwrite, they do not add.
     */
    {
        name: "MaxUnpool",
        inputs: [2, 3],
        outputs: [1, 1],
        attributes: {
            kernel_shape: { kind: "ints", required: true },
            pads: { kind: "ints" },
            strides: { kind: "ints" },
        },
        infer: inferMaxUnpool,
        portability: "CPU provider only.",
    },
    /**
     * Mean of each window: over what lies inside the input, or over padding too with
     * `count_include_pad`.
     */
    {
        name: "AveragePool",
        inputs: [1, 1],
        outputs: [1, 1],
        attributes: { ...poolingAttributes, count_include_pad: { kind: "int", default: 0 } },
        infer: inferPool,
        portability: "The WebGPU provider has no ceil_mode in browsers.",
    },
    /** Mean over all spatial axes: [N, C, …] → [N, C, 1, …]. */
    { name: "GlobalAveragePool", inputs: [1, 1], outputs: [1, 1], attributes: {}, infer: inferGlobal },
    /** Maximum over all spatial axes: [N, C, …] → [N, C, 1, …]. */
    { name: "GlobalMaxPool", inputs: [1, 1], outputs: [1, 1], attributes: {}, infer: inferGlobal },
];
