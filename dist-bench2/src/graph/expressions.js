import { sameShape, sizeOf, tensor } from "./tensor.js";
/** a + b, broadcast. */
export const add = (g, a, b) => g.apply("Add", [a, b]);
/** a − b, broadcast. */
export const sub = (g, a, b) => g.apply("Sub", [a, b]);
/** a · b, element by element, broadcast. */
export const mul = (g, a, b) => g.apply("Mul", [a, b]);
/** a / b, element by element, broadcast. */
export const div = (g, a, b) => g.apply("Div", [a, b]);
/** −a. */
export const neg = (g, a) => g.apply("Neg", [a]);
/** eᵃ. */
export const exp = (g, a) => g.apply("Exp", [a]);
/** The natural logarithm. */
export const log = (g, a) => g.apply("Log", [a]);
/** √a. */
export const sqrt = (g, a) => g.apply("Sqrt", [a]);
/** The matrix product of the last two axes: [..., M, K] · [..., K, N] → [..., M, N]. */
export const matMul = (g, a, b) => g.apply("MatMul", [a, b]);
/** x · c for a JavaScript number. */
export const scale = (g, x, c) => mul(g, x, g.scalar(c, x.type));
/** x + c for a JavaScript number. */
export const shift = (g, x, c) => add(g, x, g.scalar(c, x.type));
/** x itself, with its gradient going to another value of its shape, or nowhere (`null`). */
export const identity = (g, x, gradientTo) => g.apply("Identity", [x], {}, { gradientTo });
/**
 * The same elements in another shape of the same size; the value itself if it has that shape
 * already.
 */
export function reshape(g, x, shape) {
    if (sameShape(x.shape, shape))
        return x;
    // A 0 would otherwise stand for the size that the axis has.
    return g.apply("Reshape", [x, g.integers(shape)], shape.includes(0) ? { allowzero: 1 } : {});
}
/** Axis i of the result is axis `permutation[i]` of x. */
export function transpose(g, x, permutation) {
    return permutation.every((axis, i) => axis === i) ? x : g.apply("Transpose", [x], { perm: permutation });
}
/** Swaps the last two axes. */
export function transposeLast(g, x) {
    const axes = x.shape.map((_, i) => i);
    return transpose(g, x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}
/** The sum over some axes; x itself where `axes` is empty. */
export function reduceSum(g, x, axes, keepdims = true) {
    return axes.length === 0 ? x : g.apply("ReduceSum", [x, g.integers(axes)], { keepdims: keepdims ? 1 : 0 });
}
/** The mean over some axes; x itself where `axes` is empty. */
export function reduceMean(g, x, axes, keepdims = true) {
    return axes.length === 0 ? x : g.apply("ReduceMean", [x], { axes, keepdims: keepdims ? 1 : 0 });
}
/** x[..., start:end:step, ...] along each of `axes`. */
export function slice(g, x, axes, starts, ends, steps) {
    const inputs = [x, g.integers(starts), g.integers(ends), g.integers(axes)];
    return g.apply("Slice", steps === undefined ? inputs : [...inputs, g.integers(steps)]);
}
/** Zeros (or `value`) around x: `before[i]` and `after[i]` elements on axis i; negative crops. */
export function pad(g, x, before, after) {
    return [...before, ...after].every((n) => n === 0) ? x : g.apply("Pad", [x, g.integers([...before, ...after])]);
}
/** x, broadcast to a shape. */
export function expand(g, x, shape) {
    return sameShape(x.shape, shape) ? x : g.apply("Expand", [x, g.integers(shape)]);
}
/** x in another element type; x itself if it has that type. */
export function cast(g, x, to) {
    return x.type === to ? x : g.apply("Cast", [x], { to });
}
/**
 * Sums out the axes along which `shape` was broadcast to x's shape: the adjoint of broadcasting.
 */
export function sumToShape(g, x, shape) {
    if (sameShape(x.shape, shape))
        return x;
    const offset = x.shape.length - shape.length;
    const axes = x.shape.flatMap((n, i) => (i < offset || (shape[i - offset] === 1 && n !== 1) ? [i] : []));
    // a Reshape only where both kinds of axes are summed
    return reshape(g, reduceSum(g, x, axes, offset === 0), shape);
}
/** Zeros in the type and shape of `like`. */
export const zeros = (g, like) => filled(g, like, 0);
/** Ones in the type and shape of `like`. */
export const ones = (g, like) => filled(g, like, 1);
function filled(g, like, x) {
    if (like.shape.length === 0)
        return g.scalar(x, like.type);
    if (sizeOf(like.shape) <= 64)
        return g.constant(tensor(like.type, like.shape, new Array(sizeOf(like.shape)).fill(x)), x === 0 ? "zeros" : "ones");
    return g.apply("Expand", [g.scalar(x, like.type), g.integers(like.shape)]);
}
