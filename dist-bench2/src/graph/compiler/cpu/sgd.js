/** The update of plain gradient descent folded into the matrix product that makes the gradient. */
import { mul, neg } from "../../expressions.js";
import { sizeOf } from "../../tensor.js";
/**
 * w − η·(A·B) → Gemm(−η·A, B, w): two passes over the weights less. Applies where nothing
 * else reads the product and its first factor is smaller than the weights.
 */
export const sgdIntoGemm = (node, { g, producer, useCount, renewed }) => {
    if (node.operator !== "Sub")
        return undefined;
    const [w, move] = node.inputs;
    const product = producer(move);
    if (product?.operator !== "Mul" || useCount(move) !== 1)
        return undefined;
    const [gradient, rate] = product.inputs;
    const gemm = producer(gradient);
    if (gemm?.operator !== "Gemm" || useCount(gradient) !== 1 || gemm.inputs[2] !== undefined)
        return undefined;
    const [a, b] = gemm.inputs;
    if (rate.shape.length !== 0 || gemm.attributes.alpha !== 1 || sizeOf(a.shape) >= sizeOf(w.shape))
        return undefined;
    const scaled = mul(g, renewed(a), neg(g, renewed(rate)));
    return [g.apply("Gemm", [scaled, renewed(b), renewed(w)], { ...gemm.attributes, beta: 1 })];
};
