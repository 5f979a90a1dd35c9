/**
 * The operators most used in layers, losses and gradient rules, as functions. Anything else:
 * `g.apply(name, …)`.
 */
import type { GraphBuilder } from "./builder.js";
import type { Value } from "./graph.js";
import { type Shape, sameShape, sizeOf, type TensorType, tensor } from "./tensor.js";

/** a + b, broadcast. */
export const add = (g: GraphBuilder, a: Value, b: Value): Value => g.apply("Add", [a, b]);
/** a − b, broadcast. */
export const sub = (g: GraphBuilder, a: Value, b: Value): Value => g.apply("Sub", [a, b]);
/** a · b, element by element, broadcast. */
export const mul = (g: GraphBuilder, a: Value, b: Value): Value => g.apply("Mul", [a, b]);
/** a / b, element by element, broadcast. */
export const div = (g: GraphBuilder, a: Value, b: Value): Value => g.apply("Div", [a, b]);
/** −a. */
export const neg = (g: GraphBuilder, a: Value): Value => g.apply("Neg", [a]);
/** eᵃ. */
export const exp = (g: GraphBuilder, a: Value): Value => g.apply("Exp", [a]);
/** The natural logarithm. */
export const log = (g: GraphBuilder, a: Value): Value => g.apply("Log", [a]);
/** √a. */
export const sqrt = (g: GraphBuilder, a: Value): Value => g.apply("Sqrt", [a]);
/** The matrix product of the last two axes: [..., M, K] · [..., K, N] → [..., M, N]. */
export const matMul = (g: GraphBuilder, a: Value, b: Value): Value => g.apply("MatMul", [a, b]);

/** x · c for a JavaScript number. */
export const scale = (g: GraphBuilder, x: Value, c: number): Value => mul(g, x, g.scalar(c, x.type));
/** x + c for a JavaScript number. */
export const shift = (g: GraphBuilder, x: Value, c: number): Value => add(g, x, g.scalar(c, x.type));

/** x itself, with its gradient going to another value of its shape, or nowhere (`null`). */
export const identity = (g: GraphBuilder, x: Value, gradientTo: Value | null): Value =>
  g.apply("Identity", [x], {}, { gradientTo });

/**
 * The same elements in another shape of the same size; the value itself if it has that shape
 * already.
 */
export function reshape(g: GraphBuilder, x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  // A 0 would otherwise stand for the size that the axis has.
  return g.apply("Reshape", [x, g.integers(shape)], shape.includes(0) ? { allowzero: 1 } : {});
}

/** Axis i of the result is axis `permutation[i]` of x. */
export function transpose(g: GraphBuilder, x: Value, permutation: readonly number[]): Value {
  return permutation.every((axis, i) => axis === i) ? x : g.apply("Transpose", [x], { perm: permutation });
}

/** Swaps the last two axes. */
export function transposeLast(g: GraphBuilder, x: Value): Value {
  const axes = x.shape.map((_, i) => i);
  return transpose(g, x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

/** The sum over some axes; x itself where `axes` is empty. */
export function reduceSum(g: GraphBuilder, x: Value, axes: readonly number[], keepdims = true): Value {
  return axes.length === 0 ? x : g.apply("ReduceSum", [x, g.integers(axes)], { keepdims: keepdims ? 1 : 0 });
}

/** The mean over some axes; x itself where `axes` is empty. */
export function reduceMean(g: GraphBuilder, x: Value, axes: readonly number[], keepdims = true): Value {
  return axes.length === 0 ? x : g.apply("ReduceMean", [x], { axes, keepdims: keepdims ? 1 : 0 });
}

/** x[..., start:end:step, ...] along each of `axes`. */
export function slice(
  g: GraphBuilder,
  x: Value,
  axes: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
  steps?: readonly number[],
): Value {
  const inputs = [x, g.integers(starts), g.integers(ends), g.integers(axes)];
  return g.apply("Slice", steps === undefined ? inputs : [...inputs, g.integers(steps)]);
}

/** Zeros (or `value`) around x: `before[i]` and `after[i]` elements on axis i; negative crops. */
export function pad(g: GraphBuilder, x: Value, before: readonly number[], after: readonly number[]): Value {
  return [...before, ...after].every((n) => n === 0) ? x : g.apply("Pad", [x, g.integers([...before, ...after])]);
}

/** x, broadcast to a shape. */
export function expand(g: GraphBuilder, x: Value, shape: Shape): Value {
  return sameShape(x.shape, shape) ? x : g.apply("Expand", [x, g.integers(shape)]);
}

/** x in another element type; x itself if it has that type. */
export function cast(g: GraphBuilder, x: Value, to: Value["type"]): Value {
  return x.type === to ? x : g.apply("Cast", [x], { to });
}

/**
 * Sums out the axes along which `shape` was broadcast to x's shape: the adjoint of broadcasting.
 */
export function sumToShape(g: GraphBuilder, x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  const offset = x.shape.length - shape.length;
  const axes = x.shape.flatMap((n, i) => (i < offset || (shape[i - offset] === 1 && n !== 1) ? [i] : []));
  // a Reshape only where both kinds of axes are summed
  return reshape(g, reduceSum(g, x, axes, offset === 0), shape);
}

/** Zeros in the type and shape of `like`. */
export const zeros = (g: GraphBuilder, like: TensorType): Value => filled(g, like, 0);
/** Ones in the type and shape of `like`. */
export const ones = (g: GraphBuilder, like: TensorType): Value => filled(g, like, 1);

function filled(g: GraphBuilder, like: TensorType, x: number): Value {
  if (like.shape.length === 0) return g.scalar(x, like.type);
  if (sizeOf(like.shape) <= 64)
    return g.constant(tensor(like.type, like.shape, new Array(sizeOf(like.shape)).fill(x)), x === 0 ? "zeros" : "ones");
  return g.apply("Expand", [g.scalar(x, like.type), g.integers(like.shape)]);
}
