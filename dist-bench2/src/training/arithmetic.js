import { sizeOf } from "../graph/tensor.js";
/** Counts the multiplications and additions in the matrix products and convolutions of a graph. */
export function arithmetic({ nodes }) {
    let [products, convolutions] = [0, 0];
    for (const node of nodes) {
        if (node.operator === "MatMul" || node.operator === "Gemm")
            products += ofProduct(node);
        if (node.operator === "Conv" || node.operator === "ConvTranspose")
            convolutions += ofConvolution(node);
    }
    return { products, convolutions };
}
function ofProduct({ operator, inputs: [a], outputs: [y], attributes }) {
    const inner = operator === "Gemm" && attributes.transA === 1 ? a.shape[0] : a.shape.at(-1);
    return 2 * sizeOf(y.shape) * inner;
}
function ofConvolution({ operator, inputs: [x, kernel], outputs: [y] }) {
    const positions = operator === "Conv" ? y : x;
    return 2 * sizeOf(positions.shape) * sizeOf(kernel.shape.slice(1));
}
