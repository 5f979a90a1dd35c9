import { add, pad, reduceSum } from "../../expressions.js";
import { cut, reverse } from "./cutting.js";
/** Padding works on each axis by itself, so its adjoint does too. */
const axisByAxis = (adjoint) => (g, dy, shape, before, after) => shape.reduce((d, n, axis) => before[axis] === 0 && after[axis] === 0 ? d : adjoint(g, d, axis, n, before[axis], after[axis]), dy);
/** The first element gets the sum of the front and itself, the last of itself and the back. */
export const padEdgeAdjoint = axisByAxis((g, dy, axis, n, before, after) => {
    if (n === 1)
        return reduceSum(g, dy, [axis]);
    const front = reduceSum(g, cut(g, dy, axis, 0, before + 1), [axis]);
    const back = reduceSum(g, cut(g, dy, axis, before + n - 1, after + 1), [axis]);
    const middle = n > 2 ? [cut(g, dy, axis, before + 1, n - 2)] : [];
    return g.apply("Concat", [front, ...middle, back], { axis });
});
/**
 * Elements 1 to `before` get the front in reverse, the `after` before the last get the back in
 * reverse.
 */
export const padReflectAdjoint = axisByAxis((g, dy, axis, n, before, after) => {
    const along = (count) => dy.shape.map((_, i) => (i === axis ? count : 0));
    let sum = cut(g, dy, axis, before, n);
    if (before > 0) {
        const front = reverse(g, cut(g, dy, axis, 0, before), [axis]);
        sum = add(g, sum, pad(g, front, along(1), along(n - 1 - before)));
    }
    if (after > 0) {
        const back = reverse(g, cut(g, dy, axis, before + n, after), [axis]);
        sum = add(g, sum, pad(g, back, along(n - 1 - after), along(1)));
    }
    return sum;
});
