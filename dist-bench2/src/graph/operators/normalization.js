import { toNumbers } from "../tensor.js";
import { broadcastShapes, sameType } from "./broadcast.js";
/** Fails unless each of `vectors` is [channels]. */
function perChannel(context, vectors) {
    const x = context.inputs[0];
    if (x.shape.length < 2)
        context.fail("the input must be [N, C, …]");
    const channels = x.shape[1];
    if (vectors.some((v) => v.shape.length !== 1 || v.shape[0] !== channels)) {
        context.fail(`the input has ${channels} channels; scale, bias and statistics must be [${channels}]`);
    }
}
function inferBatchNormalization(context) {
    const [x, ...vectors] = context.inputs;
    const type = sameType(context);
    perChannel(context, vectors);
    const training = context.attributes.training_mode === 1;
    if (training !== (context.outputCount === 3)) {
        context.fail("has one output, and with training_mode 1 three (ONNX Runtime refuses other numbers)");
    }
    return [
        { type, shape: x.shape },
        { type, shape: vectors[2].shape },
        { type, shape: vectors[3].shape },
    ];
}
function inferInstanceNormalization(context) {
    const [x, scale, bias] = context.inputs;
    const type = sameType(context);
    if (x.shape.length < 3)
        context.fail("the input must be [N, C, …space] with at least one spatial axis");
    perChannel(context, [scale, bias]);
    return [{ type, shape: x.shape }];
}
function inferLayerNormalization(context) {
    const [x, scale, bias] = context.inputs;
    const type = sameType(context, bias === undefined ? [x, scale] : [x, scale, bias]);
    const rank = x.shape.length;
    const signedAxis = context.attributes.axis;
    const axis = signedAxis < 0 ? signedAxis + rank : signedAxis;
    if (axis < 0 || axis >= rank)
        context.fail(`axis ${signedAxis} is outside an input of ${rank} axes`);
    const normalized = x.shape.slice(axis);
    for (const v of [scale, bias]) {
        if (v !== undefined && broadcastShapes(v.shape, normalized)?.join() !== normalized.join()) {
            context.fail(`scale and bias must be [${normalized.join(", ")}], the axes that are normalized`);
        }
    }
    const statistics = x.shape.map((n, i) => (i < axis ? n : 1));
    return [
        { type, shape: x.shape },
        { type, shape: statistics },
        { type, shape: statistics },
    ];
}
function inferDropout(context) {
    const [x, , training] = context.inputs;
    if (training !== undefined) {
        const constant = context.constant(training);
        if (constant === undefined || toNumbers(constant)[0] !== 0) {
            context.fail("only inference is supported (ONNX Runtime's masks are not reproducible); multiply by a mask that is an input");
        }
    }
    return [
        { type: x.type, shape: x.shape },
        { type: "bool", shape: x.shape },
    ];
}
/** The operators of this family. */
export const normalization = [
    /**
     * X, scale [C], bias [C], mean [C], variance [C]. With `training_mode` 1 the batch's mean and
     * biased variance normalize; outputs 2 and 3 are momentum · input + (1 − momentum) · batch, the
     * batch variance biased (PyTorch: unbiased, and its momentum is 1 − this one).
     */
    {
        name: "BatchNormalization",
        inputs: [5, 5],
        outputs: [1, 3],
        attributes: {
            epsilon: { kind: "float", default: 1e-5 },
            momentum: { kind: "float", default: 0.9 },
            training_mode: { kind: "int", default: 0 },
        },
        infer: inferBatchNormalization,
        portability: "The WebGPU provider has no training_mode 1 (portable/batch-normalization.ts composes it). ONNX Runtime's CPU provider writes outputs 2 and 3 over inputs 4 and 5, a caller's arrays included: pass values that nothing else reads.",
    },
    /**
     * X, scale [C], bias [C]: each channel of each sample by its mean and biased variance over space.
     */
    {
        name: "InstanceNormalization",
        inputs: [3, 3],
        outputs: [1, 1],
        attributes: { epsilon: { kind: "float", default: 1e-5 } },
        infer: inferInstanceNormalization,
    },
    /**
     * X, scale, bias: mean and biased variance over `axis` and all axes after it; outputs 2 and 3 are
     * mean and 1/deviation.
     */
    {
        name: "LayerNormalization",
        inputs: [2, 3],
        outputs: [1, 3],
        attributes: {
            axis: { kind: "int", default: -1 },
            epsilon: { kind: "float", default: 1e-5 },
            stash_type: { kind: "int", default: 1 },
        },
        infer: inferLayerNormalization,
    },
    /**
     * Across channels: x / (bias + alpha/size · Σ of squares of `size` neighbouring channels)^beta.
     */
    {
        name: "LRN",
        inputs: [1, 1],
        outputs: [1, 1],
        attributes: {
            alpha: { kind: "float", default: 1e-4 },
            beta: { kind: "float", default: 0.75 },
            bias: { kind: "float", default: 1 },
            size: { kind: "int", required: true },
        },
        infer: ({ inputs: [x] }) => [{ type: x.type, shape: x.shape }],
        portability: "The WebGPU provider lacks it.",
    },
    /** At inference the identity. Training multiplies by a mask that is an input of the graph. */
    {
        name: "Dropout",
        inputs: [1, 3],
        outputs: [1, 2],
        attributes: { seed: { kind: "int" } },
        infer: inferDropout,
    },
];
