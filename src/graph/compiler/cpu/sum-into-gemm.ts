/** A sum folded into the matrix product that makes its last summand. */
import type { Value } from "../../graph.js";
import type { Rewrite } from "../../rewrite.js";
import { sameShape } from "../../tensor.js";

/**
 * s + A·B → Gemm(A, B, s): a pass over the result less. Gradients of pieces of a batch are added up
 * so. Applies where nothing else reads the product.
 */
export const sumIntoGemm: Rewrite = (node, { g, producer, useCount, renewed }) => {
  if (node.operator !== "Add") return undefined;
  const [sum, product] = node.inputs as readonly [Value, Value];
  const gemm = producer(product);
  if (gemm?.operator !== "Gemm" || useCount(product) !== 1 || gemm.inputs[2] !== undefined) return undefined;
  if (!sameShape(sum.shape, product.shape)) return undefined;
  const [a, b] = gemm.inputs as readonly [Value, Value];
  return [g.apply("Gemm", [renewed(a), renewed(b), renewed(sum)], { ...gemm.attributes, beta: 1 })];
};
