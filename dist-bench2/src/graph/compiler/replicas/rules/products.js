/** Matrix products: the replicas are a batch of matrices. */
import { add, matMul, scale, transposeLast } from "../../../expressions.js";
import { broadcastable } from "../axes.js";
/** MatMul of matrices, or of batches of them. */
export const matrixProduct = ({ g, inputs }) => {
    const [a, b] = inputs;
    // Vectors get an axis in the product and lose it again; networks do not use them.
    if (a.shape.length < 2 || b.shape.length < 2)
        return undefined;
    const rank = Math.max(a.shape.length, b.shape.length);
    return [matMul(g, broadcastable(g, a, rank), broadcastable(g, b, rank))];
};
/** α·A·B + β·C with A and B transposed by attribute. */
export const generalProduct = ({ g, node, inputs }) => {
    const [a, b, c] = inputs;
    const { alpha, beta, transA, transB } = node.attributes;
    const left = transA === 1 ? transposeLast(g, a.value) : a.value;
    const right = transB === 1 ? transposeLast(g, b.value) : b.value;
    // Where only the bias differs, the product is shared.
    const product = matMul(g, left, right); // [replicas, M, N] or [M, N]
    const scaled = alpha === 1 ? product : scale(g, product, alpha);
    if (c === undefined)
        return [scaled];
    const addend = broadcastable(g, c, 2);
    return [add(g, scaled, beta === 1 ? addend : scale(g, addend, beta))];
};
