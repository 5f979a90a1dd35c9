import { add, cast, mul, reduceSum, scale, shift } from "../../../graph/expressions.js";
import { sizeOf } from "../../../graph/tensor.js";
/** The sum of all elements of all values: a scalar. */
export function total(g, values) {
    return values.map((v) => sumOf(g, v)).reduce((a, b) => add(g, a, b));
}
/** x². */
export const squared = (g, x) => mul(g, x, x);
/** +1 where x ≥ 0, else −1. Its gradient is 0. */
export function signOf(g, x) {
    return shift(g, scale(g, cast(g, g.apply("GreaterOrEqual", [x, g.scalar(0)]), "float32"), 2), -1);
}
/** The number of elements of all values together. */
export const countOf = (values) => values.reduce((n, { shape }) => n + sizeOf(shape), 0);
function sumOf(g, x) {
    return reduceSum(g, x, x.shape.map((_, axis) => axis), false);
}
