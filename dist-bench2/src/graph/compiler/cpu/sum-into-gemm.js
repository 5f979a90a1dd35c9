import { sameShape } from "../../tensor.js";
/**
 * s + A·B → Gemm(A, B, s): a pass over the result less. Gradients of pieces of a batch are added up
 * so. Applies where nothing else reads the product.
 */
export const sumIntoGemm = (node, { g, producer, useCount, renewed }) => {
    if (node.operator !== "Add")
        return undefined;
    const [sum, product] = node.inputs;
    const gemm = producer(product);
    if (gemm?.operator !== "Gemm" || useCount(product) !== 1 || gemm.inputs[2] !== undefined)
        return undefined;
    if (!sameShape(sum.shape, product.shape))
        return undefined;
    const [a, b] = gemm.inputs;
    return [g.apply("Gemm", [renewed(a), renewed(b), renewed(sum)], { ...gemm.attributes, beta: 1 })];
};
