import { sameType } from "./broadcast.js";
import { perAxis, slidingWindow, transposedWindow, windowProblem } from "./window.js";
/** The attributes of convolutions. */
export const convolutionAttributes = {
    auto_pad: { kind: "string", default: "NOTSET" },
    dilations: { kind: "ints" },
    group: { kind: "int", default: 1 },
    kernel_shape: { kind: "ints" },
    pads: { kind: "ints" },
    strides: { kind: "ints" },
};
/**
 * Checks types, ranks and attributes; gives the sizes of the spatial axes of x and of the kernel.
 */
function spaces(context) {
    const [x, w, bias] = context.inputs;
    const type = sameType(context, bias === undefined ? [x, w] : [x, w, bias]);
    if (x.shape.length < 3)
        context.fail("the input must be [N, C, …space] with at least one spatial axis");
    if (w.shape.length !== x.shape.length)
        context.fail("the kernel must have as many axes as the input");
    const space = x.shape.slice(2);
    const kernel = w.shape.slice(2);
    const problem = windowProblem(context.attributes, space.length);
    if (problem !== undefined)
        context.fail(problem);
    const stated = context.attributes.kernel_shape;
    if (stated?.some((n, i) => n !== kernel[i])) {
        context.fail(`kernel_shape [${stated.join(", ")}] is not that of the kernel [${kernel.join(", ")}]`);
    }
    return { type, space, kernel };
}
function checkBias(context, features) {
    const bias = context.inputs[2];
    if (bias !== undefined && (bias.shape.length !== 1 || bias.shape[0] !== features)) {
        context.fail(`the bias must be [${features}]`);
    }
}
function checkOutput(context, output) {
    if (output.some((n) => n < 1)) {
        context.fail(`the window is larger than the padded input: the output would be [${output.join(", ")}]`);
    }
}
/** The shape rule of Conv: X [N, C, …], W [O, C / group, …] → [N, O, …]. */
export function inferConv(context) {
    const { type, space, kernel } = spaces(context);
    const [n, c] = context.inputs[0].shape;
    const [o, cPerGroup] = context.inputs[1].shape;
    const group = context.attributes.group;
    if (c !== cPerGroup * group) {
        context.fail(`the input has ${c} channels, the kernel expects ${cPerGroup * group} (${cPerGroup} in each of ${group} groups)`);
    }
    if (o % group !== 0)
        context.fail(`${o} output channels do not divide into ${group} groups`);
    checkBias(context, o);
    const { output } = slidingWindow(context.attributes, space, kernel);
    checkOutput(context, output);
    return [{ type, shape: [n, o, ...output] }];
}
function inferConvTranspose(context) {
    const { type, space, kernel } = spaces(context);
    const [n, c] = context.inputs[0].shape;
    const [c2, oPerGroup] = context.inputs[1].shape;
    const group = context.attributes.group;
    if (c !== c2)
        context.fail(`the input has ${c} channels, the kernel expects ${c2}`);
    if (c % group !== 0)
        context.fail(`${c} input channels do not divide into ${group} groups`);
    const stated = context.attributes.output_shape;
    if (stated !== undefined && stated.length !== space.length) {
        context.fail(`output_shape must give the ${space.length} spatial sizes`);
    }
    checkBias(context, oPerGroup * group);
    const { output } = transposedWindow(context.attributes, space, kernel);
    const { auto_pad: autoPad } = context.attributes;
    const strides = perAxis(context.attributes, "strides", space.length, 1);
    if (perAxis(context.attributes, "output_padding", space.length, 0).some((n, i) => n >= strides[i])) {
        context.fail("output_padding must be smaller than the stride (ONNX Runtime refuses more)");
    }
    const same = autoPad === "SAME_UPPER" || autoPad === "SAME_LOWER";
    const expected = stated ?? (same ? space.map((size, i) => size * strides[i]) : output);
    if (expected.some((size, i) => size !== output[i])) {
        context.fail(`the windows reach [${output.join(", ")}], less than the expected output [${expected.join(", ")}]`);
    }
    checkOutput(context, output);
    return [{ type, shape: [n, oPerGroup * group, ...output] }];
}
/** The operators of this family. */
export const convolution = [
    /**
     * X [N, C, …], W [O, C/group, …kernel], B [O] → [N, O, …]: cross-correlation, as every
     * framework's "convolution".
     */
    {
        name: "Conv",
        inputs: [2, 3],
        outputs: [1, 1],
        attributes: convolutionAttributes,
        infer: inferConv,
        portability: "The WebGPU provider runs one to three spatial axes, three without groups.",
    },
    /** X [N, C, …], W [C, O/group, …kernel], B [O] → [N, O, …]: the adjoint of Conv in its input. */
    {
        name: "ConvTranspose",
        inputs: [2, 3],
        outputs: [1, 1],
        attributes: {
            ...convolutionAttributes,
            output_padding: { kind: "ints" },
            output_shape: { kind: "ints" },
        },
        infer: inferConvTranspose,
        portability: "The WebGPU provider runs one and two spatial axes.",
    },
];
