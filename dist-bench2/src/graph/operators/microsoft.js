import { broadcastShapes, sameType } from "./broadcast.js";
import { convolutionAttributes, inferConv } from "./convolution.js";
import { gemm } from "./products.js";
const portability = "ONNX Runtime's CPU and CUDA providers only.";
/**
 * A factor's shape as the product sees it: `transBatch` reads [d0, …batch, n] as [...batch, d0, n],
 * `trans` then swaps the last two axes.
 */
function orient(shape, trans, transBatch) {
    const moved = transBatch ? [...shape.slice(1, -1), shape[0], shape.at(-1)] : [...shape];
    return trans ? [...moved.slice(0, -2), moved.at(-1), moved.at(-2)] : moved;
}
function inferFusedMatMul(context) {
    const { transA, transB, transBatchA, transBatchB } = context.attributes;
    const type = sameType(context);
    const [a, b] = context.inputs.map((v) => v.shape);
    if (a.length < 2 || b.length < 2)
        context.fail("both inputs need at least two axes");
    if ((transBatchA && a.length < 3) || (transBatchB && b.length < 3)) {
        context.fail("transBatchA and transBatchB need at least three axes");
    }
    const left = orient(a, transA, transBatchA);
    const right = orient(b, transB, transBatchB);
    if (left.at(-1) !== right.at(-2))
        context.fail(`the inner sizes ${left.at(-1)} and ${right.at(-2)} differ`);
    const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2));
    return [
        { type, shape: [...(batch ?? context.fail("the batch axes do not broadcast")), left.at(-2), right.at(-1)] },
    ];
}
/** The operators of this family. */
export const microsoft = [
    /**
     * alpha · op(A) · op(B) with op a transposition of the last two axes, read in place instead of
     * copied.
     */
    {
        name: "com.microsoft:FusedMatMul",
        inputs: [2, 2],
        outputs: [1, 1],
        attributes: {
            alpha: { kind: "float", default: 1 },
            transA: { kind: "int", default: 0 },
            transB: { kind: "int", default: 0 },
            transBatchA: { kind: "int", default: 0 },
            transBatchB: { kind: "int", default: 0 },
        },
        infer: inferFusedMatMul,
        portability,
    },
    /** Gemm followed by an activation ("Relu", "Tanh", "Sigmoid", "LeakyRelu"). */
    {
        ...gemm,
        name: "com.microsoft:FusedGemm",
        attributes: {
            ...gemm.attributes,
            activation: { kind: "string" },
            activation_alpha: { kind: "float" },
            activation_beta: { kind: "float" },
            activation_gamma: { kind: "float" },
        },
        portability: "ONNX Runtime's CPU provider only.",
    },
    /** Conv, plus Z of the output's shape, followed by an activation. */
    {
        name: "com.microsoft:FusedConv",
        inputs: [2, 4],
        outputs: [1, 1],
        attributes: {
            ...convolutionAttributes,
            activation: { kind: "string" },
            activation_params: { kind: "floats" },
        },
        infer: (context) => {
            const types = inferConv(context);
            const z = context.inputs[3];
            if (z !== undefined && z.shape.join() !== types[0].shape.join()) {
                context.fail(`the fourth input must have the output's shape [${types[0].shape.join(", ")}]`);
            }
            return types;
        },
        portability: "ONNX Runtime's CPU provider (Z on CUDA too).",
    },
];
