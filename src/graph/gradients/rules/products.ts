/**
 * Gradients of matrix products. Two-dimensional ones come out as `Gemm`, which reads a transposed
 * factor in place.
 */
import type { GraphBuilder } from "../../builder.js";
import { matMul, reshape, scale, sumToShape, transposeLast } from "../../expressions.js";
import type { Value } from "../../graph.js";
import { sizeOf } from "../../tensor.js";
import type { GradientRule } from "../rule.js";

interface Side {
  readonly x: Value;
  /** The factor enters the product transposed. */
  readonly transposed: boolean;
}

/** alpha · op(a) · op(b), two-dimensional. */
function gemm(g: GraphBuilder, a: Side, b: Side, alpha = 1): Value {
  return g.apply("Gemm", [a.x, b.x], { alpha, transA: a.transposed ? 1 : 0, transB: b.transposed ? 1 : 0 });
}

const plain = (x: Value): Side => ({ x, transposed: false });
const flipped = (x: Value): Side => ({ x, transposed: true });

/** All axes but the last become one: [..., m, k] → [... · m, k], without a copy. */
const rows = (g: GraphBuilder, x: Value): Value => reshape(g, x, [sizeOf(x.shape.slice(0, -1)), x.shape.at(-1)!]);

const matMulRule: GradientRule = ({ g, inputs: [a, b], gradients: [dy], needs }) => {
  if (b!.shape.length === 2) {
    // One matrix for all rows of a: a single product each, however many batch axes a has.
    const dRows = rows(g, dy!);
    return [
      needs[0] ? reshape(g, gemm(g, plain(dRows), flipped(b!)), a!.shape) : undefined,
      needs[1] ? gemm(g, flipped(rows(g, a!)), plain(dRows)) : undefined,
    ];
  }
  return [
    needs[0] ? sumToShape(g, matMul(g, dy!, transposeLast(g, b!)), a!.shape) : undefined,
    needs[1] ? sumToShape(g, matMul(g, transposeLast(g, a!), dy!), b!.shape) : undefined,
  ];
};

/** Y = alpha · op(A) · op(B) + beta · C. */
const gemmRule: GradientRule = ({ g, node, inputs: [a, b, c], gradients: [dy], needs }) => {
  const { alpha, beta, transA, transB } = node.attributes as Record<string, number>;
  const byA = () =>
    transA
      ? gemm(g, { x: b!, transposed: transB === 1 }, flipped(dy!), alpha)
      : gemm(g, plain(dy!), { x: b!, transposed: transB !== 1 }, alpha);
  const byB = () =>
    transB
      ? gemm(g, flipped(dy!), { x: a!, transposed: transA === 1 }, alpha)
      : gemm(g, { x: a!, transposed: transA !== 1 }, plain(dy!), alpha);
  const byC = () => {
    const sum = sumToShape(g, dy!, c!.shape);
    return beta === 1 ? sum : scale(g, sum, beta!);
  };
  return [needs[0] ? byA() : undefined, needs[1] ? byB() : undefined, needs[2] ? byC() : undefined];
};

/** The gradient rules of this family, by operator. */
export const products: Readonly<Record<string, GradientRule>> = { MatMul: matMulRule, Gemm: gemmRule };
