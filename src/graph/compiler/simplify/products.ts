/**
 * Rewrites of matrix products: transposed factors are read in place. The runtime may then add in
 * another order.
 */
import type { Value } from "../../graph.js";
import type { Rule, SimplifyContext } from "./rule.js";

/** The matrix whose transpose is `x`, if `x` is a transposed matrix. */
function untransposed(x: Value, r: SimplifyContext): Value | undefined {
  return x.shape.length === 2 ? r.producerOf(x, "Transpose")?.inputs[0] : undefined;
}

const gemm: Rule = (node, r) => {
  const [a, b, c] = node.inputs as readonly [Value, Value, Value | undefined];
  const { transA, transB, alpha, beta } = node.attributes;
  const [a2, b2] = [untransposed(a, r), untransposed(b, r)];
  if (a2 !== undefined || b2 !== undefined) {
    const flip = (trans: unknown, flipped: boolean): number => (Boolean(trans) !== flipped ? 1 : 0);
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
const matMul: Rule = (node, r) => {
  const [a, b] = node.inputs as readonly [Value, Value];
  if (a.shape.length !== 2 || b.shape.length !== 2) return undefined;
  const transposed = untransposed(a, r) ?? untransposed(b, r);
  return transposed === undefined ? undefined : { operator: "Gemm", inputs: [a, b] };
};

/** The rules, by operator. */
export const products: Readonly<Record<string, readonly Rule[]>> = { Gemm: [gemm], MatMul: [matMul] };
