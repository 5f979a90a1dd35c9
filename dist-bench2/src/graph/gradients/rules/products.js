import { matMul, reshape, scale, sumToShape, transposeLast } from "../../expressions.js";
import { sizeOf } from "../../tensor.js";
/** alpha · op(a) · op(b), two-dimensional. */
function gemm(g, a, b, alpha = 1) {
    return g.apply("Gemm", [a.x, b.x], { alpha, transA: a.transposed ? 1 : 0, transB: b.transposed ? 1 : 0 });
}
const plain = (x) => ({ x, transposed: false });
const flipped = (x) => ({ x, transposed: true });
/** All axes but the last become one: [..., m, k] → [... · m, k], without a copy. */
const rows = (g, x) => reshape(g, x, [sizeOf(x.shape.slice(0, -1)), x.shape.at(-1)]);
const matMulRule = ({ g, inputs: [a, b], gradients: [dy], needs }) => {
    if (b.shape.length === 2) {
        // One matrix for all rows of a: a single product each, however many batch axes a has.
        const dRows = rows(g, dy);
        return [
            needs[0] ? reshape(g, gemm(g, plain(dRows), flipped(b)), a.shape) : undefined,
            needs[1] ? gemm(g, flipped(rows(g, a)), plain(dRows)) : undefined,
        ];
    }
    return [
        needs[0] ? sumToShape(g, matMul(g, dy, transposeLast(g, b)), a.shape) : undefined,
        needs[1] ? sumToShape(g, matMul(g, transposeLast(g, a), dy), b.shape) : undefined,
    ];
};
/** Y = alpha · op(A) · op(B) + beta · C. */
const gemmRule = ({ g, node, inputs: [a, b, c], gradients: [dy], needs }) => {
    const { alpha, beta, transA, transB } = node.attributes;
    const byA = () => transA
        ? gemm(g, { x: b, transposed: transB === 1 }, flipped(dy), alpha)
        : gemm(g, plain(dy), { x: b, transposed: transB !== 1 }, alpha);
    const byB = () => transB
        ? gemm(g, flipped(dy), { x: a, transposed: transA === 1 }, alpha)
        : gemm(g, { x: a, transposed: transA !== 1 }, plain(dy), alpha);
    const byC = () => {
        const sum = sumToShape(g, dy, c.shape);
        return beta === 1 ? sum : scale(g, sum, beta);
    };
    return [needs[0] ? byA() : undefined, needs[1] ? byB() : undefined, needs[2] ? byC() : undefined];
};
/** The gradient rules of this family, by operator. */
export const products = { MatMul: matMulRule, Gemm: gemmRule };
