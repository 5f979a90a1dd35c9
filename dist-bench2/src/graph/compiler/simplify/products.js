/** The matrix whose transpose is `x`, if `x` is a transposed matrix. */
function untransposed(x, r) {
    return x.shape.length === 2 ? r.producerOf(x, "Transpose")?.inputs[0] : undefined;
}
const gemm = (node, r) => {
    const [a, b, c] = node.inputs;
    const { transA, transB, alpha, beta } = node.attributes;
    const [a2, b2] = [untransposed(a, r), untransposed(b, r)];
    if (a2 !== undefined || b2 !== undefined) {
        const flip = (trans, flipped) => (Boolean(trans) !== flipped ? 1 : 0);
        return {
            operator: "Gemm",
            inputs: c === undefined ? [a2 ?? a, b2 ?? b] : [a2 ?? a, b2 ?? b, c],
            attributes: {
                ...node.attributes,
                transA: flip(transA, a2 !== undefined),
                transB: flip(transB, b2 !== undefined),
            },
        };
    }
    if (c !== undefined && (beta === 0 || r.uniform(c) === 0)) {
        return { operator: "Gemm", inputs: [a, b], attributes: node.attributes };
    }
    return c === undefined && alpha === 1 && !transA && !transB ? { operator: "MatMul", inputs: [a, b] } : undefined;
};
/** Of matrices (not stacks of them) with a transposed factor → Gemm */
const matMul = (node, r) => {
    const [a, b] = node.inputs;
    if (a.shape.length !== 2 || b.shape.length !== 2)
        return undefined;
    const transposed = untransposed(a, r) ?? untransposed(b, r);
    return transposed === undefined ? undefined : { operator: "Gemm", inputs: [a, b] };
};
/** The rules, by operator. */
export const products = { Gemm: [gemm], MatMul: [matMul] };
