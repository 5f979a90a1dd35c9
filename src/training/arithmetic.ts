/** How much arithmetic a graph does. */
import type { Graph, Node } from "../graph/graph.js";
import { sizeOf } from "../graph/tensor.js";

/** Numbers of multiplications and additions. */
export interface Arithmetic {
  /** In matrix products. */
  readonly products: number;
  readonly convolutions: number;
}

/** Counts the multiplications and additions in the matrix products and convolutions of a graph. */
export function arithmetic({ nodes }: Graph): Arithmetic {
  let [products, convolutions] = [0, 0];
  for (const node of nodes) {
    if (node.operator === "MatMul" || node.operator === "Gemm") products += ofProduct(node);
    if (node.operator === "Conv" || node.operator === "ConvTranspose") convolutions += ofConvolution(node);
  }
  return { products, convolutions };
}

function ofProduct({ operator, inputs: [a], outputs: [y], attributes }: Node): number {
  const inner = operator === "Gemm" && attributes.transA === 1 ? a!.shape[0]! : a!.shape.at(-1)!;
  return 2 * sizeOf(y!.shape) * inner;
}

function ofConvolution({ operator, inputs: [x, kernel], outputs: [y] }: Node): number {
  const positions = operator === "Conv" ? y! : x!;
  return 2 * sizeOf(positions.shape) * sizeOf(kernel!.shape.slice(1));
}
