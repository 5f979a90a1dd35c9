import { broadcastShapes, sameType } from "./broadcast.js";
function inferMatMul(context) {
    const [a, b] = context.inputs;
    const type = sameType(context);
    if (a.shape.length < 2 || b.shape.length < 2)
        context.fail("both inputs need at least two axes");
    const [m, k] = a.shape.slice(-2);
    const [k2, n] = b.shape.slice(-2);
    if (k !== k2)
        context.fail(`the inner sizes ${k} and ${k2} differ`);
    const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
    return [{ type, shape: [...(batch ?? context.fail("the batch axes do not broadcast")), m, n] }];
}
function inferGemm(context) {
    const [a, b, c] = context.inputs;
    const { transA, transB } = context.attributes;
    const type = sameType(context, c === undefined ? [a, b] : [a, b, c]);
    if (a.shape.length !== 2 || b.shape.length !== 2)
        context.fail("both factors must have two axes");
    const [m, k] = transA ? [a.shape[1], a.shape[0]] : [a.shape[0], a.shape[1]];
    const [k2, n] = transB ? [b.shape[1], b.shape[0]] : [b.shape[0], b.shape[1]];
    if (k !== k2)
        context.fail(`the inner sizes ${k} and ${k2} differ`);
    if (c !== undefined) {
        const sum = broadcastShapes(c.shape, [m, n]);
        if (sum === undefined || sum.length !== 2 || sum[0] !== m || sum[1] !== n) {
            context.fail(`the third input does not broadcast to [${m}, ${n}]`);
        }
    }
    return [{ type, shape: [m, n] }];
}
/** alpha · op(A) · op(B) + beta · C, all of two axes. */
export const gemm = {
    name: "Gemm",
    inputs: [2, 3],
    outputs: [1, 1],
    attributes: {
        alpha: { kind: "float", default: 1 },
        beta: { kind: "float", default: 1 },
        transA: { kind: "int", default: 0 },
        transB: { kind: "int", default: 0 },
    },
    infer: inferGemm,
};
/** The operators of this family. */
export const products = [
    { name: "MatMul", inputs: [2, 2], outputs: [1, 1], attributes: {}, infer: inferMatMul },
    gemm,
];
