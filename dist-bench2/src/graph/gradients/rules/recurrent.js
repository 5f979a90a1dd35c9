import { add, reduceSum, reshape } from "../../expressions.js";
import { joined, unroll } from "./recurrent-unrolled.js";
/** aᵀ · b, summed over all steps and samples. */
const sumOfProducts = (g, a, b) => g.apply("Gemm", [a, b], { transA: 1 });
const sumOfRows = (g, x) => reduceSum(g, x, [0], false);
const recurrentRule = ({ g, node, inputs, gradients, needs, differentiate }) => {
    const [x] = inputs;
    const unrolled = unroll(g, node);
    const used = gradients.flatMap((dy, i) => (dy === undefined ? [] : [i]));
    const states = [5, 6, 7].filter((i) => needs[i]);
    const seams = unrolled.directions.map(({ projected, products }) => [
        projected,
        ...products.flatMap(({ results }) => results),
    ]);
    const results = differentiate(used.map(unrolled.output), [...seams.flat(), ...states.map((i) => inputs[i])], used.map((i) => gradients[i]));
    const next = (count) => results.splice(0, count);
    const directions = unrolled.directions.map((direction) => ({
        direction,
        projected: next(1)[0],
        products: direction.products.map((products) => ({
            products,
            gradient: joined(g, next(products.results.length), 0),
        })),
    }));
    /** One gradient for each direction, stacked as the input has them. */
    const stacked = (part) => joined(g, directions.map((of) => {
        const value = part(of);
        return reshape(g, value, [1, ...value.shape]);
    }), 0);
    const byX = () => reshape(g, directions
        .map(({ direction, projected }) => g.apply("Gemm", [projected, direction.w]))
        .reduce((a, b) => add(g, a, b)), x.shape);
    const late = node.operator === "GRU" && node.attributes.linear_before_reset === 1;
    return [
        needs[0] ? byX() : undefined,
        needs[1] ? stacked(({ projected }) => sumOfProducts(g, projected, unrolled.x)) : undefined,
        needs[2] ? stacked((of) => byHiddenMatrix(g, of)) : undefined,
        needs[3] ? stacked((of) => byBiases(g, of, late)) : undefined,
        undefined,
        ...[5, 6, 7].map((i) => (needs[i] ? next(1)[0] : undefined)),
    ];
};
const byHiddenMatrix = (g, { products }) => joined(g, products.map(({ products: { operands }, gradient }) => sumOfProducts(g, gradient, joined(g, operands, 0))), 0);
/** Both halves of B have one gradient; with `late`, GRU's third hidden bias has its product's. */
function byBiases(g, { projected, products }, late) {
    const input = sumOfRows(g, projected);
    const hidden = late ? products.map(({ gradient }) => sumOfRows(g, gradient)) : [input];
    return joined(g, [input, ...hidden], 0);
}
/** The gradient rules of this family, by operator. */
export const recurrent = {
    LSTM: recurrentRule,
    GRU: recurrentRule,
    RNN: recurrentRule,
};
