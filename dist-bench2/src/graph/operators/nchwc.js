import { convolutionAttributes, inferConv } from "./convolution.js";
import { inferPool, poolingAttributes } from "./pooling.js";
const portability = "ONNX Runtime's CPU provider only; internal to it.";
/**
 * @param order by each axis of the output, the axis of the input, which may have its channels last
 */
const inferReordered = (order) => (context) => {
    const { type, shape } = context.inputs[0];
    if (shape.length !== 4)
        context.fail("the input must have four axes");
    return [{ type, shape: context.attributes.channels_last === 1 ? order.map((axis) => shape[axis]) : shape }];
};
/** The operators of this family. */
export const nchwc = [
    /**
     * X blocked (or [N, C, H, W] where C < b), W [O, C, kh, kw] in the order [O/b, C/b, kh, kw, b of
     * C, b of O] (or [O/b, C, kh, kw, b of O]), B [O] → blocked.
     */
    {
        name: "com.microsoft.nchwc:Conv",
        inputs: [2, 4],
        outputs: [1, 1],
        attributes: { ...convolutionAttributes, activation: { kind: "string" }, activation_params: { kind: "floats" } },
        infer: inferConv,
        portability,
    },
    {
        name: "com.microsoft.nchwc:MaxPool",
        inputs: [1, 1],
        outputs: [1, 1],
        attributes: { ...poolingAttributes, dilations: { kind: "ints" }, storage_order: { kind: "int", default: 0 } },
        infer: (context) => inferPool(context).slice(0, 1),
        portability,
    },
    /** [N, C, H, W], or with `channels_last` [N, H, W, C] → blocked. */
    {
        name: "com.microsoft.nchwc:ReorderInput",
        inputs: [1, 1],
        outputs: [1, 1],
        attributes: { channels_last: { kind: "int", default: 0 } },
        infer: inferReordered([0, 3, 1, 2]),
        portability,
    },
    /** Blocked → [N, C, H, W], or with `channels_last` [N, H, W, C]. */
    {
        name: "com.microsoft.nchwc:ReorderOutput",
        inputs: [1, 1],
        outputs: [1, 1],
        attributes: { channels: { kind: "int", default: 0 }, channels_last: { kind: "int", default: 0 } },
        infer: inferReordered([0, 2, 3, 1]),
        portability,
    },
];
