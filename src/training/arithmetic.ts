/** How much work a graph is. */
import type { Graph } from "../onnx/graph.js";
import { sizeOf } from "../onnx/tensor.js";

/** Multiplications and additions of its convolutions and matrix products. */
export function arithmetic(graph: Graph): number {
  return graph.nodes.reduce((sum, { operator, inputs, outputs, attributes }) => {
    const [a, b] = inputs.map((v) => v?.shape ?? []);
    const output = sizeOf(outputs[0]!.shape);
    switch (operator) {
      case "MatMul":
        return sum + 2 * output * a!.at(-1)!;
      case "Gemm":
        return sum + 2 * output * a![attributes.transA === 1 ? 0 : 1]!;
      case "Conv":
        return sum + 2 * output * sizeOf(b!.slice(1));
      case "ConvTranspose":
        return sum + 2 * sizeOf(a!) * sizeOf(b!.slice(1));
      default:
        return sum;
    }
  }, 0);
}
