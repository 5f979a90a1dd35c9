/** Gradients of ONNX Runtime's own operators that files may hold: those of their definitions. */
import { matMul, scale, transpose, transposeLast } from "../../expressions.js";
/** alpha · op(A) · op(B), op being transpositions of the first batch axis and of the last two. */
const fusedMatMulRule = ({ g, node, inputs, gradients: [dy], needs, differentiate }) => {
    const { alpha, transA, transB, transBatchA, transBatchB } = node.attributes;
    const turned = (x, batch, last) => {
        const axes = x.shape.map((_, i) => i);
        const moved = batch === 1 ? transpose(g, x, [...axes.slice(1, -1), 0, axes.length - 1]) : x;
        return last === 1 ? transposeLast(g, moved) : moved;
    };
    const [a, b] = inputs;
    const product = matMul(g, turned(a, transBatchA, transA), turned(b, transBatchB, transB));
    const wrt = [a, b].filter((_, i) => needs[i]);
    const results = differentiate([product], wrt, [scale(g, dy, alpha)]);
    return [a, b].map((_, i) => (needs[i] ? results.shift() : undefined));
};
/** The gradient rules of this family, by operator. */
export const microsoft = { "com.microsoft:FusedMatMul": fusedMatMulRule };
